/** The nightly evaluation over DynamoDB: the same people in the same stages as over memory, and nothing written twice. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import type { Order } from '../../../../core/customer/order.ts';
import { customerId } from '../../../../core/ids.ts';
import type { Lifecycle } from '../../../../core/lifecycle/lifecycle.ts';
import type { Store } from '../../../../core/ports.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { runEvaluation } from '../../../../local/machines/runEvaluation.ts';
import { aLifecycleWrite, aRow, scanned } from '../../../contract/given.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aLifecycle, anOrder, at, MAYA, NOW } from '../../../support/builders.ts';
import { CDNOW_ABSENT, cdnowOrders } from '../../../support/cdnow.ts';
import { type DynamoFake } from '../../../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';
import { evaluate, importHistory } from '../../../support/shops.ts';

const START = at('2026-01-01');

/** Everyone buys every 20 days from a day of their own on; every third stops after four orders. */
const ORDERS: readonly Order[] = Array.from({ length: 30 }, (_, who) =>
  Array.from({ length: who % 3 === 0 ? 4 : 9 }, (_unused, i) =>
    anOrder({
      id: `${who}-${i}`,
      customerId: customerId(`c${who}`),
      at: START + (who + 20 * i) * DAY_MS,
      amountMinor: 1_000 + 100 * who,
    }),
  ),
).flat();
const LATE = START + 109 * DAY_MS;

function writesOf({ calls }: DynamoFake): number {
  return calls.Put + calls.Update + calls.Delete + calls.TransactWrite;
}

async function lifecycles(store: Store): Promise<Map<string, Lifecycle | null>> {
  const found = new Map<string, Lifecycle | null>();
  for await (const page of store.exportPeople())
    for (const { person } of page) found.set(person.id, person.lifecycle);
  return found;
}

/** The same orders in both stores, evaluated for the same day. */
async function both(orders: readonly Order[], day: number, pageItems?: number) {
  const fake = fakeTables(pageItems === undefined ? {} : { pageItems });
  const [dynamo, memory] = [storeOver(fake), createMemoryStore()];
  for (const store of [dynamo, memory]) await importHistory(store, orders);
  const [onDynamo, inMemory] = [await evaluate(dynamo, { at: day }), await evaluate(memory, { at: day })];
  return { fake, dynamo, memory, onDynamo, inMemory };
}

describe('an evaluation over DynamoDB', () => {
  it.each([undefined, 1, 7])('finds everyone as the memory store does, in pages of %s', async (pageItems) => {
    const { dynamo, memory, onDynamo, inMemory } = await both(ORDERS, LATE, pageItems);
    expect([onDynamo.written, onDynamo.summary]).toEqual([inMemory.written, inMemory.summary]);
    expect(await lifecycles(dynamo)).toEqual(await lifecycles(memory));
    expect(await dynamo.countLifecycles()).toEqual(await memory.countLifecycles());
  });

  it.skipIf(CDNOW_ABSENT)(
    'finds the 2,357 customers of CDNOW in the same stages and grades',
    async () => {
      const { dynamo, memory, onDynamo, inMemory } = await both(cdnowOrders(), at('1998-07-01'));
      expect(onDynamo.summary).toEqual(inMemory.summary);
      expect(await lifecycles(dynamo)).toEqual(await lifecycles(memory));
    },
    60_000,
  );

  it('writes changed profiles only: the second time none', async () => {
    const { fake, dynamo, onDynamo } = await both(ORDERS, LATE);
    expect(onDynamo.written).toBe(30);
    const before = writesOf(fake);
    const again = await evaluate(dynamo, { at: LATE });
    // The model and the run are written anew, no profile is.
    expect([again.written, writesOf(fake) - before]).toEqual([0, 2]);
  });

  it('comes to the same as the machine runs it, every segment by itself', async () => {
    const { dynamo, memory } = await both(ORDERS, LATE - 3 * DAY_MS);
    const { container } = aContainer({ store: dynamo, now: () => LATE });
    const { written } = await evaluate(memory, { at: LATE, force: false });
    expect(await runEvaluation(container, { at: LATE, force: false })).toMatchObject({
      kind: 'done',
      report: { written },
    });
    expect(await lifecycles(dynamo)).toEqual(await lifecycles(memory));
    await runEvaluation(container, { at: LATE, force: true });
    const again = await runEvaluation(container, { at: LATE, force: true });
    expect(again).toMatchObject({ kind: 'done', report: { written: 0 } });
  });

  it('of a night between two fits writes those alone whose time has come', async () => {
    const { fake, dynamo, memory } = await both(ORDERS, LATE - 3 * DAY_MS);
    const before = writesOf(fake);
    const night = { at: LATE, force: false };
    const [onDynamo, inMemory] = [await evaluate(dynamo, night), await evaluate(memory, night)];
    expect(onDynamo.plan.refit).toBe(false);
    expect(onDynamo.written).toBe(inMemory.written);
    expect(onDynamo.written).toBeGreaterThan(0);
    expect(writesOf(fake) - before).toBe(onDynamo.written + 1);
    expect(await lifecycles(dynamo)).toEqual(await lifecycles(memory));
  });

  it('reads a person who lies over two pages anew, so that no order is missed that the version counts', async () => {
    const fake = fakeTables({ pageItems: 2 });
    const store = storeOver(fake, { segments: 1 });
    const row = (id: string) => aRow({ id, at: NOW - DAY_MS });
    await store.importOrders([row('a'), row('b'), row('c')], 1);
    let scans = 0;
    fake.onCall = async ({ name }) => {
      if (name === 'Scan') scans += 1;
      // Between two pages of the scan an order comes whose place is before what was read.
      if (name === 'Scan' && scans === 3) {
        fake.onCall = null;
        await store.importOrders([aRow({ id: 'early', at: NOW - 9 * DAY_MS })], 1);
      }
      return null;
    };
    const [found] = await scanned(store, { before: NOW });
    expect(found?.person.version).toBe(4);
    expect(found?.history.orders).toBe(4);
  });

  it('commits many at once, each on its own', async () => {
    const store = storeOver(fakeTables());
    const rows = Array.from({ length: 120 }, (_, n) =>
      aRow({ id: `o${n}`, customerId: customerId(`c${n}`) }),
    );
    await store.importOrders([...rows, aRow({ id: 'of-maya' })], 1);
    const writes = rows.map(({ order }, n) =>
      aLifecycleWrite({
        customerId: order.customerId,
        expectedVersion: n % 10 === 0 ? 5 : 1,
        lifecycle: aLifecycle({ stage: n % 2 === 0 ? 'decline' : 'stability' }),
      }),
    );
    const results = await store.commitLifecycles([...writes, aLifecycleWrite({ customerId: MAYA })]);
    expect(results).toEqual([
      ...writes.map((_, n) => (n % 10 === 0 ? 'conflict' : 'committed')),
      'committed',
    ]);
    expect((await store.countLifecycles()).customers).toBe(109);
  });
});
