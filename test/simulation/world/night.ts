/** The nightly evaluation as its state machine runs it: prepare, summarise and fit where a refit is due, map, enter the stages, finish. */
import { STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { lifecycleEnterStage } from '../../../functions/lifecycleEnterStage/handler.ts';
import { lifecycleFinish } from '../../../functions/lifecycleFinish/handler.ts';
import { lifecycleFit } from '../../../functions/lifecycleFit/handler.ts';
import { lifecycleMap } from '../../../functions/lifecycleMap/handler.ts';
import { lifecyclePrepare } from '../../../functions/lifecyclePrepare/handler.ts';
import { lifecycleSummarise } from '../../../functions/lifecycleSummarise/handler.ts';
import type { Container } from '../../../functions/shared/container.ts';
import { aContext } from './invocation.ts';

/** One execution for 00:00 UTC of `at`. It can be started again from the top where it failed. */
export async function evaluateNight(container: Container, at: number): Promise<void> {
  const context = aContext();
  const plan = await lifecyclePrepare(container)({ at, force: false }, context);
  const segments = plan.segments.map((segment) => ({ plan, segment }));
  if (plan.refit) {
    for (const one of segments) await lifecycleSummarise(container)(one, context);
    await lifecycleFit(container)({ plan }, context);
  }
  const tallies = [];
  for (const one of segments) tallies.push(await lifecycleMap(container)(one, context));
  const entered = [];
  for (const stage of STAGES)
    for (const { segment } of segments)
      entered.push(await lifecycleEnterStage(container)({ plan, segment, stage }, context));
  await lifecycleFinish(container)({ plan, tallies, entered }, context);
}
