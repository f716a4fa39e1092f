import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../../core/ids.ts';
import type { Store } from '../../../../core/ports.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aDecision, anEnrolment, aTask, NOW } from '../../../support/builders.ts';
import { call, post } from '../call.ts';

const GAVE_UP = { dueAt: null, attempts: 5, error: 'TypeError: no' };
const MANY = Array.from({ length: 1_003 }, (_, n) => decisionId(`d-${String(n).padStart(4, '0')}`));

async function aShopWith(park: (store: Store) => Promise<void>) {
  const world = aContainer();
  await park(world.store);
  return world;
}

async function parkThree(store: Store): Promise<void> {
  const [decision, enrolment, task] = [aDecision(), anEnrolment(), aTask({ id: 'merge/1' })];
  const nothing = { cancellations: [], facts: [] };
  const enrolments = [{ enrolment, expectedVersion: 0 }];
  await store.commitStep({ ...nothing, enrolments, decisions: [decision] });
  await store.putTask({ task, expectedVersion: 0 });
  await store.defer({ kind: 'send', decision }, GAVE_UP);
  await store.defer({ kind: 'step', enrolment }, GAVE_UP);
  await store.defer({ kind: 'task', task }, GAVE_UP);
}

async function parkMany(store: Store): Promise<void> {
  const decisions = MANY.map((id) => aDecision({ id }));
  await store.commitStep({ enrolments: [], cancellations: [], facts: [], decisions });
  for (const decision of decisions) await store.defer({ kind: 'send', decision }, GAVE_UP);
}

describe('POST /v1/parked/redrive', () => {
  it('makes steps, messages and tasks due now, with no attempts behind them', async () => {
    const { container, store } = await aShopWith(parkThree);
    const { status, body } = await post(container, '/v1/parked/redrive', { all: true });
    expect([status, body]).toMatchObject([
      200,
      {
        next: null,
        items: [
          { kind: 'step', id: anEnrolment().id, state: 'redriven' },
          { kind: 'send', id: aDecision().id, state: 'redriven' },
          { kind: 'task', id: 'merge/1', state: 'redriven' },
        ],
      },
    ]);
    expect(await store.parked(9)).toEqual([]);
    expect(await store.loadDecision(aDecision().id)).toMatchObject({ dueAt: NOW, attempts: 0 });
    expect(await store.loadTask('merge/1')).toMatchObject({ dueAt: NOW, attempts: 0 });
    expect(await store.nextDueAt()).toBe(NOW);
  });

  it('takes those that are named, once each, and says which are not parked', async () => {
    const { container, store } = await aShopWith(parkThree);
    const ids = ['merge/1', 'merge/1', 'nobody', anEnrolment().id];
    const { body } = await post(container, '/v1/parked/redrive', { ids });
    expect(body.items).toMatchObject([
      { id: 'merge/1', state: 'redriven' },
      { id: 'nobody', state: 'not-parked' },
      { id: anEnrolment().id, state: 'redriven' },
    ]);
    expect((await store.parked(9)).map(({ error }) => error)).toEqual([GAVE_UP.error]);
  });

  it('finds one behind a thousand, and goes through all of them page by page', async () => {
    const { container, store } = await aShopWith(parkMany);
    const last = MANY.at(-1) ?? '';
    const { body } = await post(container, '/v1/parked/redrive', { ids: [last] });
    expect(body.items).toMatchObject([{ id: last, state: 'redriven' }]);
    const first = await post(container, '/v1/parked/redrive', { all: true });
    const rest = await post(container, '/v1/parked/redrive', { all: true, cursor: first.body.next });
    expect([first.body.items.length, rest.body.items.length, rest.body.next]).toEqual([1_000, 2, null]);
    expect(await store.parked(9)).toEqual([]);
  });

  it.each([{}, { ids: [] }, { ids: [''] }, { all: false }, { all: true, ids: ['a'] }, 'not json'])(
    'refuses %j',
    async (body) => {
      const answer = await post(aContainer().container, '/v1/parked/redrive', body);
      expect([answer.status, answer.type]).toEqual([400, 'application/problem+json']);
    },
  );
});

describe('GET /v1/parked', () => {
  it('is paged', async () => {
    const { container } = await aShopWith(parkThree);
    const first = await call(container, '/v1/parked', { query: { limit: '2' } });
    const query = { limit: '2', cursor: first.body.next ?? '' };
    const second = await call(container, '/v1/parked', { query });
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual([
      anEnrolment().id,
      aDecision().id,
      'merge/1',
    ]);
    expect(second.body.next).toBeNull();
  });
});
