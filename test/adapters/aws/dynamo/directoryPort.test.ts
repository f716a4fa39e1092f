/** Lists over DynamoDB: the same as the memory store's however the index lags and pages are cut, and what a page costs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { customerId, decisionId } from '../../../../core/ids.ts';
import { type Grade, type Stage, STAGES } from '../../../../core/lifecycle/lifecycle.ts';
import type { Store } from '../../../../core/ports.ts';
import { aLifecycleWrite, aRow, aStep, collected, decide } from '../../../contract/given.ts';
import { aDecision, aLifecycle, anEnrolment, aPerson } from '../../../support/builders.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';

const people = fc.array(
  fc.record<Known>({
    id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }).filter((id) => !/\p{Cc}/u.test(id)),
    stage: fc.constantFrom(null, ...STAGES),
    grade: fc.constantFrom('A', 'B', 'C'),
  }),
  { maxLength: 30 },
);

interface Known {
  readonly id: string;
  readonly stage: Stage | null;
  readonly grade: Grade;
}

async function fill(store: Store, known: readonly Known[]): Promise<void> {
  const byId = [...new Map(known.map((one) => [one.id, one])).values()];
  await store.importPeople(byId.map(({ id }) => ({ person: aPerson({ id: customerId(id) }), consents: [] })));
  await store.commitLifecycles(
    byId.flatMap(({ id, stage, grade }) =>
      stage === null
        ? []
        : [aLifecycleWrite({ customerId: customerId(id), lifecycle: aLifecycle({ stage, grade }) })],
    ),
  );
}

async function pagesOf(
  store: Store,
  query: Partial<Parameters<Store['listPeople']>[0]>,
  limit: number,
): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const last = found.at(-1);
    const after = last === undefined ? null : customerId(last);
    const page = await store.listPeople({ ...query, after, limit });
    found.push(...page.map(({ id }) => id));
    if (page.length < limit) return found;
  }
}

describe('lists of people on DynamoDB', () => {
  it('are the memory store’s, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(people, fc.integer({ min: 1, max: 9 }), async (known, limit) => {
        const [dynamo, memory] = [storeOver(fakeTables({ pageItems: 2 })), createMemoryStore()];
        for (const store of [dynamo, memory]) await fill(store, known);
        for (const stage of [undefined, ...STAGES]) {
          const ofStage = stage === undefined ? {} : { stage };
          for (const search of [undefined, 'a']) {
            const query = { ...ofStage, ...(search === undefined ? {} : { search }) };
            expect(await pagesOf(dynamo, query, limit)).toEqual(await pagesOf(memory, query, limit));
            expect(await dynamo.countPeople(query)).toBe(await memory.countPeople(query));
          }
        }
        expect(await dynamo.countLifecycles()).toEqual(await memory.countLifecycles());
        expect(await collected(dynamo.exportPeople())).toEqual(await collected(memory.exportPeople()));
      }),
      { numRuns: 30 },
    );
  });

  it('show nobody at a stage they left, though the index still names them there', async () => {
    const late = fakeTables({ indexLag: 1_000 });
    const behind = storeOver(late);
    await fill(behind, [{ id: 'a', stage: null, grade: 'A' }]);
    late.catchUp();
    const write = { customerId: customerId('a'), lifecycle: aLifecycle({ stage: 'decline' }) };
    await behind.commitLifecycles([aLifecycleWrite(write)]);
    expect(await pagesOf(behind, {}, 5)).toEqual(['a']);
    expect(await pagesOf(behind, { stage: 'decline' }, 5)).toEqual([]);
    late.catchUp();
    expect(await pagesOf(behind, { stage: 'decline' }, 5)).toEqual(['a']);
  });

  it('cost a query a list and one read of fifty profiles', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const rows = Array.from({ length: 1_000 }, (_, n) =>
      aRow({ id: `o${n}`, customerId: customerId(`c${n}`) }),
    );
    await store.importOrders(rows, 1);
    const [queries, reads] = [fake.calls.Query, fake.calls.BatchGet];
    expect(await store.listPeople({ after: null, limit: 50 })).toHaveLength(50);
    expect(fake.calls.Query - queries).toBeLessThanOrEqual(28);
    expect(fake.calls.BatchGet - reads).toBe(1);
    expect(fake.calls.Scan).toBe(0);
  });
});

describe('passages on DynamoDB', () => {
  it('are found by their journey alone, without a scan', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const enrolments = Array.from({ length: 40 }, (_, n) => ({
      enrolment: anEnrolment({
        customerId: customerId(`c${n}`),
        journeyId: n % 4 === 0 ? 'welcome' : 'other',
        key: '#1',
      }),
      expectedVersion: 0,
    }));
    for (let from = 0; from < 40; from += 20)
      await store.commitStep(aStep({ enrolments: enrolments.slice(from, from + 20) }));
    const found = await store.passagesIn({ journeyId: 'welcome', otherThan: 9, after: null, limit: 99 });
    expect(found.map(({ customerId: id }) => id)).toEqual([
      'c0',
      'c12',
      'c16',
      'c20',
      'c24',
      'c28',
      'c32',
      'c36',
      'c4',
      'c8',
    ]);
    expect(fake.calls.Scan).toBe(0);
  });

  it('are listed no longer once they ended', async () => {
    const store = storeOver(fakeTables());
    const passage = anEnrolment({ key: 'x' });
    await store.commitStep(aStep({ enrolments: [{ enrolment: passage, expectedVersion: 0 }] }));
    const ended = { ...passage, version: passage.version + 1, status: 'ended' as const, dueAt: null };
    await store.commitStep(aStep({ enrolments: [{ enrolment: ended, expectedVersion: passage.version }] }));
    const query = { journeyId: passage.journeyId, otherThan: 9, after: null, limit: 9 };
    expect(await store.passagesIn(query)).toEqual([]);
    expect(await store.peopleInJourneys()).toEqual([]);
  });
});

describe('a page of decisions on DynamoDB', () => {
  it('goes on behind one that was taken away meanwhile', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => decisionId(id));
    await decide(store, ...ids.map((id) => aDecision({ id, customerId: customerId(`of-${id}`) })));
    const first = await store.decisionPage(null, 2);
    const gone = first?.items.at(-1);
    if (gone === undefined) throw new Error('two were listed');
    await store.eraseRows({ ids: [gone.customerId], staleBefore: 0, limit: 9 });
    const rest = await store.decisionPage(first?.next ?? null, 9);
    expect([...(first?.items ?? []), ...(rest?.items ?? [])].map(({ id }) => id).sort()).toEqual(ids);
    expect(rest?.next).toBeNull();
  });
});
