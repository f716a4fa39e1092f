/** What came due in one minute is drained page by page, by keys alone. */
import { expect, it } from 'vitest';
import { LANE_SHARDS } from '../../../../adapters/aws/dynamo/keys.ts';
import { customerId, decisionId } from '../../../../core/ids.ts';
import { planWave } from '../../../../core/journey/wave.ts';
import { MINUTE_MS } from '../../../../core/time.ts';
import { decide } from '../../../contract/given.ts';
import { aDecision, NOW } from '../../../support/builders.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';

it('20,000 messages due in one minute are drained by 10 workers, each once, in order and without a scan', async () => {
  const count = 20_000;
  const fake = fakeTables();
  const store = storeOver(fake);
  const ids = Array.from({ length: count }, (_, n) => `m${n}`);
  const dueAt = (n: number) => NOW + (n % MINUTE_MS);
  await decide(
    store,
    ...ids.map((id, n) =>
      aDecision({ id: decisionId(id), customerId: customerId(`c${n}`), lane: 'bulk', dueAt: dueAt(n) }),
    ),
  );
  const workers = await planWave(store, NOW + MINUTE_MS);
  expect(workers).toHaveLength(count / 2_000);
  expect(workers.flatMap(({ shards }) => shards).sort((a, b) => a - b)).toEqual(
    Array.from({ length: LANE_SHARDS }, (_, n) => n),
  );
  const queriesBefore = fake.calls.Query;
  const drained: string[] = [];
  for (const shard of workers.flatMap(({ shards }) => shards)) {
    let last = 0;
    for (;;) {
      const page = await store.duePage({ lane: 'bulk', shard, until: NOW + MINUTE_MS, limit: 200 });
      if (page.length === 0) break;
      for (const record of page) {
        if (record.kind !== 'send') throw new Error('only messages are due');
        const { id, dueAt: due } = record.decision;
        expect(due ?? 0).toBeGreaterThanOrEqual(last);
        last = due ?? 0;
        drained.push(id);
        await store.defer(record, { dueAt: NOW + 60 * MINUTE_MS, attempts: 1, error: 'later' });
      }
    }
  }
  expect(drained.toSorted()).toEqual(ids.toSorted());
  expect(fake.calls.Scan).toBe(0);
  const pages = count / 200 + 2 * LANE_SHARDS;
  expect(fake.calls.Query - queriesBefore).toBeLessThanOrEqual(2 * pages);
});
