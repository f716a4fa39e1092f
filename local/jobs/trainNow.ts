/** Job: recommendations trained on every order with lines up to now, through the state machine that trains them at night. */
import { Problem } from '../../functions/shared/problem.ts';
import { runTraining } from '../machines/runEvaluation.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

export async function trainNow({ dataDir, workspace }: JobContext): Promise<unknown> {
  const opened = await openWorkspace({ dataDir, name: workspace, create: false });
  try {
    const { container } = opened;
    const trained = await runTraining(container, { at: container.now() });
    if (trained.kind === 'done') return trained.report;
    const { detail } = trained;
    throw new Problem({ status: 500, code: 'training-failed', title: 'The training failed', detail });
  } finally {
    await opened.close();
  }
}
