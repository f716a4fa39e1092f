/** What an import costs and survives on DynamoDB; that it does what the memory store does is said row by row. */
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import type { PersonRecord } from '../../../../core/customer/person.ts';
import { customerId } from '../../../../core/ids.ts';
import type { ImportedOrder, Store } from '../../../../core/ports.ts';
import { aRow, collected } from '../../../contract/given.ts';
import { NOW } from '../../../support/builders.ts';
import { CDNOW_ABSENT, cdnowOrders } from '../../../support/cdnow.ts';
import type { Call } from '../../../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';

function itemsOf({ command }: Call): number {
  return command instanceof TransactWriteCommand ? (command.input.TransactItems?.length ?? 0) : 0;
}

const row = fc
  .record({
    customer: fc.constantFrom('ann', 'bob', 'cy'),
    id: fc.constantFrom('1', '2', '3'),
    kind: fc.constantFrom('order', 'content', 'line'),
    amountMinor: fc.constantFrom(100, 250, -50),
    at: fc.constantFrom(NOW, NOW - 5_000),
  })
  .map(({ customer, id, kind, amountMinor, at }): ImportedOrder => {
    const lines = kind === 'line' ? [{ item: 'mug', quantity: 1, priceMinor: null }] : [];
    // As readers of files make them: the content of a row names its customer.
    const orderId = kind === 'content' ? `${customer}-${id}` : id;
    const order = { id: orderId, customerId: customerId(customer), amountMinor, at, lines };
    return aRow(order, kind === 'content');
  });

const files = fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 4 });

async function importAll(store: Store, all: readonly (readonly ImportedOrder[])[]): Promise<string[][]> {
  const results: string[][] = [];
  for (const rows of all) results.push(await store.importOrders(rows, await store.beginImport()));
  return results;
}

function people(store: Store): Promise<PersonRecord[]> {
  return collected(store.exportPeople());
}

describe('an import into DynamoDB', () => {
  it('answers row by row as the memory store does, and leaves the same people', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (all) => {
        const [dynamo, memory] = [storeOver(fakeTables()), createMemoryStore()];
        expect(await importAll(dynamo, all)).toEqual(await importAll(memory, all));
        expect(await people(dynamo)).toEqual(await people(memory));
      }),
    );
  });

  it('cut off anywhere and begun again adds what is missing, and nothing twice', async () => {
    const file = [
      ...Array.from({ length: 60 }, (_, n) => aRow({ id: `o${n}`, customerId: customerId(`c${n % 40}`) })),
      ...Array.from({ length: 3 }, () => aRow({ id: 'same', customerId: customerId('c1') }, true)),
      ...['mug', 'tea', 'mug'].map((item) =>
        aRow({ id: 'lines', customerId: customerId('c2'), lines: [{ item, quantity: 1, priceMinor: null }] }),
      ),
    ];
    const whole = storeOver(fakeTables());
    await importAll(whole, [file]);
    const wanted = await people(whole);
    for (const fault of ['internal', 'timeout-after'] as const) {
      for (let failing = 2; failing <= 4; failing += 1) {
        const fake = fakeTables();
        const store = storeOver(fake);
        let writes = 0;
        fake.onCall = (call) => {
          if (call.writes) writes += 1;
          return call.writes && writes === failing ? fault : null;
        };
        await expect(importAll(store, [file])).rejects.toMatchObject({ name: 'TransientError' });
        await importAll(store, [file]);
        expect(await people(store)).toEqual(wanted);
      }
    }
  });

  it('of many small customers shares transactions, each within what DynamoDB takes', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const sizes: number[] = [];
    fake.onCall = (call) => {
      if (call.name === 'TransactWrite') sizes.push(itemsOf(call));
      return null;
    };
    const rows = Array.from({ length: 1_000 }, (_, n) =>
      aRow({ id: `o${n}`, customerId: customerId(`c${n % 400}`) }),
    );
    await store.importOrders(rows, await store.beginImport());
    // 1,000 orders and their marks, 400 profiles, and 400 ids that must stay nobody's.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2_800);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.length).toBeLessThanOrEqual(34);
  });

  it('reads a file again without writing where nothing is new', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const rows = Array.from({ length: 100 }, (_, n) =>
      aRow({ id: `o${n}`, customerId: customerId(`c${n}`) }),
    );
    const importId = await store.beginImport();
    await store.importOrders(rows, importId);
    const before = fake.calls.TransactWrite;
    await store.importOrders(rows, importId);
    expect(fake.calls.TransactWrite).toBe(before);
  });

  it.skipIf(CDNOW_ABSENT)(
    'takes 6,919 rows in about 200 transactions',
    async () => {
      const fake = fakeTables();
      const store = storeOver(fake);
      const rows = cdnowOrders().map((order, n) => ({ line: n + 2, order, idFromContent: false }));
      const importId = await store.beginImport();
      for (let from = 0; from < rows.length; from += 1_000)
        await store.importOrders(rows.slice(from, from + 1_000), importId);
      expect(fake.calls.TransactWrite).toBeLessThanOrEqual(215);
      expect(fake.calls.BatchGet).toBeLessThanOrEqual(215);
      expect(await store.countPeople()).toBe(2_357);
    },
    60_000,
  );
});
