/** Runs an import in a workspace that it makes where there is none; one that brought nobody leaves none behind. */
import { rmSync } from 'node:fs';
import { openWorkspace, type Workspace } from '../workspace/openWorkspace.ts';
import { workspaceExists } from '../workspace/paths.ts';
import type { JobContext } from './jobContext.ts';

export async function inImportWorkspace<Report>(
  { dataDir, workspace }: Pick<JobContext, 'dataDir' | 'workspace'>,
  run: (opened: Workspace) => Promise<Report>,
): Promise<Report> {
  const isNew = !workspaceExists(dataDir, workspace);
  const opened = await openWorkspace({ dataDir, name: workspace, create: true });
  let empty = true;
  try {
    const report = await run(opened);
    empty = (await opened.store.countPeople()) === 0;
    return report;
  } finally {
    await opened.close();
    if (isNew && empty) rmSync(opened.files.dir, { recursive: true, force: true });
  }
}
