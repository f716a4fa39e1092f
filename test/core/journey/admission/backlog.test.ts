import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../../adapters/sqlite/sqliteStore.ts';
import { type CustomerId, customerId } from '../../../../core/ids.ts';
import {
  backlogId,
  backlogTask,
  countBacklog,
  hasBacklog,
} from '../../../../core/journey/admission/backlog.ts';
import type { journeySchema } from '../../../../core/journey/definition.ts';
import type { Store } from '../../../../core/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../core/time.ts';
import { memoryFolder, scratchFolder } from '../../../adapters/sqlite/scratchFolder.ts';
import { aJourney, anEvent, NOW } from '../../../support/builders.ts';
import { aJourneyWorld } from '../../../support/journeyWorld.ts';
import { END } from '../../../support/steps.ts';
import { admissions, people, populate, setStage } from './crowd.ts';

type Journey = z.input<typeof journeySchema>;

const folder = scratchFolder(memoryFolder());
const RESTS = { rest: { type: 'wait', for: '90d', next: 'done' }, done: END } as const;

function winBack(overrides: Partial<Journey> = {}) {
  return aJourney({ entry: [{ on: 'stage', to: 'decline' }], nodes: RESTS, ...overrides });
}

function byDay(admitted: ReadonlyMap<CustomerId, readonly number[]>): number[] {
  const days: number[] = [];
  for (const hours of admitted.values())
    for (const hour of hours) days[Math.floor(hour / 24)] = (days[Math.floor(hour / 24)] ?? 0) + 1;
  return days;
}

describe('a backlog', () => {
  it.each([
    [1, 3, [1, 1, 1]],
    [10, 25, [10, 10, 5]],
    [37, 100, [37, 37, 26]],
    [100, 250, [100, 100, 50]],
    [1_000, 1_500, [1_000, 500]],
  ])('of %i a day lets in exactly so many each day: of %i people %j', async (perDay, count, wanted) => {
    const world = aJourneyWorld();
    const ids = people(count);
    await populate(world.store, ids);
    await world.publish(winBack(), { kind: 'backlog', perDay });
    await world.runTo(NOW + (wanted.length + 1) * DAY_MS);
    const admitted = await admissions(world.store, ids);
    expect(byDay(admitted)).toEqual(wanted);
    expect([...admitted.values()].every((times) => times.length === 1)).toBe(true);
    expect(await world.store.loadTask(backlogId('test'))).toMatchObject({
      dueAt: null,
      body: { admitted: count },
    });
  });

  it('spreads them over the day', async () => {
    const world = aJourneyWorld();
    const ids = people(48);
    await populate(world.store, ids);
    await world.publish(winBack(), { kind: 'backlog', perDay: 48 });
    await world.runTo(NOW + 2 * DAY_MS);
    const hours = [...(await admissions(world.store, ids)).values()].flat().map(Math.floor);
    expect(new Set(hours).size).toBe(24);
  });

  it('lets in no more in a day after the server was off, and nobody for the day it missed', async () => {
    const world = aJourneyWorld();
    const ids = people(60);
    await populate(world.store, ids);
    await world.publish(winBack(), { kind: 'backlog', perDay: 10 });
    await world.runTo(NOW + 12 * HOUR_MS);
    world.clock.now = NOW + 2.5 * DAY_MS;
    await world.runTo(NOW + 9 * DAY_MS);
    expect(byDay(await admissions(world.store, ids))).toEqual([6, undefined, 10, 10, 10, 10, 10, 4]);
  });

  it('lets in only who is still there when their turn comes', async () => {
    const world = aJourneyWorld();
    const ids = people(30);
    await populate(world.store, ids);
    await world.publish(winBack(), { kind: 'backlog', perDay: 10 });
    await world.runTo(NOW + DAY_MS - MINUTE_MS);
    await setStage(world.store, ids.slice(15), 'development');
    await world.runTo(NOW + 9 * DAY_MS);
    expect([...(await admissions(world.store, ids)).keys()]).toEqual(ids.slice(0, 15));
  });

  it('judges people as they are when they are let in, not as they were listed', async () => {
    const world = aJourneyWorld();
    const ids = people(3);
    await populate(world.store, ids);
    await world.publish(winBack(), { kind: 'backlog', perDay: 1_000 });
    const { store } = world;
    const loadPerson = store.loadPerson.bind(store);
    let left = false;
    store.loadPerson = async (id) => {
      if (!left) await setStage(store, ids.slice(1, 2), 'development');
      left = true;
      return loadPerson(id);
    };
    await world.runTo(NOW + DAY_MS);
    expect([...(await admissions(store, ids)).keys()]).toEqual([ids[0], ids[2]]);
  });

  it('passes over who is inside already, or may not come again', async () => {
    const world = aJourneyWorld();
    const ids = people(4);
    await populate(world.store, ids);
    const entry = [
      { on: 'stage', to: 'decline' },
      { on: 'event', event: 'Signed Up' },
    ] as const;
    const exits = [{ on: 'event', event: 'Left' }] as const;
    await world.publish(winBack({ entry: [...entry], exits: [...exits] }));
    for (const id of ids.slice(0, 2)) await world.tell(anEvent({ customerId: id }));
    await setStage(world.store, ids, 'decline');
    await world.tell(anEvent({ customerId: ids[0] ?? customerId('nobody'), name: 'Left' }));
    await setStage(world.store, ids, 'decline');
    await world.publish(winBack({ entry: [...entry], exits: [...exits] }), {
      kind: 'backlog',
      perDay: 1_000,
    });
    await world.runTo(NOW + DAY_MS);
    expect([...(await admissions(world.store, ids)).values()].map((times) => times.length)).toEqual([
      1, 1, 1, 1,
    ]);
    expect(await world.store.loadTask(backlogId('test'))).toMatchObject({ body: { admitted: 2 } });
    const refusals = (await world.store.factsOf(ids[0] ?? customerId('nobody'), 99)).filter(
      ({ kind }) => kind === 'journey-refused',
    );
    expect(refusals).toEqual([]);
  });

  it('asked for again is another one: it begins anew', async () => {
    const world = aJourneyWorld();
    const ids = people(5);
    await populate(world.store, ids);
    const exits = [{ on: 'event', event: 'Left' }] as const;
    const again = winBack({ reentry: 'always', exits: [...exits] });
    await world.publish(again, { kind: 'backlog', perDay: 1_000 });
    await world.runTo(NOW + DAY_MS);
    for (const id of ids) await world.tell(anEvent({ customerId: id, at: NOW + DAY_MS, name: 'Left' }));
    await setStage(world.store, ids, 'decline');
    await world.publish(again, { kind: 'backlog', perDay: 1_000 });
    await world.runTo(NOW + 2 * DAY_MS);
    expect([...(await admissions(world.store, ids)).values()].map((times) => times.length)).toEqual([
      2, 2, 2, 2, 2,
    ]);
  });
});

describe('a backlog cut off', () => {
  /** Dies at the n-th write, once, before or after it is done; the next wave finds the task where it was. */
  function dyingAt(store: Store, write: number, after: boolean): Store {
    let writes = 0;
    const [commitStep, putTask] = [store.commitStep.bind(store), store.putTask.bind(store)];
    const fatal = async <Result>(run: () => Promise<Result>): Promise<Result> => {
      writes += 1;
      if (writes !== write) return run();
      if (after) await run();
      throw new Error('the process died');
    };
    store.commitStep = (change) => fatal(() => commitStep(change));
    store.putTask = (change) => fatal(() => putTask(change));
    return store;
  }

  const stores: [string, readonly number[], () => Store][] = [
    ['the memory store', Array.from({ length: 14 }, (_, i) => i + 1), () => createMemoryStore()],
    ['the SQLite store', [2, 5, 9], () => openSqliteStore({ file: folder.fresh() })],
  ];

  it.each(stores)(
    'at any write goes on and lets in exactly its number a day, nobody twice: %s',
    async (_, fatal, make) => {
      for (const write of fatal) {
        for (const after of [false, true]) {
          const store = make();
          const ids = people(100);
          await populate(store, ids);
          const world = aJourneyWorld({ store });
          /** Ends at once, so that whoever was let in may come again by the rule. */
          const nodes = { done: END };
          await world.publish(winBack({ reentry: 'always', nodes }), { kind: 'backlog', perDay: 96 });
          dyingAt(store, write, after);
          await world.runTo(NOW + 2 * DAY_MS);
          const admitted = await admissions(store, ids);
          expect(
            [...admitted.values()].filter((times) => times.length > 1),
            `write ${write}`,
          ).toEqual([]);
          expect(byDay(admitted), `write ${write}, ${after ? 'after' : 'before'}`).toEqual([96, 4]);
          await store.close();
        }
      }
    },
    60_000,
  );

  it('by two workers at once lets in nobody twice, and counts each once', async () => {
    const store = createMemoryStore();
    const ids = people(40);
    await populate(store, ids);
    const worlds = [aJourneyWorld({ store }), aJourneyWorld({ store })];
    await worlds[0]?.publish(winBack(), { kind: 'backlog', perDay: 240 });
    await Promise.all(worlds.map((world) => world.runTo(NOW + HOUR_MS - 1)));
    const admitted = await admissions(store, ids);
    expect([...admitted.values()].map((times) => times.length)).toEqual(Array.from({ length: 10 }, () => 1));
  });
});

describe('countBacklog', () => {
  it('counts everyone who is where the journey begins, by stage and filter', async () => {
    const store = createMemoryStore();
    await populate(store, people(700), 'decline', { city: 'Bonn' });
    await populate(store, [customerId('x1'), customerId('x2')], 'decline');
    await populate(store, [customerId('y1')], 'stability', { city: 'Bonn' });
    const where = { trait: 'city', equals: 'Bonn' } as const;
    const counts = (entry: Journey['entry']) => countBacklog(store, winBack({ entry }), NOW);
    expect(await counts([{ on: 'stage', to: 'decline' }])).toBe(702);
    expect(await counts([{ on: 'stage', to: 'decline', where }])).toBe(700);
    expect(await counts([{ on: 'stage', where }])).toBe(701);
    expect(
      await counts([
        { on: 'stage', to: 'decline', where },
        { on: 'stage', to: 'stability' },
      ]),
    ).toBe(701);
    expect(await counts([{ on: 'event', event: 'A' }])).toBe(0);
    expect([hasBacklog(winBack()), hasBacklog(aJourney())]).toEqual([true, false]);
  });

  it('looks back on what people did where the filter does', async () => {
    const world = aJourneyWorld();
    await populate(world.store, people(5));
    await world.tell(anEvent({ customerId: customerId('p0003'), name: 'Viewed' }));
    await setStage(world.store, people(5), 'decline');
    const entry = [{ on: 'stage', to: 'decline', where: { happened: 'Viewed' } }] as const;
    expect(await countBacklog(world.store, winBack({ entry: [...entry] }), NOW)).toBe(1);
  });
});

describe('a task of kind backlog', () => {
  it('of a journey that is gone is done', async () => {
    const world = aJourneyWorld();
    await world.store.putTask({ task: backlogTask('gone', 5, NOW), expectedVersion: 0 });
    await world.drain();
    expect(await world.store.loadTask(backlogId('gone'))).toMatchObject({ dueAt: null });
  });

  it('of another shape is pushed back and named', async () => {
    const world = aJourneyWorld();
    const task = { ...backlogTask('gone', 5, NOW), body: { journeyId: 'gone' } };
    await world.store.putTask({ task, expectedVersion: 0 });
    await world.runTo(NOW + HOUR_MS);
    expect(await world.store.parked(9)).toMatchObject([
      { error: expect.stringContaining('task backlog/gone is no backlog') },
    ]);
  });
});
