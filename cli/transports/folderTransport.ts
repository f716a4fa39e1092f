/** The API in this process, on the data folder itself: for when no server holds it. */
import type { Destination, Transport } from '../transport.ts';

/** Loads the whole system, so it is imported only when it is needed. */
export async function folderTransport({ dataDir, workspace, create }: Destination): Promise<Transport> {
  const { openLocalApi } = await import('../../local/api/openLocalApi.ts');
  const api = await openLocalApi({ dataDir, workspace, create });
  const inWorkspace = workspace === null ? {} : { workspace };
  return {
    request: (request) => api.request({ ...request, query: { ...request.query, ...inWorkspace } }),
    close: () => api.close(),
  };
}
