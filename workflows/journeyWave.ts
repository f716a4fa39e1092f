/**
 * `journey-wave`, started each minute: one look at what is due, then a worker for every 2,000 records, usually one. A worker
 * that fails for good is written into the execution's output and fails nothing else; its records stay due and the next wave
 * finds them. Where every worker of a wave fails, or the plan does, the execution fails, which is what an alarm looks at. Run
 * twice, or again from the top, it does no harm: every record commits on its own version.
 *
 * Input `{ now, lanes }`. `JourneyWavePlan` answers `{ workers: [{ lanes, shards, … }] }`; each worker is the input of one
 * `JourneyWaveDrain`, or of one `UpkeepDrain` where its lane is `upkeep`, which ends before its time is up and answers a tally
 * `{ records, … }`.
 * Output `{ workers, records, failures: [{ shards, error, cause }] }`.
 */
import type { StateMachine } from './asl.ts';
import { RETRY_TRANSIENT } from './retryTransient.ts';

const CATCH_WORKER = [
  {
    ErrorEquals: ['States.ALL'],
    Output: {
      shards: '{% $states.input.shards %}',
      error: '{% $states.errorOutput.Error %}',
      cause: '{% $states.errorOutput.Cause %}',
    },
    Next: 'WorkerFailed',
  },
];

export const journeyWave: StateMachine = {
  Comment: 'Drains what is due, once a minute',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 1_800,
  StartAt: 'PlanWave',
  States: {
    PlanWave: {
      Type: 'Task',
      Resource: '${JourneyWavePlan}',
      TimeoutSeconds: 30,
      Retry: RETRY_TRANSIENT,
      Catch: [
        {
          ErrorEquals: ['States.ALL'],
          Output: {
            error: '{% $states.errorOutput.Error %}',
            cause: '{% $states.errorOutput.Cause %}',
          },
          Next: 'WaveFailed',
        },
      ],
      Next: 'IsAnythingDue',
    },
    IsAnythingDue: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $count($states.input.workers) = 0 %}', Next: 'NothingDue' }],
      Default: 'DrainShards',
    },
    NothingDue: { Type: 'Pass', Output: { workers: 0, records: 0, failures: [] }, End: true },
    DrainShards: {
      Type: 'Map',
      Items: '{% $states.input.workers %}',
      MaxConcurrency: 16,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'IsItUpkeep',
        States: {
          IsItUpkeep: {
            Type: 'Choice',
            Choices: [{ Condition: "{% $states.input.lanes[0] = 'upkeep' %}", Next: 'DrainUpkeep' }],
            Default: 'DrainWorker',
          },
          DrainWorker: {
            Type: 'Task',
            Resource: '${JourneyWaveDrain}',
            TimeoutSeconds: 300,
            Retry: RETRY_TRANSIENT,
            Catch: CATCH_WORKER,
            Output: { records: '{% $states.result.records %}' },
            End: true,
          },
          DrainUpkeep: {
            Type: 'Task',
            Resource: '${UpkeepDrain}',
            TimeoutSeconds: 300,
            Retry: RETRY_TRANSIENT,
            Catch: CATCH_WORKER,
            Output: { records: '{% $states.result.records %}' },
            End: true,
          },
          WorkerFailed: { Type: 'Pass', Output: { failure: '{% $states.input %}' }, End: true },
        },
      },
      Next: 'DidEveryWorkerFail',
    },
    DidEveryWorkerFail: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $count($states.input.failure) = $count($states.input) %}',
          Output: {
            error: '{% $states.input[0].failure.error %}',
            cause: '{% $states.input[0].failure.cause %}',
          },
          Next: 'WaveFailed',
        },
      ],
      Default: 'WaveDone',
    },
    WaveFailed: {
      Type: 'Fail',
      Error: 'WaveFailed',
      Cause: "{% $states.input.error & ': ' & $states.input.cause %}",
    },
    WaveDone: {
      Type: 'Pass',
      Output: {
        workers: '{% $count($states.input) %}',
        records: '{% $sum([0, $states.input.records]) %}',
        failures: '{% [$states.input.failure] %}',
      },
      End: true,
    },
  },
};
