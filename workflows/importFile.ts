/**
 * `import`, started for an uploaded file: the file is read to its end and split into parts that need nothing of each other; each
 * part is written to the store; then what became of all of them is summed up. A part that fails for good leaves the others to
 * end, is recorded, and fails the import: what they wrote stays, and the same file again goes on from there. An option or a file
 * that cannot be used ends the execution under the code of the refusal, and is no failure to record.
 *
 * Input `{ upload, kind, options }`. `ImportPlan` answers `{ kind: 'planned', parts: [{ run, part }] }` or `{ kind: 'refused',
 * code, detail }`; `ImportPart` gets one part and answers `{ run, part, isDone }`, and is called until it is done, each time
 * further than before; `ImportFinish` gets `{ run }` and answers the report; `ImportRecordFailure` `{ run, failures }`.
 * The run is named after the execution. Rows lie in blobs: only keys, options and counts travel.
 */
import type { Catcher, StateMachine } from './asl.ts';
import { RETRY_TRANSIENT } from './retryTransient.ts';

/** As long as one Lambda may run. */
const TASK_SECONDS = 900;
const PARTS_AT_ONCE = 8;

const RUN = '{% $states.context.Execution.Name %}';

/** Of the cause what tells it: those of all parts must fit into one output. */
const FAILURE = {
  part: null,
  error: '{% $states.errorOutput.Error %}',
  cause: '{% $substring($states.errorOutput.Cause, 0, 300) %}',
};
const CATCH: readonly Catcher[] = [
  { ErrorEquals: ['States.ALL'], Output: { run: RUN, failures: [FAILURE] }, Next: 'RecordFailure' },
];

export const importFile: StateMachine = {
  Comment: 'Imports an uploaded file of orders, customers, consents or suppressions',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 43_200,
  StartAt: 'PlanImport',
  States: {
    PlanImport: {
      Type: 'Task',
      Resource: '${ImportPlan}',
      Arguments: {
        run: RUN,
        upload: '{% $states.input.upload %}',
        kind: '{% $states.input.kind %}',
        options: '{% $states.input.options %}',
      },
      TimeoutSeconds: TASK_SECONDS,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Next: 'IsFileUsable',
    },
    IsFileUsable: {
      Type: 'Choice',
      Choices: [{ Condition: "{% $states.input.kind = 'refused' %}", Next: 'ImportRefused' }],
      Default: 'WriteParts',
    },
    ImportRefused: {
      Type: 'Fail',
      Error: '{% $states.input.code %}',
      Cause: '{% $states.input.detail %}',
    },
    WriteParts: {
      Type: 'Map',
      Items: '{% $states.input.parts %}',
      MaxConcurrency: PARTS_AT_ONCE,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'WritePart',
        States: {
          WritePart: {
            Type: 'Task',
            Resource: '${ImportPart}',
            Arguments: { run: '{% $states.input.run %}', part: '{% $states.input.part %}' },
            TimeoutSeconds: TASK_SECONDS,
            Retry: RETRY_TRANSIENT,
            Catch: [
              {
                ErrorEquals: ['States.ALL'],
                Output: { failure: { ...FAILURE, part: '{% $states.input.part %}' } },
                Next: 'PartFailed',
              },
            ],
            Next: 'IsPartDone',
          },
          IsPartDone: {
            Type: 'Choice',
            Choices: [{ Condition: '{% $states.input.isDone %}', Next: 'PartDone' }],
            Default: 'WritePart',
          },
          PartDone: { Type: 'Pass', Output: { part: '{% $states.input.part %}' }, End: true },
          PartFailed: { Type: 'Pass', End: true },
        },
      },
      Catch: CATCH,
      Next: 'DidPartsFail',
    },
    DidPartsFail: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $count($states.input.failure) > 0 %}',
          Output: { run: RUN, failures: '{% [$states.input.failure] %}' },
          Next: 'RecordFailure',
        },
      ],
      Default: 'FinishImport',
    },
    FinishImport: {
      Type: 'Task',
      Resource: '${ImportFinish}',
      Arguments: { run: RUN },
      TimeoutSeconds: 300,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      End: true,
    },
    RecordFailure: {
      Type: 'Task',
      Resource: '${ImportRecordFailure}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Next: 'ImportFailed',
    },
    ImportFailed: {
      Type: 'Fail',
      Error: 'ImportFailed',
      Cause: "{% $states.input.error & ': ' & $states.input.cause %}",
    },
  },
};
