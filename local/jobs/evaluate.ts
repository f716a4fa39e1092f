/** Job: the evaluation of everyone at a date, through the state machine that runs it nightly. */
import * as z from 'zod';
import { parseIso, startOfDay, utcDay } from '../../core/time.ts';
import { evaluationModel } from '../../functions/shared/evaluationModel.ts';
import { misuse, Problem } from '../../functions/shared/problem.ts';
import { runEvaluation } from '../machines/runEvaluation.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({
  /** Date of the evaluation; today when left out. */
  at: z.string().exactOptional(),
  model: z.string().exactOptional(),
  /** False evaluates as the nightly run does: refits only when due. */
  force: z.boolean().default(true),
});

function evaluationInstant(at: string | undefined, now: number): number {
  if (at === undefined) return startOfDay(utcDay(now));
  const parsed = parseIso(at);
  if (parsed === null) throw misuse('at', `"${at}" is no date`, 'write it as YYYY-MM-DD');
  return startOfDay(utcDay(parsed));
}

export async function evaluate({ dataDir, workspace, body }: JobContext): Promise<unknown> {
  const { at, model, force } = input.parse(body);
  const named = model === undefined ? {} : { model: evaluationModel(model) };
  const opened = await openWorkspace({ dataDir, name: workspace, create: false });
  try {
    const { container } = opened;
    const day = evaluationInstant(at, container.now());
    const evaluated = await runEvaluation(container, { at: day, force, ...named });
    if (evaluated.kind === 'failed') {
      const { detail } = evaluated;
      throw new Problem({ status: 500, code: 'evaluation-failed', title: 'The evaluation failed', detail });
    }
    return evaluated.report;
  } finally {
    await opened.close();
  }
}
