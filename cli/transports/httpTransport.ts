/** The API over HTTP: the server on this machine, or a deployed system. */
import type { ApiRequest, ApiResponse, JobProgress } from '../../local/api/types.ts';
import type { Notice, Transport } from '../transport.ts';
import { type Endpoint, httpCall } from './httpCall.ts';
import { askHealth, untilReady } from './localServer.ts';

const PROGRESS_POLL_MS = 1_000;

/** While a long request runs, /health tells what the server is busy with. */
function watch(endpoint: Endpoint, onProgress: (progress: JobProgress) => void): () => void {
  let asking = false;
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    void askHealth(endpoint).then((health) => {
      asking = false;
      if (health?.doing) onProgress({ done: 0, what: health.doing });
      return health;
    });
  }, PROGRESS_POLL_MS);
  return () => clearInterval(timer);
}

/** Refused untouched, because the server is not ready for it yet. */
function isPreparing({ status, body }: ApiResponse): boolean {
  return (
    status === 503 && typeof body === 'object' && body !== null && 'code' in body && body.code === 'preparing'
  );
}

/** `workspace` joins every request; null leaves the choice to the server. A server that still prepares is waited for. */
export function httpTransport(
  endpoint: Endpoint,
  workspace: string | null,
  notify: (notice: Notice) => void,
): Transport {
  const inWorkspace = workspace === null ? {} : { workspace };
  return {
    async request({ onProgress, ...bare }: ApiRequest) {
      const request = { ...bare, query: { ...bare.query, ...inWorkspace } };
      const stop = onProgress === undefined ? () => {} : watch(endpoint, onProgress);
      try {
        const response = await httpCall(endpoint, request);
        if (!isPreparing(response)) return response;
        await untilReady(endpoint, notify);
        return await httpCall(endpoint, request);
      } finally {
        stop();
      }
    },
    close: () => Promise.resolve(),
  };
}
