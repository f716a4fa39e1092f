/** What links begin with on one machine. */
import type { Settings } from '../../core/settings/settings.ts';
import { readLock } from './lock.ts';

/** Where the server listens unless it is told otherwise. */
const USUAL_PORT = 4600;

/** As the settings say, else the server that holds the folder, else where one would listen. */
export function linkBaseUrl({ pages }: Pick<Settings, 'pages'>, dataDir: string): string {
  const url = pages.url ?? `http://127.0.0.1:${readLock(dataDir)?.port ?? USUAL_PORT}`;
  return url.replace(/\/+$/, '');
}
