import { describe, expect, it } from 'vitest';
import { loadMachine, MachineRefused } from '../../../local/stateMachine/loadMachine.ts';
import type { MapState, State } from '../../../workflows/asl.ts';
import { aMachine, aTask, graph } from './builders.ts';

const end = { End: true } as const;
const pass: State = { Type: 'Pass', ...end };

function problemsOf(machine: unknown): string {
  try {
    loadMachine(machine);
  } catch (error) {
    if (error instanceof MachineRefused) return error.problems.join('\n');
    throw error;
  }
  return '';
}

function aMap(overrides: Partial<MapState> = {}): MapState {
  return { Type: 'Map', ItemProcessor: graph({ Inner: pass }), End: true, ...overrides };
}

describe('loadMachine', () => {
  it('names the handlers a machine calls, each once', () => {
    const machine = aMachine({
      A: aTask({ Resource: '${Work}', Next: 'B' }),
      B: aTask({ Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:other-work:live', Next: 'C' }),
      C: aTask({
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: '${Invoked}', Payload: {} },
        Next: 'D',
      }),
      D: aMap({ ItemProcessor: graph({ E: aTask() }) }),
    });
    expect(loadMachine(machine).handlers).toEqual(['Invoked', 'Work', 'other-work']);
  });

  it('compiles each expression once', () => {
    const machine = aMachine({
      A: { Type: 'Pass', Output: ['{% 1 + 1 %}', { b: '{% 1 + 1 %}' }], Next: 'B' },
      B: { Type: 'Succeed', Output: '{% $states.input %}' },
    });
    expect([...loadMachine(machine).expressions.keys()]).toEqual(['{% 1 + 1 %}', '{% $states.input %}']);
  });

  it.each(['Wait', 'Parallel', 'Other'])('refuses a state of type %s by naming those it runs', (Type) => {
    const problems = problemsOf(aMachine({ A: { Type, Seconds: 1, End: true } as unknown as State }));
    expect(problems).toBe('States.A.Type: the Type must be one of Task, Choice, Map, Pass, Succeed, Fail');
  });

  it.each<[string, object, string]>([
    ['of a Task', { ...aTask(), HeartbeatSeconds: 3 }, 'States.A: Unrecognized key: "HeartbeatSeconds"'],
    ['of JSONPath', { ...pass, ResultPath: '$.x' }, 'States.A: Unrecognized key: "ResultPath"'],
    ['of a retrier', aTask({ Retry: [{ ErrorEquals: ['X'], Foo: 1 }] as never }), 'Unrecognized key: "Foo"'],
    ['on an end', { Type: 'Succeed', Next: 'B' }, 'States.A: Unrecognized key: "Next"'],
  ])('refuses an unknown field %s', (_where, state, expected) => {
    expect(problemsOf(aMachine({ A: state as State }))).toContain(expected);
  });

  it('refuses a machine in another query language', () => {
    expect(problemsOf({ ...aMachine({ A: pass }), QueryLanguage: 'JSONPath' })).toContain('JSONata mode');
  });

  it('refuses a machine and a task without a time limit', () => {
    const { TimeoutSeconds: _whole, ...machine } = aMachine({ A: pass });
    const { TimeoutSeconds: _own, ...task } = aTask();
    expect(problemsOf(machine)).toContain('TimeoutSeconds');
    expect(problemsOf(aMachine({ A: task as State }))).toContain('States.A.TimeoutSeconds');
  });

  it.each<[string, Record<string, State>, string]>([
    ['leads nowhere', { A: { Type: 'Pass', Next: 'B' } }, 'A: leads to no state "B"'],
    ['leads to what every object has', { A: { Type: 'Pass', Next: 'toString' } }, 'no state "toString"'],
    ['is never reached', { A: pass, B: pass }, 'B: is never reached'],
    ['neither goes on nor ends', { A: { Type: 'Pass' } }, 'A: has either Next or End'],
    ['goes on and ends', { A: { Type: 'Pass', Next: 'A', End: true } }, 'A: has either Next or End'],
    [
      'has a wildcard beside others',
      { A: aTask({ Retry: [{ ErrorEquals: ['X', 'States.ALL'] }] }) },
      'A: States.ALL stands alone in its ErrorEquals',
    ],
    [
      'has a wildcard before others',
      { A: aTask({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['X'] }] }) },
      'A: States.ALL stands in the last place',
    ],
    [
      'calls what is no function',
      { A: aTask({ Resource: 'arn:aws:states:::sqs:sendMessage' }) },
      'A: no function',
    ],
    [
      'invokes nothing',
      { A: aTask({ Resource: 'arn:aws:states:::lambda:invoke' }) },
      'A: no function is called',
    ],
    ['tolerates failures inline', { A: aMap({ ToleratedFailureCount: 1 }) }, 'A: failures are tolerated'],
    [
      'has an inner state that leads nowhere',
      {
        A: aMap({ ItemProcessor: graph({ B: { Type: 'Pass', Next: 'C' } }) }),
      },
      'A.B: leads to no state "C"',
    ],
    [
      'shares its name with an inner one',
      { A: aMap({ ItemProcessor: graph({ A: pass }) }) },
      'A: the name is taken',
    ],
    [
      'hides a variable of outside',
      {
        A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
        B: aMap({ ItemProcessor: graph({ C: { Type: 'Pass', Assign: { x: 2 }, ...end } }) }),
      },
      'B.Assign: $x is a variable outside already',
    ],
    ['assigns $states', { A: { Type: 'Pass', Assign: { states: 1 }, ...end } }, 'Assign: $states is'],
  ])('refuses a state that %s', (_what, states, expected) => {
    expect(problemsOf(aMachine(states))).toContain(expected);
  });

  it('lets a distributed Map tolerate failures and set variables of its own', () => {
    const distributed = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } as const;
    const inner = graph({ C: { Type: 'Pass', Assign: { x: 2 }, ...end } });
    const machine = aMachine({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: aMap({ ToleratedFailurePercentage: 5, ItemProcessor: { ...inner, ProcessorConfig: distributed } }),
    });
    expect(problemsOf(machine)).toBe('');
  });

  it.each([
    ['does not parse', '{% $states. %}', 'States.A.Output'],
    ['does not end', '{% 1 ', 'must end with %}'],
    ['reads the clock', '{% $now() %}', '$now is not offered'],
    ['reads the clock within another call', '{% $map([1], function($x) { $millis() }) %}', '$millis is not'],
    ['rolls dice', '{% {"a": [$random()]} %}', '$random is not offered'],
    ['makes an id', '{% $uuid() %}', '$uuid is not offered'],
    ['runs text', "{% $eval('1') %}", '$eval is not offered'],
  ])('refuses an expression that %s', (_what, Output, expected) => {
    expect(problemsOf(aMachine({ A: { Type: 'Pass', Output, ...end } }))).toContain(expected);
  });

  it('says everything that is wrong at once', () => {
    const machine = aMachine({ A: { Type: 'Pass', Output: '{% ( %}', Next: 'B' }, C: { Type: 'Pass' } });
    expect(problemsOf(machine).split('\n')).toHaveLength(4);
  });
});
