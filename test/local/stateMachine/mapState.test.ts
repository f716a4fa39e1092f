import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../core/json.ts';
import type { MapState, State } from '../../../workflows/asl.ts';
import { aMachine, anError, aTask, graph, outputOf, run } from './builders.ts';
import { type VirtualClock, virtualClock } from './virtualClock.ts';

const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } as const;

function mapping(overrides: Partial<MapState> = {}, inner: Record<string, State> = { Do: aTask() }) {
  return aMachine({ M: { Type: 'Map', ItemProcessor: graph(inner), End: true, ...overrides } });
}

function distributed(overrides: Partial<MapState> = {}) {
  const ItemProcessor = { ...graph({ Do: aTask() }), ProcessorConfig: DISTRIBUTED };
  return mapping({ ItemProcessor, ...overrides });
}

/** A handler that takes as many seconds as its input says, and how many were under way at once. */
function slowWork(clock: VirtualClock) {
  const seen = { now: 0, most: 0, started: [] as Json[] };
  const Work = async (seconds: Json) => {
    seen.started.push(seconds);
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await clock.sleep(Number(seconds) * 1000, new AbortController().signal);
    seen.now -= 1;
    return seconds;
  };
  return { seen, handlers: { Work } };
}

/** Fails for the numbers below 0. */
const failsBelowZero = {
  Work: async (n: Json) => {
    if (Number(n) < 0) throw anError(`Below${Number(n)}`);
    return n;
  },
};

describe('Map', () => {
  it('runs its inner states for each item and gives the results in their order', async () => {
    const clock = virtualClock();
    const { handlers } = slowWork(clock);
    expect(await outputOf(mapping(), { input: [3, 1, 2], clock, handlers })).toEqual([3, 1, 2]);
  });

  it('has a trace in the order of the items, whatever order they ended in', async () => {
    const traceOf = async (input: Json) => {
      const clock = virtualClock();
      return (await run(mapping(), { input, clock, handlers: slowWork(clock).handlers })).trace;
    };
    const expected = ['M', 'M[0].Do', 'M[1].Do', 'M[2].Do'];
    expect([await traceOf([3, 1, 2]), await traceOf([1, 2, 3])]).toEqual([expected, expected]);
  });

  it.each([[[]], [[1]], [[[1, 2]]], [[null]]])('maps over %j', async (items) => {
    const handlers = { Work: async (item: Json) => item };
    const machine = mapping({ Items: '{% $states.input.items %}' });
    expect(await outputOf(machine, { input: { items }, handlers })).toEqual(items);
  });

  it('selects the input of each item by its index and value', async () => {
    const machine = mapping({
      Items: ['a', 'b'],
      ItemSelector: {
        of: '{% $states.input.shop %}',
        at: '{% $states.context.Map.Item.Index %}',
        value: '{% $states.context.Map.Item.Value %}',
      },
    });
    const handlers = { Work: async (item: Json) => item };
    expect(await outputOf(machine, { input: { shop: 's' }, handlers })).toEqual([
      { of: 's', at: 0, value: 'a' },
      { of: 's', at: 1, value: 'b' },
    ]);
  });

  it('fails when Items is no array', async () => {
    expect(await run(mapping(), { input: { a: 1 }, handlers: failsBelowZero })).toMatchObject({
      kind: 'failed',
      error: 'States.QueryEvaluationError',
    });
  });

  it('lets inner states read outer variables and keep their own to themselves', async () => {
    const machine = aMachine({
      Set: { Type: 'Pass', Assign: { outer: 10 }, Output: [1, 2], Next: 'M' },
      M: {
        Type: 'Map',
        ItemProcessor: graph({
          One: { Type: 'Pass', Assign: { own: '{% $outer + $states.input %}' }, Next: 'Two' },
          Two: { Type: 'Pass', Output: '{% $own %}', End: true },
        }),
        Output: { results: '{% $states.result %}', leaked: '{% $exists($own) %}' },
        End: true,
      },
    });
    expect(await outputOf(machine)).toEqual({ results: [11, 12], leaked: false });
  });

  it('hides outer variables from a distributed Map', async () => {
    const inner = graph({ One: { Type: 'Pass', Output: '{% $exists($outer) %}', End: true } });
    const machine = aMachine({
      Set: { Type: 'Pass', Assign: { outer: 10 }, Output: [1], Next: 'M' },
      M: { Type: 'Map', ItemProcessor: { ...inner, ProcessorConfig: DISTRIBUTED }, End: true },
    });
    expect(await outputOf(machine)).toEqual([false]);
  });
});

describe('MaxConcurrency', () => {
  it('is kept, and used in full', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
        async (MaxConcurrency, input) => {
          const clock = virtualClock();
          const { seen, handlers } = slowWork(clock);
          expect(await outputOf(mapping({ MaxConcurrency }), { input, clock, handlers })).toEqual(input);
          expect(seen.most).toBe(Math.min(MaxConcurrency, input.length));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('may be an expression', async () => {
    const clock = virtualClock();
    const { seen, handlers } = slowWork(clock);
    const machine = mapping({ MaxConcurrency: '{% $count($states.input) - 1 %}' });
    await outputOf(machine, { input: [1, 1, 1], clock, handlers });
    expect(seen.most).toBe(2);
  });

  it('is 40 for an inline Map that states none', async () => {
    const clock = virtualClock();
    const { seen, handlers } = slowWork(clock);
    await outputOf(mapping(), { input: Array(50).fill(1), clock, handlers });
    expect(seen.most).toBe(40);
  });
});

describe('a failing item', () => {
  it('fails an inline Map with its own error, and keeps further items from starting', async () => {
    const started: Json[] = [];
    const handlers = {
      Work: async (n: Json) => {
        started.push(n);
        return failsBelowZero.Work(n);
      },
    };
    const ending = await run(mapping({ MaxConcurrency: 1 }), { input: [1, -2, 3], handlers });
    expect(ending).toMatchObject({ kind: 'failed', error: 'Below-2', trace: ['M', 'M[0].Do', 'M[1].Do'] });
    expect(started).toEqual([1, -2]);
  });

  it('may be caught within, and then fails nothing', async () => {
    const inner = {
      Do: aTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Note' }] }),
      Note: { Type: 'Pass', Output: 'noted', End: true },
    } as const;
    expect(await outputOf(mapping({}, inner), { input: [1, -1], handlers: failsBelowZero })).toEqual([
      1,
      'noted',
    ]);
  });

  it('makes the Map be tried again as a whole, as its Retry says', async () => {
    let failures = 1;
    const handlers = {
      Work: async () => {
        failures -= 1;
        if (failures >= 0) throw anError('Busy');
        return 'done';
      },
    };
    const ending = await run(mapping({ Retry: [{ ErrorEquals: ['Busy'] }] }), { input: [0], handlers });
    expect(ending).toEqual({
      kind: 'succeeded',
      output: ['done'],
      trace: ['M', 'M[0].Do', 'M#1', 'M[0].Do'],
    });
  });
});

describe('tolerated failures of a distributed Map', () => {
  const exceeded = 'States.ExceedToleratedFailureThreshold';
  it.each<[string, Partial<MapState>, number[], Json]>([
    ['none by default', {}, [1, -1], exceeded],
    ['a count', { ToleratedFailureCount: 1 }, [1, -1, 2], [1, 2]],
    ['no more than the count', { ToleratedFailureCount: 1 }, [-1, -1, 2], exceeded],
    ['a percentage', { ToleratedFailurePercentage: 50 }, [1, -1], [1]],
    ['no more than the percentage', { ToleratedFailurePercentage: 49 }, [1, -1], exceeded],
    ['all', { ToleratedFailurePercentage: 100 }, [-1, -2], []],
    ['what both allow', { ToleratedFailureCount: 1, ToleratedFailurePercentage: 100 }, [-1, -2], exceeded],
    ['what an expression says', { ToleratedFailureCount: '{% $count($states.input) %}' }, [-1, 5], [5]],
  ])('%s', async (_what, overrides, input, expected) => {
    const ending = await run(distributed(overrides), { input, handlers: failsBelowZero });
    expect(ending.kind === 'succeeded' ? ending.output : ending.kind === 'failed' && ending.error).toEqual(
      expected,
    );
  });
});
