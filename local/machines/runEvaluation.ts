/** `lifecycle-evaluation` on one machine: the machine's tasks are the Lambda handlers, called in this process. */
import type { Json } from '../../core/json.ts';
import { isoDay, isoInstant, utcDay } from '../../core/time.ts';
import { judgeExperiments } from '../../functions/judgeExperiments/handler.ts';
import { lifecycleEnterStage } from '../../functions/lifecycleEnterStage/handler.ts';
import { lifecycleFinish } from '../../functions/lifecycleFinish/handler.ts';
import { lifecycleFit } from '../../functions/lifecycleFit/handler.ts';
import { lifecycleMap } from '../../functions/lifecycleMap/handler.ts';
import { lifecyclePrepare } from '../../functions/lifecyclePrepare/handler.ts';
import { lifecycleRecordFailure } from '../../functions/lifecycleRecordFailure/handler.ts';
import { lifecycleSummarise } from '../../functions/lifecycleSummarise/handler.ts';
import type { ShopModelName } from '../../core/lifecycle/model.ts';
import { recommendTrain } from '../../functions/recommendTrain/handler.ts';
import { segmentsJudge } from '../../functions/segmentsJudge/handler.ts';
import type { Container } from '../../functions/shared/container.ts';
import { type EvaluationReport, evaluationReport } from '../../functions/shared/evaluationReport.ts';
import { type TrainingReport, trainingReport } from '../../functions/shared/trainingReport.ts';
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
  const train = recommendTrain(container);
  const map = lifecycleMap(container);
  const finish = lifecycleFinish(container);
  const sort = segmentsJudge(container);
  const judge = judgeExperiments(container);
  const recordFailure = lifecycleRecordFailure(container);
  const enterStage = lifecycleEnterStage(container);
  return {
    LifecyclePrepare: (input, at) =>
      prepare(input, lambdaContext('lifecyclePrepare', at.getRemainingTimeInMillis)),
    LifecycleSummarise: (input, at) =>
      summarise(input, lambdaContext('lifecycleSummarise', at.getRemainingTimeInMillis)),
    LifecycleFit: (input, at) => fit(input, lambdaContext('lifecycleFit', at.getRemainingTimeInMillis)),
    RecommendTrain: (input, at) => train(input, lambdaContext('recommendTrain', at.getRemainingTimeInMillis)),
    LifecycleMap: (input, at) => map(input, lambdaContext('lifecycleMap', at.getRemainingTimeInMillis)),
    LifecycleEnterStage: (input, at) =>
      enterStage(input, lambdaContext('lifecycleEnterStage', at.getRemainingTimeInMillis)),
    LifecycleFinish: (input, at) =>
      finish(input, lambdaContext('lifecycleFinish', at.getRemainingTimeInMillis)),
    SegmentsJudge: (input, at) => sort(input, lambdaContext('segmentsJudge', at.getRemainingTimeInMillis)),
    JudgeExperiments: (input, at) =>
      judge(input, lambdaContext('judgeExperiments', at.getRemainingTimeInMillis)),
    LifecycleRecordFailure: (input, at) =>
      recordFailure(input, lambdaContext('lifecycleRecordFailure', at.getRemainingTimeInMillis)),
  };
}

export type MachineEnding<Report> =
  | { readonly kind: 'done'; readonly report: Report }
  | { readonly kind: 'failed'; readonly detail: string };
export type EvaluationEnding = MachineEnding<EvaluationReport>;

/** One execution; `read` is null for what is no report. */
async function run<Report>(
  container: Container,
  execution: { readonly name: string; readonly input: Json },
  read: (output: unknown) => Report | null,
): Promise<MachineEnding<Report>> {
  const ending = await runMachineHere(machine, handlersOf(container), execution);
  switch (ending.kind) {
    case 'failed':
      return { kind: 'failed', detail: ending.cause };
    case 'timedOut':
      return { kind: 'failed', detail: 'the evaluation took longer than its state machine allows' };
    case 'succeeded': {
      const report = read(ending.output);
      if (report === null) throw new TypeError('the evaluation answered something else than its report');
      return { kind: 'done', report };
    }
  }
}

/** One execution, for 00:00 UTC of `at`. How it failed is a value. */
export function runEvaluation(
  container: Container,
  input: { readonly at: number; readonly force: boolean; readonly model?: ShopModelName },
): Promise<EvaluationEnding> {
  const name = `lifecycle-evaluation-${isoDay(utcDay(input.at))}`;
  return run(container, { name, input }, evaluationReport);
}

/** An execution that trains recommendations and nothing else, on the orders before `at`. */
export function runTraining(
  container: Container,
  { at }: { readonly at: number },
): Promise<MachineEnding<TrainingReport>> {
  const execution = {
    name: `recommendations-${isoInstant(at)}`,
    input: { at, only: 'recommendations' },
  };
  return run(container, execution, (output) => trainingReport.safeParse(output).data ?? null);
}
