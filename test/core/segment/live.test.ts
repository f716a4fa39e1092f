/** Segments through the engine as it runs: events, waves, nights, merges and publishes over a memory store. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { AliasedEvent } from '../../../core/customer/event.ts';
import { customerId } from '../../../core/ids.ts';
import { cachedBook } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { type SegmentsDocument, segmentsSchema } from '../../../core/segment/definition.ts';
import { changeLists } from '../../../core/segment/lists.ts';
import { publishSegments } from '../../../core/segment/publish.ts';
import { recomputeSegments } from '../../../core/segment/recompute.ts';
import { readStanding, standingKey } from '../../../core/segment/standing.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../../core/time.ts';
import { aJourney, anEvent, anOrderEvent, MAYA, NOW } from '../../support/builders.ts';
import { aJourneyWorld, aTemplate, knowTemplates } from '../../support/journeyWorld.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';

const name = { en: 'x', 'zh-CN': 'x' };

function document(rules: Readonly<Record<string, unknown>>, lists: readonly string[] = []): SegmentsDocument {
  return segmentsSchema.parse({
    segments: [
      ...Object.entries(rules).map(([id, rule]) => ({ id, kind: 'live', name, rule })),
      ...lists.map((id) => ({ id, kind: 'list', name })),
    ],
  });
}

const LOOKING = { event: 'Product Viewed', count: { min: 2 }, within: '3d' };

function aShop(over = createMemoryStore()) {
  const world = aJourneyWorld({ store: over });
  const { store, clock } = world;
  const book = cachedBook(store);
  const deps = { store, addressKeyOf, settings: DEFAULT_SETTINGS, model: coldModel(DEFAULT_SETTINGS) };
  const standingOf = async (id = MAYA) =>
    readStanding((await store.loadDossiers([standingKey(id)]))[0] ?? null);
  let told = 0;
  const view = async (id = MAYA, at: Instant = clock.now) => {
    told += 1;
    return world.tell(
      anEvent({ customerId: id, messageId: `view-${told}`, name: 'Product Viewed', properties: {}, at }),
    );
  };
  return {
    ...world,
    deps,
    book,
    view,
    standingOf,
    segmentsOf: async (id = MAYA) => Object.keys((await standingOf(id)).segments),
    publishAll: (rules: Readonly<Record<string, unknown>>, lists: readonly string[] = []) =>
      publishSegments(store, document(rules, lists), clock.now),
    night: async () => recomputeSegments(deps, await book(), { segment: 0, now: clock.now }),
    changesOf: async (id = MAYA) =>
      (await store.factsOf(id, 100))
        .filter(({ kind }) => kind === 'segment-entered' || kind === 'segment-left')
        .map(({ kind, at, body }) => [kind, body['segment'], body['by'], at])
        .reverse(),
  };
}

/** Mails whoever enters `looking`, and ends when they leave it. */
const MAILS = aJourney({
  id: 'mails',
  entry: [{ on: 'segment', segment: 'looking' }],
  exits: [{ on: 'segment', segment: 'looking', change: 'left' }],
  start: 'rest',
  nodes: {
    rest: { type: 'wait', for: '30d', next: 'done' },
    done: { type: 'end' },
  },
});

/** Writes down where the person was when asked. */
const ASKS: NonNullable<Parameters<typeof aJourney>[0]>['nodes'] = {
  ask: { type: 'branch', cases: [{ when: { segment: 'looking' }, next: 'yes' }], otherwise: 'no' },
  yes: { type: 'update', set: { was: 'looking' }, next: 'done' },
  no: { type: 'update', set: { was: 'elsewhere' }, next: 'done' },
  done: { type: 'end' },
};

describe('live segments', () => {
  it('cost nothing where none is published: nobody has a standing', async () => {
    const shop = aShop();
    await shop.view();
    await shop.view();
    expect(await shop.store.loadDossiers([standingKey(MAYA)])).toEqual([null]);
  });

  it('let a person in with the very event, and out in the first wave after time has', async () => {
    const shop = aShop();
    await shop.publishAll({ looking: LOOKING });
    await shop.publish(MAILS);
    await shop.view();
    expect(await shop.segmentsOf()).toEqual([]);
    await shop.view();
    expect(await shop.segmentsOf()).toEqual(['looking']);
    const [passage] = (await shop.store.loadPerson(MAYA))?.enrolments ?? [];
    expect(passage).toMatchObject({
      journeyId: 'mails',
      status: 'active',
      trigger: { segment: 'looking', change: 'entered' },
    });
    const leaves = NOW + 3 * DAY_MS + 1;
    // The timer is set by the night before, which looks two days ahead.
    shop.clock.now = NOW + 2 * DAY_MS;
    await shop.night();
    await shop.runTo(NOW + 3 * DAY_MS);
    expect(await shop.segmentsOf()).toEqual(['looking']);
    await shop.runTo(leaves + MINUTE_MS);
    expect(await shop.segmentsOf()).toEqual([]);
    const [ended] = (await shop.store.loadPerson(MAYA))?.enrolments ?? [];
    expect(ended).toMatchObject({ status: 'ended', endReason: 'exit', endDetail: 'left looking' });
    expect(await shop.changesOf()).toEqual([
      ['segment-entered', 'looking', 'event', NOW],
      ['segment-left', 'looking', 'time', Math.ceil(leaves / MINUTE_MS) * MINUTE_MS],
    ]);
  });

  it('are moved by history, which enters nobody into a journey', async () => {
    const shop = aShop();
    await shop.publishAll({ looking: LOOKING });
    await shop.publish(MAILS);
    await shop.view(MAYA, NOW - 2 * DAY_MS);
    await shop.view(MAYA, NOW - 2 * DAY_MS);
    expect(await shop.segmentsOf()).toEqual(['looking']);
    expect((await shop.store.loadPerson(MAYA))?.enrolments).toEqual([]);
  });

  it('are conditions of journeys, as they stand when a step asks', async () => {
    const shop = aShop();
    await knowTemplates(shop.store, [aTemplate('hello'), aTemplate('other')]);
    await shop.publishAll({ looking: LOOKING });
    await shop.publish(
      aJourney({
        id: 'asks',
        entry: [{ on: 'event', event: 'Asked' }],
        start: 'ask',
        nodes: ASKS,
        exits: [],
      }),
    );
    await shop.view();
    await shop.view();
    await shop.tell(anEvent({ name: 'Asked', messageId: 'asked' }));
    await shop.runTo(NOW + MINUTE_MS);
    expect((await shop.store.loadProfile(MAYA))?.traits).toMatchObject({ was: 'looking' });
  });

  it('find whoever a new rule is about, tell of them, and let nobody into a journey by it', async () => {
    const shop = aShop();
    await shop.publish(MAILS);
    for (let n = 0; n < 3; n += 1) await shop.view();
    expect(await shop.publishAll({ looking: LOOKING })).toEqual({ version: 1, changed: true, judges: true });
    await shop.runTo(NOW + MINUTE_MS);
    expect(await shop.segmentsOf()).toEqual(['looking']);
    expect(await shop.changesOf()).toEqual([['segment-entered', 'looking', 'rule', NOW]]);
    expect((await shop.store.loadPerson(MAYA))?.enrolments).toEqual([]);
    // What was counted again is not counted twice.
    await shop.view();
    const [tallies] = Object.values((await shop.standingOf()).tallies);
    expect(Object.values(tallies ?? {}).map(({ count }) => count)).toEqual([4]);
  });

  it('are not entered by surprise where an event comes before everyone was judged by a new rule', async () => {
    const shop = aShop();
    await shop.publishAll({ bought: { orders: { min: 1 } } });
    await shop.publish(MAILS);
    await shop.tell(anOrderEvent({ id: 'first' }));
    await shop.publishAll({ looking: { orders: { min: 1 } } });
    await shop.tell(anOrderEvent({ id: 'second' }));
    expect(await shop.segmentsOf()).toEqual(['looking']);
    expect((await shop.store.loadPerson(MAYA))?.enrolments).toEqual([]);
    expect(await shop.changesOf()).toContainEqual(['segment-entered', 'looking', 'rule', NOW]);
  });

  it('say that nothing changed where nothing did, and keep the revision of a rule whose name alone changed', async () => {
    const shop = aShop();
    await shop.publishAll({ looking: LOOKING });
    expect(await shop.publishAll({ looking: LOOKING })).toEqual({
      version: 1,
      changed: false,
      judges: false,
    });
    const renamed = document({ looking: LOOKING });
    const [one] = renamed.segments;
    if (one === undefined) throw new Error('no segment');
    const again = { segments: [{ ...one, name: { en: 'other', 'zh-CN': 'other' } }] };
    expect(await publishSegments(shop.store, again, NOW)).toEqual({
      version: 2,
      changed: true,
      judges: false,
    });
  });

  it('have lists, on which people are put with everything that follows', async () => {
    const shop = aShop();
    await shop.publishAll({ looking: LOOKING, both: { all: [{ segment: 'vip' }, { orders: { min: 1 } }] } }, [
      'vip',
    ]);
    await shop.tell(anOrderEvent());
    const book = await shop.book();
    expect(await changeLists(shop.deps, book, MAYA, { add: ['vip'] }, NOW)).toBe('judged');
    expect((await shop.segmentsOf()).sort()).toEqual(['both', 'vip']);
    expect(await changeLists(shop.deps, book, MAYA, { remove: ['vip'] }, NOW)).toBe('judged');
    expect(await shop.segmentsOf()).toEqual([]);
    expect(await changeLists(shop.deps, book, customerId('nobody'), { add: ['vip'] }, NOW)).toBe('unknown');
  });

  it('count the events of every id of a person, whether they came before or after the merge', async () => {
    const merge: AliasedEvent = {
      kind: 'aliased',
      source: 'test',
      messageId: 'merge',
      customerId: MAYA,
      previous: customerId('anonymous-1'),
      at: NOW,
    };
    const shop = aShop();
    await shop.publishAll({ looking: { ...LOOKING, count: { min: 3 } } }, ['vip']);
    const other = customerId('anonymous-1');
    await shop.view(MAYA);
    await shop.view(other);
    await changeLists(shop.deps, await shop.book(), other, { add: ['vip'] }, NOW);
    await shop.tell(merge);
    expect(await shop.segmentsOf()).toEqual(['vip']);
    await shop.view(other);
    expect((await shop.segmentsOf()).sort()).toEqual(['looking', 'vip']);
    expect(await shop.standingOf(other)).toMatchObject({ tallies: {}, segments: {}, lists: {} });
    expect(Object.keys((await shop.standingOf()).tallies)).toEqual(['own', `of ${other}`]);
  });

  it('write nothing a second time in one night', async () => {
    const shop = aShop();
    await shop.publishAll({ looking: LOOKING });
    await shop.view();
    await shop.view();
    shop.clock.now = NOW + DAY_MS;
    expect(await shop.night()).toMatchObject({ people: 1, members: { looking: 1 } });
    expect(await shop.night()).toMatchObject({ written: 0, entered: 0, left: 0 });
  });

  it('refuse to be judged by a worker who knows older ones', async () => {
    const shop = aShop();
    await shop.publishAll({ looking: LOOKING });
    const old = await shop.book();
    await shop.publishAll({ looking: { ...LOOKING, count: { min: 1 } } });
    await shop.view();
    const stale = { ...(await shop.book()), programme: old.programme };
    const event = anEvent({ name: 'Product Viewed', messageId: 'late', properties: {} });
    await expect(applyEvent(shop.deps, stale, event, NOW)).rejects.toMatchObject({ code: 'segments-moved' });
  });
});
