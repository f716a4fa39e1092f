/**
 * `lifecycle-evaluation`, started each night: where a refit is due, every segment of the table is summarised and the shop
 * fitted to the sum; then every segment's people are mapped to stage, grade and group, and the run is recorded. A run that
 * fails is recorded as failed and can be started again from the top: each task writes what it would have written anyway.
 *
 * Input `{ at?, force? }`. `LifecyclePrepare` answers the plan `{ run, segments, refit, … }`, which goes to every later task;
 * `SummariseSegment` and `MapSegment` get `{ plan, segment }`, `FitShop` `{ plan }`, `FinishEvaluation` `{ plan, tallies }`,
 * `RecordFailure` `{ run, error, cause }`. Statistics and models stay in the store: only the plan and counts travel.
 */
import type { Catcher, StateMachine } from './asl.ts';
import { RETRY_TRANSIENT } from './retryTransient.ts';

/** As long as one Lambda may run. */
const SEGMENT_SECONDS = 900;
const SEGMENTS_AT_ONCE = 8;

function recordFailureOf(run: '{% $plan.run %}' | null): readonly Catcher[] {
  return [
    {
      ErrorEquals: ['States.ALL'],
      Output: {
        run,
        error: '{% $states.errorOutput.Error %}',
        cause: '{% $states.errorOutput.Cause %}',
      },
      Next: 'RecordFailure',
    },
  ];
}

const ONE_SEGMENT = { plan: '{% $plan %}', segment: '{% $states.context.Map.Item.Value %}' };
const CATCH = recordFailureOf('{% $plan.run %}');

export const lifecycleEvaluation: StateMachine = {
  Comment: 'Evaluates every customer, once a night',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 21_600,
  StartAt: 'Prepare',
  States: {
    Prepare: {
      Type: 'Task',
      Resource: '${LifecyclePrepare}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Catch: recordFailureOf(null),
      Assign: { plan: '{% $states.result %}' },
      Next: 'IsRefitDue',
    },
    IsRefitDue: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $plan.refit %}', Next: 'SummariseSegments' }],
      Default: 'MapSegments',
    },
    SummariseSegments: {
      Type: 'Map',
      Items: '{% $plan.segments %}',
      ItemSelector: ONE_SEGMENT,
      MaxConcurrency: SEGMENTS_AT_ONCE,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'SummariseSegment',
        States: {
          SummariseSegment: {
            Type: 'Task',
            Resource: '${SummariseSegment}',
            TimeoutSeconds: SEGMENT_SECONDS,
            Retry: RETRY_TRANSIENT,
            End: true,
          },
        },
      },
      Catch: CATCH,
      Next: 'FitShop',
    },
    FitShop: {
      Type: 'Task',
      Resource: '${FitShop}',
      Arguments: { plan: '{% $plan %}' },
      TimeoutSeconds: SEGMENT_SECONDS,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Next: 'MapSegments',
    },
    MapSegments: {
      Type: 'Map',
      Items: '{% $plan.segments %}',
      ItemSelector: ONE_SEGMENT,
      MaxConcurrency: SEGMENTS_AT_ONCE,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'MapSegment',
        States: {
          MapSegment: {
            Type: 'Task',
            Resource: '${MapSegment}',
            TimeoutSeconds: SEGMENT_SECONDS,
            Retry: RETRY_TRANSIENT,
            End: true,
          },
        },
      },
      Catch: CATCH,
      Next: 'FinishEvaluation',
    },
    FinishEvaluation: {
      Type: 'Task',
      Resource: '${FinishEvaluation}',
      Arguments: { plan: '{% $plan %}', tallies: '{% $states.input %}' },
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      End: true,
    },
    RecordFailure: {
      Type: 'Task',
      Resource: '${RecordFailure}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Output: '{% $states.input %}',
      Next: 'EvaluationFailed',
    },
    EvaluationFailed: {
      Type: 'Fail',
      Error: 'EvaluationFailed',
      Cause: "{% $states.input.error & ': ' & $states.input.cause %}",
    },
  },
};
