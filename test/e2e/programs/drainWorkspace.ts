/** Runs waves over a workspace until nothing is due: `node drainWorkspace.ts DATA WORKSPACE`. Made to be killed. */
import { runWave } from '../../../local/machines/runWave.ts';
import { openWorkspace } from '../../../local/workspace/openWorkspace.ts';

const [dataDir = '', name = ''] = process.argv.slice(2);
const workspace = await openWorkspace({ dataDir, name, create: false });
for (;;) {
  const { tally } = await runWave(workspace.container);
  if (tally.records === 0) break;
}
await workspace.close();
