/**
 * `erase-customer`, started for an erasure that was begun: takes its steps until everything is gone, round after round, each as
 * far as one function gets. Whoever else is at the same erasure, a wave or another execution, is met on the task's version, so
 * each record goes once. What is not done after the last round (a message is being handed over for longer than it may) ends as
 * under way: the task stays due, and a wave ends it. The same holds for an execution that fails, which is recorded.
 *
 * Input `{ task }`: the id of the erasure's task, which holds a keyed hash and not the person's id, since executions are kept
 * for 90 days. `EraseBegin` gets it; both it and `EraseStep` answer `{ task, round, isDone, erasure }`, and `EraseStep` gets
 * `{ task, round }`. `EraseRecordFailure` gets `{ task, error }`. Output: the erasure as the API shows it.
 */
import type { Catcher, StateMachine } from './asl.ts';
import { RETRY_TRANSIENT } from './retryTransient.ts';

/** At five seconds of looking again each, longer than a message may be under way. */
const MOST_ROUNDS = 200;

const TASK = '{% $states.context.Execution.Input.task %}';

/** The cause stays out of the record: it may name what was being erased. */
const CATCH: readonly Catcher[] = [
  {
    ErrorEquals: ['States.ALL'],
    Output: { task: TASK, error: '{% $states.errorOutput.Error %}' },
    Next: 'RecordFailure',
  },
];

export const eraseCustomer: StateMachine = {
  Comment: 'Erases one person, as far as an erasure was begun',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 14_400,
  StartAt: 'BeginErasure',
  States: {
    BeginErasure: {
      Type: 'Task',
      Resource: '${EraseBegin}',
      TimeoutSeconds: 300,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Next: 'IsErased',
    },
    IsErased: {
      Type: 'Choice',
      Choices: [
        {
          Condition: `{% $states.input.isDone or $states.input.round >= ${MOST_ROUNDS} %}`,
          Next: 'ErasureEnded',
        },
      ],
      Default: 'TakeSteps',
    },
    TakeSteps: {
      Type: 'Task',
      Resource: '${EraseStep}',
      Arguments: { task: TASK, round: '{% $states.input.round %}' },
      TimeoutSeconds: 900,
      Retry: RETRY_TRANSIENT,
      Catch: CATCH,
      Next: 'IsErased',
    },
    ErasureEnded: { Type: 'Pass', Output: '{% $states.input.erasure %}', End: true },
    RecordFailure: {
      Type: 'Task',
      Resource: '${EraseRecordFailure}',
      TimeoutSeconds: 60,
      Retry: RETRY_TRANSIENT,
      Output: '{% $states.input %}',
      Next: 'ErasureFailed',
    },
    ErasureFailed: { Type: 'Fail', Error: 'ErasureFailed', Cause: '{% $states.input.error %}' },
  },
};
