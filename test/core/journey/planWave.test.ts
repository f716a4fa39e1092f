import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Lane } from '../../../core/message/decision.ts';
import { planWave, RECORDS_PER_WORKER } from '../../../core/journey/wave.ts';
import { NOW } from '../../support/builders.ts';

describe('planWave', () => {
  const due = (count: number, shards = 4, upkeep = 0) => ({
    ...createMemoryStore({ shards }),
    countDue: async ({ lanes }: { readonly lanes: readonly Lane[] }) =>
      lanes.includes('upkeep') ? upkeep : count,
  });
  const shardsOf = async (count: number, shards = 4) =>
    (await planWave(due(count, shards), NOW)).map((worker) => worker.shards);

  it.each([
    ['nothing', 0, []],
    ['one record', 1, [[0, 1, 2, 3]]],
    ['as much as one worker takes', RECORDS_PER_WORKER, [[0, 1, 2, 3]]],
    [
      'one record more',
      RECORDS_PER_WORKER + 1,
      [
        [0, 2],
        [1, 3],
      ],
    ],
    ['more than all shards together', 99 * RECORDS_PER_WORKER, [[0], [1], [2], [3]]],
  ])('gives %s to as few workers as can do it, each shard to one', async (_, count, workers) => {
    expect(await shardsOf(count)).toEqual(workers);
  });

  it('gives upkeep to workers of its own, which send nothing', async () => {
    const workers = await planWave(due(1, 2, RECORDS_PER_WORKER + 1), NOW);
    const sending = { lanes: ['transactional', 'journey', 'bulk'], share: 1, shards: [0, 1] };
    const upkeep = [0, 1].map((shard) => ({ lanes: ['upkeep'], share: 0.5, shards: [shard] }));
    expect(workers).toEqual([sending, ...upkeep]);
  });
});
