/**
 * Two stores that are handed the same operations in the same order give the same answers to each, and hold the same in the
 * end. Operations collide on purpose: few customers, few decisions, versions that are often stale.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import { CUSTOMER_DOSSIERS, type DossierKind, SHOP_DOSSIERS } from '../../core/dossier.ts';
import type { Fact } from '../../core/fact.ts';
import { LANES } from '../../core/message/decision.ts';
import type { Store } from '../../core/ports.ts';
import { TASK_KINDS } from '../../core/task.ts';
import { scratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import { MAYA, NOW } from '../support/builders.ts';
import { fakeTables, storeOver } from '../support/dynamoTables.ts';
import { aStep, collected, scanned } from './given.ts';
import { type Operation, operations, PEOPLE } from './operations.ts';

const folder = scratchFolder();

/** What an operation answered, a thrown error by its code. */
async function answer(operation: Operation, store: Store): Promise<unknown> {
  try {
    return await operation.run(store);
  } catch (error) {
    return error instanceof Error && 'code' in error ? { thrown: error.code } : { threw: String(error) };
  }
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}

async function dossiersIn(store: Store): Promise<unknown> {
  const page = { after: null, limit: 99 };
  const ofAll = (kind: DossierKind) => Promise.all(PEOPLE.map((id) => store.dossiersOf(kind, id, page)));
  return Promise.all([
    ...CUSTOMER_DOSSIERS.map(ofAll),
    ...SHOP_DOSSIERS.map((kind) => store.listDossiers(kind, page)),
  ]);
}

/** Where a store may choose its order, sorted. */
async function everything(store: Store): Promise<unknown> {
  const pages = LANES.flatMap((lane) =>
    [0, 1, 2].map((shard) => store.duePage({ lane, shard, until: NOW + 9e9, limit: 50 })),
  );
  return {
    people: await collected(store.exportPeople()),
    scan: await scanned(store, { before: NOW }),
    changing: await scanned(store, { before: NOW, changingBefore: NOW }),
    decisions: (await collected(store.decisions())).toSorted(byId),
    facts: await Promise.all(PEOPLE.map((id) => store.factsOf(id, 1_000))),
    due: await Promise.all(pages),
    next: await store.nextDueAt(),
    tasks: await Promise.all(TASK_KINDS.map((kind) => store.tasks(kind))),
    events: await Promise.all(
      PEOPLE.map((id) => store.recentEvents(id, { names: ['Viewed', 'Added'], since: NOW - 9e9, limit: 99 })),
    ),
    dossiers: await dossiersIn(store),
    parked: await store.parked(100),
    inJourneys: await store.peopleInJourneys(),
    lifecycles: await store.countLifecycles(),
    accepted: await store.countAccepted(),
    span: await store.orderSpan(),
  };
}

/** Hands the same operations to a memory store and to the one that `make` makes; how many there were. */
async function compare(
  make: () => Store,
  { numRuns, size }: { readonly numRuns: number; readonly size: 'small' | 'max' },
): Promise<number> {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operations, { minLength: 1, maxLength: 60, size }), async (sequence) => {
      const memory = createMemoryStore({ shards: 3 });
      const other = make();
      for (const operation of sequence) {
        const [expected, actual] = [await answer(operation, memory), await answer(operation, other)];
        expect(actual, operation.name).toEqual(expected);
        compared += 1;
      }
      expect(await everything(other)).toEqual(await everything(memory));
      await other.close();
    }),
    { numRuns },
  );
  return compared;
}

describe('the memory store and the SQLite store', () => {
  it('look equally far back among the events of somebody who does much', async () => {
    const memory = createMemoryStore();
    const file = openSqliteStore({ file: folder.fresh() });
    const names = ['Order Completed', 'Viewed'];
    const facts = Array.from({ length: 1_200 }, (_, n): Fact => {
      const body = { name: n % 100 === 0 ? 'Order Completed' : 'Viewed', properties: { n } };
      return { customerId: MAYA, at: NOW - n * 1_000, kind: 'event', journeyId: null, body };
    });
    for (const store of [memory, file]) await store.commitStep(aStep({ facts }));
    for (const query of [
      { names, limit: 9_999 },
      { names: names.slice(0, 1), limit: 50 },
    ]) {
      const asked = { ...query, since: 0 };
      expect(await file.recentEvents(MAYA, asked)).toEqual(await memory.recentEvents(MAYA, asked));
    }
    await file.close();
  });

  it('answer the same to the same operations', { timeout: 60_000 }, async () => {
    const compared = await compare(() => openSqliteStore({ file: folder.fresh(), shards: 3 }), {
      numRuns: 150,
      size: 'small',
    });
    expect(compared).toBeGreaterThan(500);
  });
});

describe('the memory store and the DynamoDB store', () => {
  it('answer the same to the same operations', { timeout: 60_000 }, async () => {
    const compared = await compare(() => storeOver(fakeTables({ pageItems: 7 }), { shards: 3 }), {
      numRuns: 100,
      size: 'max',
    });
    expect(compared).toBeGreaterThan(2_000);
  });
});
