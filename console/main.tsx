/** The console's first module: languages, look, cache, and the app in the page. */
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { theme } from './app/theme.ts';
import { ApiProblem } from './api/fetchJson.ts';
import { startI18n } from './i18n/i18n.ts';

const MOST_RETRIES = 2;

/** Asking again helps where nobody answered; a refusal stays one. */
function worthRetrying(failures: number, problem: Error): boolean {
  return failures < MOST_RETRIES && problem instanceof ApiProblem && problem.code === 'unreachable';
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 5_000 } },
});

async function start(): Promise<void> {
  await startI18n();
  const place = document.getElementById('root');
  if (place === null) throw new Error('index.html has no element with the id "root"');
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} forceColorScheme="light">
        <QueryClientProvider client={queries}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

void start();
