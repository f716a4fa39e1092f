import { describe, expect, it } from 'vitest';
import { brokenHouseRules, type KnownFunctions } from '../../../local/stateMachine/houseRules.ts';
import type { State, TaskState } from '../../../workflows/asl.ts';
import { RETRY_TRANSIENT } from '../../../workflows/retryTransient.ts';
import { aMachine, aTask, graph } from './builders.ts';

const FUNCTIONS: KnownFunctions = new Map([
  ['Work', { timeoutSeconds: 60, trigger: { kind: 'task', machine: 'import' } }],
  ['Other', { timeoutSeconds: 60, trigger: { kind: 'task', machine: 'journey-wave' } }],
]);
const FAILED: State = { Type: 'Fail', Error: 'Failed' };
const CATCH = [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }];

function aSoundTask(change: Partial<TaskState> = {}): TaskState {
  return aTask({ Retry: RETRY_TRANSIENT, Catch: CATCH, ...change });
}

function brokenBy(states: Readonly<Record<string, State>>): string[] {
  return brokenHouseRules('import', aMachine({ ...states, Failed: FAILED }), FUNCTIONS);
}

describe('the rules of the house', () => {
  it('are kept by a task that is retried with jitter and caught', () => {
    expect(brokenBy({ A: aSoundTask() })).toEqual([]);
  });

  it.each<[string, Partial<TaskState>, string]>([
    ['no retries', { Retry: [] }, 'A: is not tried again after what passes by itself'],
    [
      'retries without jitter',
      { Retry: RETRY_TRANSIENT.map((one) => ({ ...one, JitterStrategy: 'NONE' as const })) },
      'A: is tried again without jitter',
    ],
    [
      'retries of every error',
      { Retry: [{ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' }] },
      'A: is tried again after States.ALL, which does not pass by itself',
    ],
    [
      'retries that leave out the handlers’ own word',
      { Retry: [{ ErrorEquals: ['States.Timeout'], JitterStrategy: 'FULL' }] },
      'A: is not tried again after a TransientError',
    ],
    [
      'retries for hours',
      { Retry: RETRY_TRANSIENT.map((one) => ({ ...one, MaxAttempts: 1_000 })) },
      'A: is tried again 1000 times',
    ],
    ['a function that is not there', { Resource: '${Nobody}' }, 'A: calls Nobody, which is no function'],
    ['a function of another machine', { Resource: '${Other}' }, 'A: calls Other, which is not of import'],
    [
      'less time than the function',
      { TimeoutSeconds: 59 },
      'A: gives up on Work after 59 s, while it may work for 60 s',
    ],
    ['as much time as the whole', { TimeoutSeconds: 86_400 }, 'A: has as much time as the whole machine'],
  ])('refuse a task with %s', (_, change, problem) => {
    expect(brokenBy({ A: aSoundTask(change) })).toContain(problem);
  });

  it('refuse a failure that nothing catches, within a map too', () => {
    expect(brokenBy({ A: aSoundTask({ Catch: [] }) })).toContain('A: nothing catches its failure');
    const some = [{ ErrorEquals: ['Known'], Next: 'Failed' }];
    expect(brokenBy({ A: aSoundTask({ Catch: some }) })).toContain('A: nothing catches its failure');
    const inner = graph({ B: aTask({ Retry: RETRY_TRANSIENT }) });
    expect(brokenBy({ M: { Type: 'Map', ItemProcessor: inner, End: true } })).toContain(
      'M.B: nothing catches its failure',
    );
    expect(brokenBy({ M: { Type: 'Map', ItemProcessor: inner, End: true, Catch: CATCH } })).toEqual([]);
  });

  it('let the state that records failures fail', () => {
    const record = aTask({ Retry: RETRY_TRANSIENT });
    const machine = { A: aSoundTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'R' }] }), R: record };
    expect(brokenHouseRules('import', aMachine(machine), FUNCTIONS)).toEqual([]);
  });

  it('refuse a round that nothing ends', () => {
    const { End: _end, ...task } = aSoundTask();
    expect(brokenBy({ A: { ...task, Next: 'B' }, B: { Type: 'Pass', Next: 'A' } })).toEqual([
      'A: comes back to itself and nothing decides to stop',
      'B: comes back to itself and nothing decides to stop',
    ]);
  });

  it('let a Choice end a round', () => {
    const { End: _end, ...task } = aSoundTask();
    const choice: State = {
      Type: 'Choice',
      Choices: [{ Condition: '{% true %}', Next: 'Done' }],
      Default: 'A',
    };
    expect(brokenBy({ A: { ...task, Next: 'C' }, C: choice, Done: { Type: 'Succeed' } })).toEqual([]);
  });

  it('refuse a function that is a task of the machine and is never called', () => {
    expect(brokenBy({ A: { Type: 'Succeed' } })).toEqual(['Work: is a task of import that it never calls']);
  });
});
