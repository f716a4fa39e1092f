import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.ts';
import type { TaskHandler } from '../../local/stateMachine/execution.ts';
import { journeyWave } from '../../workflows/journeyWave.ts';
import { anError, outputOf, run } from '../local/stateMachine/builders.ts';
import { virtualClock } from '../local/stateMachine/virtualClock.ts';

const INPUT = { now: 1_700_000_000_000, lanes: ['transactional', 'journey'] };

function workers(...shards: number[][]): Json {
  return { workers: shards.map((of) => ({ lanes: INPUT.lanes, shards: of })) };
}

const neverUpkeep: TaskHandler = async () => {
  throw anError('TypeError', 'no worker of upkeep was asked for');
};

function handlersOf(plan: TaskHandler, drain: TaskHandler, upkeep = neverUpkeep) {
  return { JourneyWavePlan: plan, JourneyWaveDrain: drain, UpkeepDrain: upkeep };
}

function wave(plan: Json, drain: TaskHandler = async () => ({ records: 5 })) {
  return { input: INPUT, handlers: handlersOf(async () => plan, drain) };
}

describe('journey-wave', () => {
  it('ends at once when nothing is due', async () => {
    const ending = await run(journeyWave, wave({ workers: [] }));
    expect(ending).toEqual({
      kind: 'succeeded',
      output: { workers: 0, records: 0, failures: [] },
      trace: ['PlanWave', 'IsAnythingDue', 'NothingDue'],
    });
  });

  it.each([[[[0, 1]]], [[[0], [1]]], [[[0, 3], [1, 4], [2]]]])(
    'hands each worker of %j its own shards',
    async (shards) => {
      const drained: Json[] = [];
      const drain: TaskHandler = async (worker) => {
        drained.push(worker);
        return { records: 10 };
      };
      const output = await outputOf(journeyWave, wave(workers(...shards), drain));
      expect({ workers: drained }).toEqual(workers(...shards));
      expect(output).toEqual({ workers: shards.length, records: shards.length * 10, failures: [] });
    },
  );

  it('hands upkeep to the function that has its runners', async () => {
    const worker = { lanes: ['upkeep'], shards: [0, 1] };
    const seen: Json[] = [];
    const upkeep: TaskHandler = async (input) => {
      seen.push(input);
      return { records: 7 };
    };
    const plan: TaskHandler = async () => ({
      workers: [{ lanes: INPUT.lanes, shards: [0] }, worker],
    });
    const handlers = handlersOf(plan, async () => ({ records: 5 }), upkeep);
    const output = await outputOf(journeyWave, { handlers });
    expect(seen).toEqual([worker]);
    expect(output).toEqual({ workers: 2, records: 12, failures: [] });
  });

  it('tells the plan what the wave was started with', async () => {
    const seen: Json[] = [];
    const plan: TaskHandler = async (input) => {
      seen.push(input);
      return { workers: [] };
    };
    await run(journeyWave, { ...wave(null), handlers: handlersOf(plan, plan) });
    expect(seen).toEqual([INPUT]);
  });

  it('records the worker that fails for good and drains the others', async () => {
    const drain: TaskHandler = async (worker) => {
      if (JSON.stringify(worker).includes('[1]')) throw anError('TypeError', 'a bug');
      return { records: 3 };
    };
    expect(await outputOf(journeyWave, wave(workers([0], [1], [2]), drain))).toEqual({
      workers: 3,
      records: 6,
      failures: [
        {
          shards: [1],
          error: 'TypeError',
          cause: JSON.stringify({ errorType: 'TypeError', errorMessage: 'a bug' }),
        },
      ],
    });
  });

  it('tries a throttled worker again after a share of 2, 4 and 8 seconds, then records it', async () => {
    const clock = virtualClock();
    const drain: TaskHandler = async () => {
      throw anError('Lambda.TooManyRequestsException');
    };
    const busy: TaskHandler = async (worker, at) =>
      JSON.stringify(worker).includes('[0]') ? drain(worker, at) : { records: 1 };
    const ending = await run(journeyWave, { ...wave(workers([0], [1]), busy), clock, chance: () => 0.5 });
    expect(clock.slept).toEqual([1_000, 2_000, 4_000]);
    expect(ending).toMatchObject({ kind: 'succeeded', output: { failures: [{ shards: [0] }] } });
  });

  it.each([[[[0]]], [[[0], [1], [2]]]])('fails where every worker of %j does', async (shards) => {
    const drain: TaskHandler = async (worker) => {
      throw anError('TypeError', JSON.stringify(worker));
    };
    const ending = await run(journeyWave, wave(workers(...shards), drain));
    expect(ending).toMatchObject({ kind: 'failed', error: 'WaveFailed' });
    expect(ending.kind === 'failed' && ending.cause).toContain('TypeError: ');
  });

  it('fails where nobody can say what is due', async () => {
    const plan: TaskHandler = async () => {
      throw anError('RangeError', 'no table');
    };
    const handlers = handlersOf(plan, plan);
    expect(await run(journeyWave, { handlers })).toMatchObject({
      kind: 'failed',
      error: 'WaveFailed',
      cause: expect.stringContaining('RangeError: '),
    });
  });

  it('goes on when a worker succeeds at its second attempt', async () => {
    let calls = 0;
    const drain: TaskHandler = async () => {
      calls += 1;
      if (calls === 1) throw anError('TransientError');
      return { records: 1 };
    };
    expect(await outputOf(journeyWave, wave(workers([0]), drain))).toMatchObject({
      records: 1,
      failures: [],
    });
  });

  it('does the rest of the work when started again from the top', async () => {
    const due = new Map([
      [0, 4],
      [1, 6],
    ]);
    let crash = true;
    const plan: TaskHandler = async () =>
      workers(...[...due].flatMap(([shard, records]) => (records > 0 ? [[shard]] : [])));
    const drain: TaskHandler = async (worker) => {
      const shard = JSON.stringify(worker).includes('[1]') ? 1 : 0;
      if (crash && shard === 1) throw anError('Crash');
      const records = due.get(shard) ?? 0;
      due.set(shard, 0);
      return { records };
    };
    const handlers = handlersOf(plan, drain);
    expect(await outputOf(journeyWave, { handlers })).toMatchObject({
      records: 4,
      failures: [{ shards: [1] }],
    });
    crash = false;
    expect(await outputOf(journeyWave, { handlers })).toMatchObject({ workers: 1, records: 6, failures: [] });
    expect(await outputOf(journeyWave, { handlers })).toMatchObject({ workers: 0, records: 0, failures: [] });
  });
});
