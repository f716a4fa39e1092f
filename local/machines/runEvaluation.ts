/** `lifecycle-evaluation` on one machine: the machine's tasks are the Lambda handlers, called in this process. */
import { isoDay, utcDay } from '../../core/time.ts';
import { lifecycleEnterStage } from '../../functions/lifecycleEnterStage/handler.ts';
import { lifecycleFinish } from '../../functions/lifecycleFinish/handler.ts';
import { lifecycleFit } from '../../functions/lifecycleFit/handler.ts';
import { lifecycleMap } from '../../functions/lifecycleMap/handler.ts';
import { lifecyclePrepare } from '../../functions/lifecyclePrepare/handler.ts';
import { lifecycleRecordFailure } from '../../functions/lifecycleRecordFailure/handler.ts';
import { lifecycleSummarise } from '../../functions/lifecycleSummarise/handler.ts';
import type { ShopModelName } from '../../core/lifecycle/model.ts';
import type { Container } from '../../functions/shared/container.ts';
import { type EvaluationReport, evaluationReport } from '../../functions/shared/evaluationReport.ts';
import { lifecycleEvaluation } from '../../workflows/lifecycleEvaluation.ts';
import type { TaskHandler } from '../stateMachine/execution.ts';
import { loadMachine } from '../stateMachine/loadMachine.ts';
import { lambdaContext } from './lambdaContext.ts';
import { runMachineHere } from './runMachineHere.ts';

const machine = loadMachine(lifecycleEvaluation);

function handlersOf(container: Container): Record<string, TaskHandler> {
  const prepare = lifecyclePrepare(container);
  const summarise = lifecycleSummarise(container);
  const fit = lifecycleFit(container);
  const map = lifecycleMap(container);
  const finish = lifecycleFinish(container);
  const recordFailure = lifecycleRecordFailure(container);
  const enterStage = lifecycleEnterStage(container);
  return {
    LifecyclePrepare: (input, at) =>
      prepare(input, lambdaContext('lifecyclePrepare', at.getRemainingTimeInMillis)),
    LifecycleSummarise: (input, at) =>
      summarise(input, lambdaContext('lifecycleSummarise', at.getRemainingTimeInMillis)),
    LifecycleFit: (input, at) => fit(input, lambdaContext('lifecycleFit', at.getRemainingTimeInMillis)),
    LifecycleMap: (input, at) => map(input, lambdaContext('lifecycleMap', at.getRemainingTimeInMillis)),
    LifecycleEnterStage: (input, at) =>
      enterStage(input, lambdaContext('lifecycleEnterStage', at.getRemainingTimeInMillis)),
    LifecycleFinish: (input, at) =>
      finish(input, lambdaContext('lifecycleFinish', at.getRemainingTimeInMillis)),
    LifecycleRecordFailure: (input, at) =>
      recordFailure(input, lambdaContext('lifecycleRecordFailure', at.getRemainingTimeInMillis)),
  };
}

export type EvaluationEnding =
  | { readonly kind: 'done'; readonly report: EvaluationReport }
  | { readonly kind: 'failed'; readonly detail: string };

/** One execution, for 00:00 UTC of `at`. How it failed is a value. */
export async function runEvaluation(
  container: Container,
  input: { readonly at: number; readonly force: boolean; readonly model?: ShopModelName },
): Promise<EvaluationEnding> {
  const name = `lifecycle-evaluation-${isoDay(utcDay(input.at))}`;
  const ending = await runMachineHere(machine, handlersOf(container), { name, input });
  switch (ending.kind) {
    case 'failed':
      return { kind: 'failed', detail: ending.cause };
    case 'timedOut':
      return { kind: 'failed', detail: 'the evaluation took longer than its state machine allows' };
    case 'succeeded': {
      const report = evaluationReport(ending.output);
      if (report === null) throw new TypeError('the evaluation answered something else than its report');
      return { kind: 'done', report };
    }
  }
}
