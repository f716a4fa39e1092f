/**
 * Whoever loses a race reads again and decides anew: whatever another writer does between any two calls of a write, the two end as
 * if one had come whole before the other, which is what the memory store says of both orders.
 */
import { describe, expect, it } from 'vitest';
import type { Call } from '../../../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';
import { alone, bothOrders, callsOf, interrupted, outcomeAlone, shopOnDynamo } from './races/interleave.ts';
import { nameOf, WRITES } from './races/writes.ts';

/** Operations that write nothing, or nothing in the tables. */
const READS =
  /^(?:load|due|dossiers|count|next|recent|facts|parked|get|list|people|decision|task|scan|export|order|journey|template|model|last|config|tallies|suppressed|budgets|passages|failed|find|close|scrub)/;

/** Tried four times as often: whole waves of workers meet there. */
const PATIENT: ReadonlySet<string> = new Set(['leaseSlice', 'returnSlice']);

describe.each(WRITES.map((write) => [nameOf(write), write] as const))('%s', (_, write) => {
  it('ends as if one of two came first, wherever the other comes between', async () => {
    const orders = await bothOrders(write, write);
    const calls = await callsOf(write);
    expect(calls).toBeGreaterThan(0);
    for (let place = 0; place < calls; place += 1)
      expect(orders).toContain(await interrupted(write, write, place));
  });

  it('is done when a conflict has passed', async () => {
    const {
      fake,
      stores: [store],
    } = await shopOnDynamo();
    let met = 0;
    fake.onCall = ({ writes }: Call) => {
      if (!writes || met > 0) return null;
      met += 1;
      return 'conflict';
    };
    expect(await outcomeAlone(write, store)).toBe(await alone(write));
    expect(met).toBe(1);
  });

  it('gives up as transient over a conflict that does not pass, having written nothing', async () => {
    const {
      fake,
      stores: [store],
    } = await shopOnDynamo();
    const before = [...fake.items('test-people'), ...fake.items('test-facts'), ...fake.items('test-work')];
    let tries = 0;
    fake.onCall = ({ writes }: Call) => {
      if (writes) tries += 1;
      return writes ? 'conflict' : null;
    };
    await expect(write.run(store)).rejects.toMatchObject({ name: 'TransientError' });
    expect(tries).toBe(PATIENT.has(write.operation) ? 32 : 8);
    const after = [...fake.items('test-people'), ...fake.items('test-facts'), ...fake.items('test-work')];
    expect(after).toEqual(before);
  });
});

it('names every write of the store', () => {
  const operations = Object.entries(storeOver(fakeTables()))
    .filter(([name, member]) => typeof member === 'function' && !READS.test(name))
    .map(([name]) => name);
  expect(new Set(WRITES.map(({ operation }) => operation))).toEqual(new Set(operations));
});
