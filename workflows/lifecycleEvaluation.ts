/**
 * `lifecycle-evaluation`, started each night: where a refit is due, every segment of the table is summarised and the shop
 * fitted to the sum, and recommendations are trained; then every segment's people are mapped to stage, grade and group; then, stage by stage, those whose stage
 * changed enter it and its journeys, over the segments that have such people; the run is recorded; and everyone is judged by the shop's own segments. A run that fails is
 * recorded as failed and can be started again from the top: each task writes what it would have written anyway.
 *
 * Input `{ at?, force?, only? }`; `only: 'recommendations'` trains them and does nothing else. Failing to train them fails no night: it
 * is recorded by itself. `LifecyclePrepare` answers the plan `{ run, segments, refit, … }`, which goes to every later task;
 * `LifecycleSummarise` and `LifecycleMap` get `{ plan, segment }`, `LifecycleFit` and `RecommendTrain` `{ plan }`, `LifecycleEnterStage`
 * `{ plan, segment, stage }`, `LifecycleFinish` `{ plan, tallies, entered }`, `SegmentsJudge` `{ plan, segment }` and, once all have answered, `{ plan, judged }`, `JudgeExperiments` `{ plan }`, `LifecycleRecordFailure` `{ run, error, cause }`.
 * Statistics, models and ids of people stay in the store: only the plan, with the margin it measured, and counts travel.
 */
import type { Stage } from '../core/lifecycle/lifecycle.ts';
import type { Catcher, MapState, StateMachine } from './asl.ts';
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

const TRAIN = {
  Type: 'Task',
  Resource: '${RecommendTrain}',
  Arguments: { plan: '{% $plan %}' },
  TimeoutSeconds: SEGMENT_SECONDS,
  Retry: RETRY_TRANSIENT,
} as const;

/** What is recorded of a part that failed without the night failing. */
function failureOf(part: 'recommendations' | 'segments' | 'experiments') {
  return {
    run: '{% $plan.run %}',
    of: part,
    error: '{% $states.errorOutput.Error %}',
    cause: '{% $states.errorOutput.Cause %}',
  };
}

/** A night without new recommendations goes on with those of the last. */
const UNTRAINED = failureOf('recommendations');
/** Timers that are set still fire; everyone is judged again the next night. */
const UNSORTED = failureOf('segments');
/** Experiments are judged again the next night. */
const UNJUDGED = failureOf('experiments');

/** The named task of one stage, and its answers in a variable of its own. */
function enter(stage: Stage, name: string, next: string): Record<string, MapState> {
  return {
    [`Enter${name}`]: {
      Type: 'Map',
      Items: `{% [$mapped[entering.${stage} > 0].segment] %}`,
      ItemSelector: { ...ONE_SEGMENT, stage },
      MaxConcurrency: SEGMENTS_AT_ONCE,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: `Enter${name}Segment`,
        States: {
          [`Enter${name}Segment`]: {
            Type: 'Task',
            Resource: '${LifecycleEnterStage}',
            TimeoutSeconds: SEGMENT_SECONDS,
            Retry: RETRY_TRANSIENT,
            End: true,
          },
        },
      },
      Catch: CATCH,
      Assign: { entered: '{% $append($entered, $states.result) %}' },
      Next: next,
    },
  };
}

export const lifecycleEvaluation: StateMachine = {
  Comment: 'Evaluates every customer, once a night',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 21_600,
  StartAt: 'Prepare',
  States: {
    Prepare: {
      Type: 'Task',
      Resource: '${LifecyclePrepare}',
      TimeoutSeconds: SEGMENT_SECONDS,
      Retry: RETRY_TRANSIENT,
      Catch: recordFailureOf(null),
      Assign: { plan: '{% $states.result %}' },
      Next: 'IsRefitDue',
    },
    IsRefitDue: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $plan.only = 'recommendations' %}", Next: 'TrainAlone' },
        { Condition: '{% $plan.refit %}', Next: 'SummariseSegments' },
      ],
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
            Resource: '${LifecycleSummarise}',
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
      Resource: '${LifecycleFit}',
      Arguments: { plan: '{% $plan %}' },
      TimeoutSeconds: SEGMENT_SECONDS,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Next: 'TrainRecommendations',
    },
    TrainRecommendations: {
      ...TRAIN,
      Catch: [{ ErrorEquals: ['States.ALL'], Output: UNTRAINED, Next: 'RecordTrainingFailure' }],
      Next: 'MapSegments',
    },
    RecordTrainingFailure: {
      Type: 'Task',
      Resource: '${LifecycleRecordFailure}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'MapSegments' }],
      Next: 'MapSegments',
    },
    TrainAlone: { ...TRAIN, Catch: CATCH, End: true },
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
            Resource: '${LifecycleMap}',
            TimeoutSeconds: SEGMENT_SECONDS,
            Retry: RETRY_TRANSIENT,
            End: true,
          },
        },
      },
      Catch: CATCH,
      Assign: { mapped: '{% $states.result %}', entered: [] },
      Next: 'EnterIdentification',
    },
    ...enter('identification', 'Identification', 'EnterDevelopment'),
    ...enter('development', 'Development', 'EnterStability'),
    ...enter('stability', 'Stability', 'EnterDecline'),
    ...enter('decline', 'Decline', 'FinishEvaluation'),
    FinishEvaluation: {
      Type: 'Task',
      Resource: '${LifecycleFinish}',
      Arguments: { plan: '{% $plan %}', tallies: '{% $mapped %}', entered: '{% $entered %}' },
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Assign: { finished: '{% $states.result %}' },
      Next: 'JudgeSegments',
    },
    JudgeSegments: {
      Type: 'Map',
      Items: '{% $plan.segments %}',
      ItemSelector: ONE_SEGMENT,
      MaxConcurrency: SEGMENTS_AT_ONCE,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'JudgeSegment',
        States: {
          JudgeSegment: {
            Type: 'Task',
            Resource: '${SegmentsJudge}',
            TimeoutSeconds: SEGMENT_SECONDS,
            Retry: RETRY_TRANSIENT,
            End: true,
          },
        },
      },
      Catch: [{ ErrorEquals: ['States.ALL'], Output: UNSORTED, Next: 'RecordSegmentsFailure' }],
      Assign: { judged: '{% $states.result %}' },
      Next: 'CountSegments',
    },
    CountSegments: {
      Type: 'Task',
      Resource: '${SegmentsJudge}',
      Arguments: { plan: '{% $plan %}', judged: '{% $judged %}' },
      TimeoutSeconds: SEGMENT_SECONDS,
      Retry: RETRY_TRANSIENT,
      Catch: [{ ErrorEquals: ['States.ALL'], Output: UNSORTED, Next: 'RecordSegmentsFailure' }],
      Next: 'JudgeExperiments',
    },
    RecordSegmentsFailure: {
      Type: 'Task',
      Resource: '${LifecycleRecordFailure}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'JudgeExperiments' }],
      Next: 'JudgeExperiments',
    },
    JudgeExperiments: {
      Type: 'Task',
      Resource: '${JudgeExperiments}',
      Arguments: { plan: '{% $plan %}' },
      TimeoutSeconds: SEGMENT_SECONDS,
      Retry: RETRY_TRANSIENT,
      Catch: [{ ErrorEquals: ['States.ALL'], Output: UNJUDGED, Next: 'RecordJudgeFailure' }],
      Next: 'Evaluated',
    },
    RecordJudgeFailure: {
      Type: 'Task',
      Resource: '${LifecycleRecordFailure}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Evaluated' }],
      Next: 'Evaluated',
    },
    Evaluated: { Type: 'Succeed', Output: '{% $finished %}' },
    RecordFailure: {
      Type: 'Task',
      Resource: '${LifecycleRecordFailure}',
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
