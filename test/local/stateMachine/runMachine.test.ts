import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import type { TaskContext } from '../../../local/stateMachine/execution.ts';
import type { State } from '../../../workflows/asl.ts';
import { aMachine, anError, aTask, outputOf, run } from './builders.ts';
import { virtualClock } from './virtualClock.ts';

const end = { End: true } as const;

/** Output of one Pass state that evaluates an expression. */
function evaluated(Output: Json, input: Json = {}): Promise<Json> {
  return outputOf(aMachine({ A: { Type: 'Pass', Output, ...end } }), { input });
}

describe('Pass and Succeed', () => {
  it('hand their input on', async () => {
    const machine = aMachine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } });
    expect(await outputOf(machine, { input: { a: [1, { b: null }] } })).toEqual({ a: [1, { b: null }] });
  });

  it.each<[Json, Json]>([
    ['{% $states.input.n + 1 %}', 3],
    [
      { a: ['x', '{% $states.input.list %}'], b: 1 },
      { a: ['x', [7]], b: 1 },
    ],
    ['{% $states.input.list %}', [7]],
    ['{% $states.input.none %}', []],
    ['{% $states.input.list[0] %}', 7],
    [' {% not one %}', ' {% not one %}'],
    ['{% $states.context.Execution.Name %}', 'run-1'],
    ['{% $states.context.Execution.Input.n %}', 2],
    ['{% $states.context.State.Name %}', 'A'],
    ['{% $states.context.Execution.StartTime %}', '1970-01-01T00:00:00.000Z'],
  ])('fill %j as %j', async (template, expected) => {
    expect(await evaluated(template, { n: 2, list: [7], none: [] })).toEqual(expected);
  });

  it.each([
    '{% $states.input.missing %}',
    '{% $unassigned %}',
    '{% 1 + "a" %}',
    '{% $sum %}',
    '{% function() { 1 } %}',
  ])('fail where %s comes to nothing or to an error', async (Output) => {
    const ending = await run(aMachine({ A: { Type: 'Pass', Output, ...end } }));
    expect(ending).toMatchObject({ kind: 'failed', error: 'States.QueryEvaluationError' });
  });
});

describe('Assign', () => {
  it('sets variables for the states that follow', async () => {
    const machine = aMachine({
      A: { Type: 'Pass', Assign: { x: '{% $states.input.n * 2 %}', y: [1, '{% 2 %}'] }, Next: 'B' },
      B: { Type: 'Pass', Next: 'C' },
      C: { Type: 'Succeed', Output: { x: '{% $x %}', y: '{% $y %}' } },
    });
    expect(await outputOf(machine, { input: { n: 4 } })).toEqual({ x: 8, y: [1, 2] });
  });

  it('evaluates everything with the values from before', async () => {
    const machine = aMachine({
      A: { Type: 'Pass', Assign: { x: 1 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $x + 1 %}', y: '{% $x %}' }, Output: '{% $x %}', Next: 'C' },
      C: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $x %}', '{% $y %}'] },
    });
    expect(await outputOf(machine)).toEqual([1, 2, 1]);
  });
});

describe('Choice', () => {
  const choosing: State = {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Assign: { by: 'first' } },
      { Condition: '{% $states.input.n > 5 %}', Next: 'Middle', Output: { n: 'kept' } },
    ],
    Assign: { by: 'default' },
    Default: 'Small',
  };
  const said = (size: string): State => ({
    Type: 'Succeed',
    Output: { size, by: '{% $exists($by) ? $by : null %}', n: '{% $states.input.n %}' },
  });
  const machine = aMachine({
    Choose: choosing,
    Big: said('big'),
    Middle: said('middle'),
    Small: said('small'),
  });

  it.each([
    [11, { size: 'big', by: 'first', n: 11 }],
    [6, { size: 'middle', by: null, n: 'kept' }],
    [1, { size: 'small', by: 'default', n: 1 }],
  ])('for %d comes to %j', async (n, expected) => {
    expect(await outputOf(machine, { input: { n } })).toEqual(expected);
  });

  it('fails when nothing holds and there is no default', async () => {
    const rules = { Choices: [{ Condition: '{% false %}' as const, Next: 'B' }] };
    const ending = await run(aMachine({ A: { Type: 'Choice', ...rules }, B: { Type: 'Succeed' } }));
    expect(ending).toMatchObject({ kind: 'failed', error: 'States.NoChoiceMatched' });
  });

  it('fails when a condition is neither true nor false', async () => {
    const rules = { Choices: [{ Condition: '{% 1 %}' as const, Next: 'B' }], Default: 'B' };
    const ending = await run(aMachine({ A: { Type: 'Choice', ...rules }, B: { Type: 'Succeed' } }));
    expect(ending).toMatchObject({ kind: 'failed', error: 'States.QueryEvaluationError' });
  });
});

describe('Fail', () => {
  it('ends the execution with its error and cause', async () => {
    const failing: State = { Type: 'Fail', Error: 'Custom', Cause: "{% 'because ' & $states.input.why %}" };
    const ending = await run(aMachine({ A: failing }), { input: { why: 'so' } });
    expect(ending).toEqual({ kind: 'failed', error: 'Custom', cause: 'because so', trace: ['A'] });
  });
});

describe('Task', () => {
  const echo = { Work: async (input: Json) => ({ got: input }) };

  it('calls its handler with its input, and its result is the output', async () => {
    expect(await outputOf(aMachine({ A: aTask() }), { input: { a: 1 }, handlers: echo })).toEqual({
      got: { a: 1 },
    });
  });

  it('fills Arguments, and Output from the result and the input', async () => {
    const task = aTask({
      Arguments: { id: '{% $states.input.id %}' },
      Output: { result: '{% $states.result.got.id %}', input: '{% $states.input.other %}' },
    });
    const output = await outputOf(aMachine({ A: task }), { input: { id: 7, other: 'o' }, handlers: echo });
    expect(output).toEqual({ result: 7, input: 'o' });
  });

  it('calls a function by its ARN', async () => {
    const task = aTask({ Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:Work' });
    expect(await outputOf(aMachine({ A: task }), { input: 1, handlers: echo })).toEqual({ got: 1 });
  });

  it('wraps what it calls through lambda:invoke as Step Functions does', async () => {
    const task = aTask({
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: '${Work}', Payload: { a: '{% $states.input %}' } },
    });
    const output = await outputOf(aMachine({ A: task }), { input: 1, handlers: echo });
    expect(output).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: { got: { a: 1 } } });
  });

  it('passes only JSON: undefined is null, and a handler cannot change the state', async () => {
    const input = { list: [1] };
    const handlers = {
      Work: async (got: Json) => {
        if (typeof got === 'object' && got !== null) Reflect.set(got, 'list', 'changed');
        return undefined;
      },
    };
    const machine = aMachine({
      A: aTask({ Output: { result: '{% $states.result %}', input: '{% $states.input %}' } }),
    });
    expect(await outputOf(machine, { input, handlers })).toEqual({ result: null, input: { list: [1] } });
  });

  it('refuses to carry more than 256 KiB, and no wildcard catches that', async () => {
    const task = aTask({ Next: 'B', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] });
    const machine = aMachine({ A: task, B: { Type: 'Succeed' } });
    const ending = await run(machine, { handlers: { Work: async () => 'x'.repeat(262_144) } });
    expect(ending).toMatchObject({ kind: 'failed', error: 'States.DataLimitExceeded' });
    expect((await run(machine, { handlers: { Work: async () => 'x'.repeat(262_142) } })).kind).toBe(
      'succeeded',
    );
  });

  it('throws before anything has run when a handler is missing', async () => {
    await expect(run(aMachine({ A: aTask() }))).rejects.toThrow('no handler for Work');
  });

  it('tells the handler which attempt it is and how much time is left', async () => {
    const clock = virtualClock();
    const seen: unknown[] = [];
    const Work = async (_input: Json, context: TaskContext) => {
      const before = context.getRemainingTimeInMillis();
      await clock.sleep(10_000, new AbortController().signal);
      seen.push([
        context.executionName,
        context.state,
        context.attempt,
        before,
        context.getRemainingTimeInMillis(),
      ]);
      if (context.attempt === 1) throw anError('Again');
      return null;
    };
    await outputOf(aMachine({ A: aTask({ Retry: [{ ErrorEquals: ['Again'] }] }) }), {
      clock,
      handlers: { Work },
    });
    expect(seen).toEqual([
      ['run-1', 'A', 1, 60_000, 50_000],
      ['run-1', 'A', 2, 60_000, 50_000],
    ]);
  });

  it('times out, and drops what the handler comes to later', async () => {
    const clock = virtualClock();
    const Work = async () => {
      await clock.sleep(61_000, new AbortController().signal);
      throw new Error('too late to matter');
    };
    const ending = await run(aMachine({ A: aTask() }), { clock, handlers: { Work } });
    expect(ending).toMatchObject({ kind: 'failed', error: 'States.Timeout' });
  });
});

describe('Retry', () => {
  const failing = (times: number, error: Error) => {
    let left = times;
    return {
      Work: async () => {
        left -= 1;
        if (left >= 0) throw error;
        return 'done';
      },
    };
  };

  it('waits longer each time, and the trace shows each attempt', async () => {
    const clock = virtualClock();
    const task = aTask({ Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 5, BackoffRate: 3 }] });
    const ending = await run(aMachine({ A: task }), { clock, handlers: failing(3, anError('Busy')) });
    expect(ending).toEqual({ kind: 'succeeded', output: 'done', trace: ['A', 'A#1', 'A#2', 'A#3'] });
    expect(clock.slept).toEqual([5_000, 15_000, 45_000]);
  });

  it('asks for its jitter by execution, state and retry, so that a run repeats exactly', async () => {
    const asked: string[] = [];
    const chance = (...names: readonly string[]) => {
      asked.push(names.join('/'));
      return 0.25;
    };
    const clock = virtualClock();
    const task = aTask({ Retry: [{ ErrorEquals: ['Busy'], JitterStrategy: 'FULL' }] });
    await run(aMachine({ A: task }), { clock, chance, handlers: failing(2, anError('Busy')) });
    expect(asked).toEqual(['run-1/A/1', 'run-1/A/2']);
    expect(clock.slept).toEqual([250, 500]);
  });

  it('fails with the last failure when the attempts are used up', async () => {
    const task = aTask({ Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }] });
    const ending = await run(aMachine({ A: task }), { handlers: failing(2, anError('Busy', 'still')) });
    expect(ending).toMatchObject({ kind: 'failed', error: 'Busy', trace: ['A', 'A#1'] });
  });

  it('knows the number of retries in the context', async () => {
    const task = aTask({
      Retry: [{ ErrorEquals: ['Busy'] }],
      Output: '{% $states.context.State.RetryCount %}',
    });
    expect(await outputOf(aMachine({ A: task }), { handlers: failing(2, anError('Busy')) })).toBe(2);
  });
});

describe('Catch', () => {
  const Work = async () => {
    throw anError('Broken', 'why');
  };
  const caught = { Error: 'Broken', Cause: JSON.stringify({ errorType: 'Broken', errorMessage: 'why' }) };

  it('goes on with the error as the input of the next state', async () => {
    const task = aTask({ Next: 'B', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] });
    const machine = aMachine({ A: task, B: { Type: 'Succeed' } });
    expect(await outputOf(machine, { handlers: { Work } })).toEqual(caught);
  });

  it('fills its own Output and Assign from the error and the input', async () => {
    const task = aTask({
      Next: 'B',
      Assign: { never: 1 },
      Catch: [
        { ErrorEquals: ['Other'], Next: 'B' },
        {
          ErrorEquals: ['Broken'],
          Next: 'B',
          Assign: { error: '{% $states.errorOutput %}' },
          Output: '{% $states.input.id %}',
        },
      ],
    });
    const machine = aMachine({
      A: task,
      B: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $error %}', '{% $exists($never) %}'] },
    });
    expect(await outputOf(machine, { input: { id: 3 }, handlers: { Work } })).toEqual([3, caught, false]);
  });

  it('comes after Retry', async () => {
    const task = aTask({
      Next: 'B',
      Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['Broken'], Next: 'B' }],
    });
    const ending = await run(aMachine({ A: task, B: { Type: 'Succeed' } }), { handlers: { Work } });
    expect(ending).toMatchObject({ kind: 'succeeded', trace: ['A', 'A#1', 'A#2', 'B'] });
  });

  it('catches an Output that fails', async () => {
    const task = aTask({
      Output: '{% $states.result.missing %}',
      Next: 'B',
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'B', Output: 'caught' }],
    });
    const machine = aMachine({ A: task, B: { Type: 'Succeed' } });
    expect(await outputOf(machine, { handlers: { Work: async () => ({}) } })).toBe('caught');
  });
});

describe('an execution', () => {
  it('is timed out as a whole, and nothing runs afterwards', async () => {
    const clock = virtualClock();
    let calls = 0;
    const Work = async () => {
      calls += 1;
      throw anError('Busy');
    };
    const task = aTask({
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 60, BackoffRate: 1, MaxAttempts: 99 }],
    });
    const ending = await run(aMachine({ A: task }, { TimeoutSeconds: 150 }), { clock, handlers: { Work } });
    expect(ending).toEqual({ kind: 'timedOut', trace: ['A', 'A#1', 'A#2'] });
    await clock.sleep(1_000_000, new AbortController().signal);
    expect(calls).toBe(3);
  });

  it('that never ends is stopped after 25,000 states', async () => {
    const ending = await run(aMachine({ A: { Type: 'Pass', Next: 'A' } }));
    expect(ending).toMatchObject({ kind: 'failed', error: 'States.Runtime' });
    expect(ending.trace).toHaveLength(25_000);
  });
});
