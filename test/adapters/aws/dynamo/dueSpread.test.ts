/** What comes due in one minute is spread over the shards of its lane, and shared by the workers of a wave. */
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { LANE_SHARDS } from '../../../../adapters/aws/dynamo/keys.ts';
import { shardOf } from '../../../../core/chance.ts';
import type { Lane } from '../../../../core/message/decision.ts';
import { planWave } from '../../../../core/journey/wave.ts';
import { NOW } from '../../../support/builders.ts';

const MILLION = 1_000_000;

it.each<[string, (n: number) => string]>([
  ['counted up', (n) => `${n}`],
  ['with a prefix', (n) => `customer-${n}`],
  ['addresses', (n) => `person.${n}@example.org`],
])('a million customers due in one minute are even over 16 shards, ids %s', (_, idOf) => {
  const counts = Array.from({ length: LANE_SHARDS }, () => 0);
  for (let n = 0; n < MILLION; n += 1) {
    const shard = shardOf(idOf(n), LANE_SHARDS);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  const even = MILLION / LANE_SHARDS;
  expect(Math.min(...counts)).toBeGreaterThan(even * 0.98);
  expect(Math.max(...counts)).toBeLessThan(even * 1.02);
});

it('a wave with a million due has a worker for every shard, and counts no further than it needs to', async () => {
  const asked: unknown[] = [];
  const store = {
    ...createMemoryStore({ shards: LANE_SHARDS }),
    countDue: async ({ lanes, most }: { readonly lanes: readonly Lane[]; readonly most: number }) => {
      asked.push([lanes.length, most]);
      return lanes.includes('upkeep') ? 0 : Math.min(MILLION, most);
    },
  };
  const workers = await planWave(store, NOW);
  expect(workers.map(({ shards }) => shards)).toEqual(Array.from({ length: LANE_SHARDS }, (_, n) => [n]));
  expect(new Set(workers.map(({ share }) => share))).toEqual(new Set([1 / LANE_SHARDS]));
  expect(asked).toEqual([3, 1].map((lanes) => [lanes, LANE_SHARDS * 2_000]));
});
