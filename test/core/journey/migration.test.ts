import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { customerId, enrolmentId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { migratePage, previewMigration } from '../../../core/journey/migration.ts';
import type { Store } from '../../../core/ports.ts';
import { HOUR_MS } from '../../../core/time.ts';
import { aStep } from '../../contract/given.ts';
import { aJourney, anEnrolment, NOW, published } from '../../support/builders.ts';

const OLD = published(
  aJourney({
    start: 'pause',
    nodes: {
      pause: { type: 'wait', for: '2d', next: 'gone' },
      gone: { type: 'wait', for: '1d', next: 'done' },
      done: { type: 'end' },
    },
  }),
  1,
);
const NEW = published(
  aJourney({
    start: 'pause',
    nodes: {
      pause: { type: 'wait', for: '3d', next: 'rest' },
      rest: { type: 'wait', for: '1d', next: 'done' },
      done: { type: 'end' },
    },
  }),
  2,
);
const PLACES = [
  { journeyId: 'test', version: 1, nodeId: 'gone', people: 3 },
  { journeyId: 'test', version: 1, nodeId: 'pause', people: 2 },
  { journeyId: 'test', version: 2, nodeId: 'pause', people: 9 },
  { journeyId: 'other', version: 1, nodeId: 'pause', people: 9 },
];

describe('the preview of a migration', () => {
  it('counts who moves where, and who stays because their node is gone', () => {
    expect(previewMigration(PLACES, NEW, {})).toEqual([
      { version: 1, node: 'gone', people: 3, to: null, why: 'no-such-node' },
      { version: 1, node: 'pause', people: 2, to: 'pause', why: null },
    ]);
  });

  it('follows the map', () => {
    expect(previewMigration(PLACES, NEW, { gone: 'rest' })[0]).toEqual({
      version: 1,
      node: 'gone',
      people: 3,
      to: 'rest',
      why: null,
    });
  });
});

async function inFlight(nodes: readonly string[]): Promise<Store> {
  const store = createMemoryStore();
  const enrolments = nodes.map((nodeId, n) => ({
    enrolment: anEnrolment({
      id: enrolmentId(`passage-${n}`),
      customerId: customerId(`c${n}`),
      nodeId,
      resting: true,
      dueAt: NOW + HOUR_MS,
    }),
    expectedVersion: 0,
  }));
  for (const one of enrolments) await store.commitStep(aStep({ enrolments: [one] }));
  return store;
}

const book = bookOf([OLD, NEW]);

describe('a page of a migration', () => {
  it('takes people over, with a fact each, and leaves who has no node to go on at', async () => {
    const store = await inFlight(['pause', 'gone']);
    const page = await migratePage({ store, book }, NEW, {}, null, NOW);
    expect(page).toEqual({ moved: 1, stayed: 1, missed: 0, next: null });
    expect(await store.peopleInJourneys()).toEqual([
      { journeyId: 'test', version: 1, nodeId: 'gone', people: 1 },
      { journeyId: 'test', version: 2, nodeId: 'pause', people: 1 },
    ]);
    expect(await store.factsOf(customerId('c0'), 9)).toEqual([
      {
        customerId: 'c0',
        at: NOW,
        kind: 'journey-migrated',
        journeyId: 'test',
        body: { enrolment: 'passage-0', fromVersion: 1, toVersion: 2, fromNode: 'pause', node: 'pause' },
      },
    ]);
    expect(await store.factsOf(customerId('c1'), 9)).toEqual([]);
  });

  it('that is repeated moves nobody again and tells no fact twice', async () => {
    const store = await inFlight(['pause', 'gone']);
    const map = { gone: 'rest' };
    expect(await migratePage({ store, book }, NEW, map, null, NOW)).toMatchObject({ moved: 2, stayed: 0 });
    expect(await migratePage({ store, book }, NEW, map, null, NOW + 1)).toMatchObject({
      moved: 0,
      stayed: 0,
    });
    expect(await store.factsOf(customerId('c1'), 9)).toHaveLength(1);
  });

  it('goes on behind the page before', async () => {
    const store = await inFlight(Array.from({ length: 501 }, () => 'pause'));
    const first = await migratePage({ store, book }, NEW, {}, null, NOW);
    expect(first).toMatchObject({ moved: 500, next: { key: '' } });
    expect(await migratePage({ store, book }, NEW, {}, first.next, NOW)).toMatchObject({
      moved: 1,
      next: null,
    });
  });

  it('reads a passage again that moved on meanwhile', async () => {
    const store = await inFlight(['pause']);
    const [found] = await store.passagesIn({ journeyId: 'test', otherThan: 2, after: null, limit: 1 });
    if (found === undefined) throw new Error('somebody is in flight');
    const stepped = { ...found, nodeId: 'gone', version: found.version + 1 };
    const racing = {
      ...store,
      passagesIn: async () => {
        await store.commitStep(
          aStep({ enrolments: [{ enrolment: stepped, expectedVersion: found.version }] }),
        );
        return [found];
      },
      loadPerson: async () => ({ enrolments: [stepped] }) as never,
    };
    const page = await migratePage({ store: racing, book }, NEW, { gone: 'rest' }, null, NOW);
    expect(page).toMatchObject({ moved: 1, missed: 0 });
    expect(await store.peopleInJourneys()).toEqual([
      { journeyId: 'test', version: 2, nodeId: 'rest', people: 1 },
    ]);
  });
});
