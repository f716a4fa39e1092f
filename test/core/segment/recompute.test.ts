import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { cachedBook } from '../../../core/journey/book.ts';
import { customerId } from '../../../core/ids.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import type { Store } from '../../../core/ports.ts';
import { segmentsSchema } from '../../../core/segment/definition.ts';
import { JudgingConflict, judgePerson } from '../../../core/segment/judgePerson.ts';
import { publishSegments, SEGMENTS_TASK } from '../../../core/segment/publish.ts';
import { addRecomputed, nothingRecomputed, recomputeSegments } from '../../../core/segment/recompute.ts';
import { runSegments } from '../../../core/segment/runSegments.ts';
import { readStanding, standingKey } from '../../../core/segment/standing.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { aPerson, aTask, MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';

const name = { en: 'x', 'zh-CN': 'x' };
const LOCALS = segmentsSchema.parse({
  segments: [{ id: 'locals', kind: 'live', name, rule: { trait: 'city', equals: 'Oslo' } }],
});

async function aShop(over: (store: Store) => Partial<Store> = () => ({}), people = 3) {
  const memory = createMemoryStore();
  const store: Store = { ...memory, ...over(memory) };
  const named = Array.from({ length: people }, (_, n) => customerId(`p${n}`));
  await memory.importPeople(
    named.map((id, n) => ({
      person: aPerson({ id, version: 0, traits: { city: n % 2 === 0 ? 'Oslo' : 'Rome' } }),
      consents: [],
    })),
  );
  await publishSegments(memory, LOCALS, NOW);
  const deps = { store, addressKeyOf, settings: DEFAULT_SETTINGS, model: coldModel(DEFAULT_SETTINGS) };
  const book = await cachedBook(store)();
  const inOf = async (id = named[0] ?? MAYA) =>
    Object.keys(readStanding((await memory.loadDossiers([standingKey(id)]))[0] ?? null).segments);
  return { memory, deps, book, named, inOf };
}

describe('everyone judged', () => {
  it('is a standing for everyone, and a count of who is where', async () => {
    const { deps, book, inOf, named } = await aShop();
    expect(await recomputeSegments(deps, book, { segment: 0, now: NOW })).toEqual({
      people: 3,
      entered: 2,
      left: 0,
      written: 3,
      members: { locals: 2 },
    });
    expect(await inOf()).toEqual(['locals']);
    expect(await inOf(named[1])).toEqual([]);
  });

  it('is nobody in a part of the store that is not there, or where nothing is published', async () => {
    const { deps, book } = await aShop();
    expect(await recomputeSegments(deps, book, { segment: 1, now: NOW })).toEqual(nothingRecomputed());
    const none = { ...book, programme: { ...book.programme, segments: null } };
    expect(await recomputeSegments(deps, none, { segment: 0, now: NOW })).toEqual(nothingRecomputed());
  });

  it('judges again whoever changed since they were read', async () => {
    const { deps, book, inOf, memory } = await aShop((store) => ({
      commitStandings: async (writes) => {
        if (writes.length > 1) {
          const [first] = writes;
          const record = await store.loadPerson(first?.customerId ?? MAYA);
          if (record === null) throw new Error('nobody');
          const { person } = record;
          const moved = { ...person, version: person.version + 1, traits: { city: 'Rome' } };
          await store.commitStep({
            enrolments: [],
            cancellations: [],
            facts: [],
            decisions: [],
            person: { person: moved, expectedVersion: person.version },
          });
        }
        return store.commitStandings(writes);
      },
    }));
    expect(await recomputeSegments(deps, book, { segment: 0, now: NOW })).toMatchObject({ written: 3 });
    expect(await inOf()).toEqual([]);
    expect((await memory.factsOf(customerId('p0'), 9)).map(({ kind }) => kind)).toEqual([]);
  });

  it('leaves alone whom newer segments have judged', async () => {
    const { deps, book, memory, inOf } = await aShop();
    await publishSegments(memory, segmentsSchema.parse({ segments: [] }), NOW);
    const newer = await cachedBook(memory)();
    await recomputeSegments(deps, newer, { segment: 0, now: NOW });
    expect(await recomputeSegments(deps, book, { segment: 0, now: NOW })).toMatchObject({ people: 0 });
    expect(await inOf()).toEqual([]);
  });

  it('is the sum of its parts', () => {
    const a = { people: 1, entered: 2, left: 3, written: 4, members: { x: 1, y: 2 } };
    const b = { people: 10, entered: 20, left: 30, written: 40, members: { y: 5, z: 1 } };
    expect(addRecomputed(a, b)).toEqual({
      people: 11,
      entered: 22,
      left: 33,
      written: 44,
      members: { x: 1, y: 7, z: 1 },
    });
  });
});

describe('one person judged', () => {
  it('gives up after eight lost races', async () => {
    const { deps, book, named } = await aShop(() => ({ commitStandings: async () => ['conflict'] }));
    const judged = judgePerson(deps, book, named[0] ?? MAYA, { by: 'time', now: NOW });
    await expect(judged).rejects.toBeInstanceOf(JudgingConflict);
  });

  it('is lost to whoever moved the timer on first', async () => {
    const { deps, book, named, memory } = await aShop(() => ({ commitStandings: async () => ['conflict'] }));
    const task = aTask({ id: 'segments-p0', kind: 'segments', customerId: named[0] ?? MAYA });
    await memory.putTask({ task: { ...task, version: 2 }, expectedVersion: 0 });
    expect(await runSegments(deps, book)(task, NOW)).toBe('lost');
  });

  it('takes away the timer of somebody unknown', async () => {
    const { deps, book, memory } = await aShop();
    const task = aTask({ id: 'segments-nobody', kind: 'segments', customerId: customerId('nobody') });
    await memory.putTask({ task, expectedVersion: 0 });
    expect(await runSegments(deps, book)(task, NOW)).toBe('done');
    expect(await memory.loadTask(task.id)).toBeNull();
    expect(await runSegments(deps, book)(task, NOW)).toBe('lost');
  });
});

describe('the task of a publish', () => {
  it('judges part by part, rests when all are, and is asked for again by the next publish', async () => {
    const { deps, book, memory, inOf } = await aShop(() => ({ segments: 2 }));
    const step = async () => {
      const task = await memory.loadTask(SEGMENTS_TASK);
      if (task === null) throw new Error('no task');
      return runSegments(deps, book)(task, NOW);
    };
    expect(await memory.loadTask(SEGMENTS_TASK)).toMatchObject({
      dueAt: NOW,
      body: { next: 0, backfill: [] },
    });
    expect(await step()).toBe('again');
    expect(await inOf()).toEqual(['locals']);
    expect(await step()).toBe('done');
    expect(await memory.loadTask(SEGMENTS_TASK)).toMatchObject({ dueAt: null, version: 3 });
    const more = { id: 'viewers', kind: 'live', name, rule: { event: 'View' } };
    await publishSegments(memory, segmentsSchema.parse({ segments: [...LOCALS.segments, more] }), NOW + 1);
    const asked = await memory.loadTask(SEGMENTS_TASK);
    expect(asked).toMatchObject({ dueAt: NOW + 1, version: 4, body: { next: 0 } });
    expect(asked?.body['backfill']).toHaveLength(1);
    const stale = asked === null ? aTask() : { ...asked, version: 1 };
    expect(await runSegments(deps, book)(stale, NOW)).toBe('lost');
  });
});
