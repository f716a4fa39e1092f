import { describe, expect, it } from 'vitest';
import { TallyShards } from '../../../../adapters/aws/dynamo/tallies.ts';
import { decisionId } from '../../../../core/ids.ts';
import { utcDay } from '../../../../core/time.ts';
import { aDecision, NOW } from '../../../support/builders.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';
import { aClaim, aSettlement, decide } from '../../../contract/given.ts';

const SENT = 40;

describe('tallies', () => {
  it('are used by one process one at a time in each shard, and in all of them at once', async () => {
    const shards = new TallyShards(() => 0.3);
    const inShard = new Map<number, number>();
    let most = 0;
    const work = async (shard: number) => {
      inShard.set(shard, (inShard.get(shard) ?? 0) + 1);
      most = Math.max(most, ...inShard.values());
      await new Promise((done) => setImmediate(done));
      inShard.set(shard, (inShard.get(shard) ?? 0) - 1);
    };
    await Promise.all(Array.from({ length: 50 }, () => shards.run(work)));
    expect(most).toBe(1);
    expect(inShard.size).toBe(16);
  });

  it('go on where a transaction failed', async () => {
    const shards = new TallyShards(() => 0);
    const fail = () => Promise.reject(new Error('busy'));
    const failed = await Promise.allSettled(Array.from({ length: 32 }, () => shards.run(fail)));
    expect(new Set(failed.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(await shards.run(async (shard) => shard)).toBe(0);
  });

  it('of many sends at once add up, over items that are never met twice', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const ids = Array.from({ length: SENT }, (_, n) => decisionId(`d${n}`));
    await decide(store, ...ids.map((id) => aDecision({ id })));
    for (const id of ids) await store.claim(aClaim({ decisionId: id, contact: null }));
    const before = fake.calls.TransactWrite;
    const settled = ids.map((id) => store.settle(aSettlement({ decisionId: id, providerMessageId: id })));
    expect(new Set(await Promise.all(settled))).toEqual(new Set(['committed']));
    expect(fake.calls.TransactWrite - before).toBe(SENT);
    const day = utcDay(NOW);
    expect(await store.tallies({ since: day, until: day })).toEqual([
      { day, group: 'default/gmail', what: 'sent', count: SENT },
    ]);
    const items = fake.items('test-work').filter(({ pk }) => String(pk).startsWith('tally#'));
    expect(items).toHaveLength(16);
    expect(new Set(items.map(({ pk }) => pk)).size).toBe(4);
  });
});
