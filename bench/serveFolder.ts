/** Serves a data folder for a bench row, in a process of its own: `node serveFolder.ts DIR`. Prints the address once it is ready. */
import { serve } from '../local/server/serve.ts';

const [dataDir = ''] = process.argv.slice(2);
const served = await serve({ dataDir, port: 0, workspace: 'main', log: () => {}, console: false });
await served.ready;
process.stdout.write(`${JSON.stringify({ url: served.url })}\n`);
process.on('SIGTERM', () => {
  void served.close().then(() => process.exit(0));
});
