/** The API over HTTP: the server on this machine, or a deployed system. */
import type { ApiRequest, JobProgress } from '../../local/api/types.ts';
import type { Transport } from '../transport.ts';
import { type Endpoint, httpCall } from './httpCall.ts';
import { askHealth } from './localServer.ts';

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

/** `workspace` joins every request; null leaves the choice to the server. */
export function httpTransport(endpoint: Endpoint, workspace: string | null): Transport {
  const inWorkspace = workspace === null ? {} : { workspace };
  return {
    async request(request: ApiRequest) {
      const { onProgress, ...bare } = request;
      const stop = onProgress === undefined ? () => {} : watch(endpoint, onProgress);
      try {
        return await httpCall(endpoint, { ...bare, query: { ...request.query, ...inWorkspace } });
      } finally {
        stop();
      }
    },
    close: () => Promise.resolve(),
  };
}
