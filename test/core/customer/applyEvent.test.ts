import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { applyEvent, EventConflict, type EventDeps } from '../../../core/customer/applyEvent.ts';
import { type CustomerEvent, eventName, HISTORICAL_AFTER_MS } from '../../../core/customer/event.ts';
import { addressKey, customerId } from '../../../core/ids.ts';
import { bookOf, type JourneyBook } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { consentKey } from '../../../core/message/contact.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import {
  aJourney,
  anEvent,
  anIdentity,
  anOrderEvent,
  aRhythm,
  denied,
  granted,
  MAYA,
  NOW,
  published,
} from '../../support/builders.ts';

const WELCOME = aJourney({
  entry: [{ on: 'event', event: 'Signed Up' }],
  exits: [{ on: 'event', event: 'Order Completed' }],
  nodes: { rest: { type: 'wait', for: '2d', next: 'done' }, done: { type: 'end' } },
});
const SECOND = aJourney({ id: 'second', entry: [{ on: 'stage', to: 'development' }] });
const BOOK = bookOf([WELCOME, SECOND].map((journey) => published(journey)));

function aWorld() {
  const store = createMemoryStore();
  const model = {
    ...coldModel(DEFAULT_SETTINGS),
    rhythm: aRhythm({ firstGapDays: 20, gapDays: 30, gaps: 99 }),
  };
  const deps: EventDeps = {
    store,
    addressKeyOf: (channel, address) => addressKey(`${channel}:${address}`),
    settings: DEFAULT_SETTINGS,
    model,
  };
  const apply = (event: CustomerEvent, now = NOW, book: JourneyBook = BOOK) =>
    applyEvent(deps, book, event, now);
  return { store, deps, apply };
}

async function journeysOf(store: MemoryStore): Promise<string[]> {
  const record = await store.loadPerson(MAYA);
  return (record?.enrolments ?? []).map(({ journeyId, status }) => `${journeyId} ${status}`);
}

describe('applyEvent', () => {
  it('makes somebody known, with a stage and the facts of it', async () => {
    const { store, apply } = aWorld();
    expect(await apply(anEvent({ name: 'Product Viewed', at: NOW - 60_000 }))).toBe('applied');
    expect(await store.loadProfile(MAYA)).toMatchObject({
      version: 1,
      knownSince: NOW - 60_000,
      lifecycle: { stage: 'identification', evidence: { rule: 'no-order-yet' } },
    });
    expect(await store.factsOf(MAYA, 9)).toMatchObject([
      { kind: 'stage-changed', body: { from: null, to: 'identification' } },
      { kind: 'event', body: { name: 'Product Viewed' } },
    ]);
  });

  it('applies a message once, whatever the second copy says', async () => {
    const { store, apply } = aWorld();
    const event = anEvent();
    await apply(event);
    const before = await store.loadPerson(MAYA);
    expect(before?.person.version).toBe(1);
    expect(await apply({ ...event, name: 'Another' })).toBe('duplicate');
    expect(await store.loadPerson(MAYA)).toEqual(before);
    expect(await apply({ ...event, source: 'elsewhere' })).toBe('applied');
  });

  it('applies an order once, whoever tells of it', async () => {
    const { store, apply } = aWorld();
    expect(await apply(anOrderEvent({ id: 'o-1' }))).toBe('applied');
    expect(await apply({ ...anOrderEvent({ id: 'o-1' }), source: 'another shop system' })).toBe('duplicate');
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(1);
  });

  it('enters and ends journeys in the commit of the event itself', async () => {
    const { store, apply } = aWorld();
    await apply(anEvent());
    expect(await journeysOf(store)).toEqual(['test active']);
    await apply(anOrderEvent({ id: 'o-1', at: NOW }));
    expect(await journeysOf(store)).toEqual(['test ended']);
  });

  it('lets people in by the stage an order brings them to', async () => {
    const { store, apply } = aWorld();
    await apply(anOrderEvent({ id: 'o-1', at: NOW - 9 * DAY_MS }), NOW - 9 * DAY_MS);
    expect(await journeysOf(store)).toEqual([]);
    await apply(anOrderEvent({ id: 'o-2', at: NOW }));
    expect(await journeysOf(store)).toEqual(['second active']);
  });

  it.each([
    ['a day old', HISTORICAL_AFTER_MS, ['test active']],
    ['older than a day', HISTORICAL_AFTER_MS + 1, []],
  ])('an event %s: changes state, and of journeys enters %s', async (_, ageMs, journeys) => {
    const { store, apply } = aWorld();
    await apply(anEvent({ at: NOW - ageMs }));
    expect(await journeysOf(store)).toEqual(journeys);
    expect((await store.loadProfile(MAYA))?.knownSince).toBe(NOW - ageMs);
  });

  it('counts a refund as spend given back, no purchase', async () => {
    const { store, apply } = aWorld();
    await apply(anOrderEvent({ id: 'o-1', amountMinor: 5_000 }));
    const refund = anOrderEvent({ id: 'r-1', amountMinor: -2_000 });
    await apply(refund);
    expect(eventName(refund)).toBe('Order Refunded');
    const person = await store.loadProfile(MAYA);
    expect(person?.lifecycle?.statistics).toMatchObject({ orders: 1, orderDays: 1, spendMinor: 3_000 });
  });

  it('leaves alone what an identity does not mention', async () => {
    const { store, apply } = aWorld();
    await apply(anIdentity({ name: 'Maya', traits: { city: 'Lyon', size: 38 } }));
    const { email: _, ...later } = anIdentity({ phone: '+4930123', traits: { size: 39 } });
    await apply(later);
    expect(await store.loadProfile(MAYA)).toMatchObject({
      name: 'Maya',
      email: 'maya@example.org',
      phone: '+4930123',
      traits: { city: 'Lyon', size: 39 },
    });
  });
});

describe('consent', () => {
  const OTHER = customerId('other');
  async function stateOf(store: MemoryStore, topic = 'offers') {
    const key = addressKey('email:maya@example.org');
    return (await store.loadContacts([key])).get(key)?.consents[consentKey('email', topic)]?.state;
  }

  it('belongs to the address: an opt-out holds for every profile with it', async () => {
    const { store, apply } = aWorld();
    await apply(anIdentity({ consents: [granted('offers')] }));
    await apply(anIdentity({ customerId: OTHER, consents: [denied('offers', { at: NOW })] }));
    expect(await stateOf(store)).toBe('denied');
  });

  it.each([
    ['a later refusal wins', granted('offers', { at: NOW - 2 }), denied('offers', { at: NOW - 1 }), 'denied'],
    ['a later grant wins', denied('offers', { at: NOW - 2 }), granted('offers', { at: NOW - 1 }), 'granted'],
    [
      'at one instant the refusal wins',
      denied('offers', { at: NOW }),
      granted('offers', { at: NOW }),
      'denied',
    ],
  ])('%s, whichever is heard of first', async (_, one, other, state) => {
    for (const consents of [
      [one, other],
      [other, one],
    ]) {
      const { store, apply } = aWorld();
      for (const change of consents) await apply(anIdentity({ consents: [change] }));
      expect(await stateOf(store)).toBe(state);
      const together = aWorld();
      await together.apply(anIdentity({ consents }));
      expect(await stateOf(together.store)).toBe(state);
    }
  });

  it('leaves a fact with its proof, and waits where there is no address to keep it under yet', async () => {
    const { store, apply } = aWorld();
    const consents = [granted('offers'), granted('offers', { channel: 'sms' })];
    await apply(anIdentity({ consents }));
    const key = addressKey('email:maya@example.org');
    expect((await store.loadContacts([key])).get(key)?.version).toBe(1);
    const facts = (await store.factsOf(MAYA, 9)).filter(({ kind }) => kind === 'consent-changed');
    expect(facts).toMatchObject([
      { at: consents[1]?.at, body: { channel: 'sms', source: 'checkout form' } },
      { at: consents[0]?.at, body: { channel: 'email', source: 'checkout form' } },
    ]);
    expect((await store.loadProfile(MAYA))?.consents).toEqual([consents[1]]);
  });
});

describe('a lost race', () => {
  it('is run again: of eight events at once none is lost', async () => {
    const { store, apply } = aWorld();
    const events = Array.from({ length: 8 }, (_, i) => anOrderEvent({ id: `o-${i}`, amountMinor: 100 }));
    expect(await Promise.all(events.map((event) => apply(event)))).toEqual(events.map(() => 'applied'));
    const person = await store.loadProfile(MAYA);
    expect([person?.version, person?.lifecycle?.statistics.spendMinor]).toEqual([8, 800]);
  });

  it('is given up after eight, with a word on what to do', async () => {
    const { deps } = aWorld();
    let tries = 0;
    const store: EventDeps['store'] = {
      ...deps.store,
      applyEvent: async () => {
        tries += 1;
        return 'conflict';
      },
    };
    const given = applyEvent({ ...deps, store }, BOOK, anEvent(), NOW);
    await expect(given).rejects.toThrow(EventConflict);
    await expect(given).rejects.toThrow(expect.objectContaining({ code: 'event-conflict' }));
    expect(tries).toBe(8);
  });
});

describe('the order in which events arrive', () => {
  const events = fc
    .array(
      fc.record({
        day: fc.integer({ min: 2, max: 200 }),
        amountMinor: fc.integer({ min: -2_000, max: 9_000 }),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((rows) =>
      rows.map(({ day, amountMinor }, i) =>
        i % 4 === 3
          ? anIdentity({
              at: NOW - day * DAY_MS,
              consents: [granted(`topic-${i}`, { at: NOW - day * DAY_MS })],
            })
          : anOrderEvent({ id: `o-${i}`, at: NOW - day * DAY_MS + i, amountMinor }),
      ),
    )
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

  async function stateAfter(list: readonly CustomerEvent[]) {
    const { store, apply } = aWorld();
    for (const event of list) await apply(event);
    const key = addressKey('email:maya@example.org');
    return { record: await store.loadPerson(MAYA), contact: (await store.loadContacts([key])).get(key) };
  }

  it('does not matter: the same events give the same person', async () => {
    await fc.assert(
      fc.asyncProperty(events, async ([list, otherwise]) => {
        expect(await stateAfter(otherwise)).toEqual(await stateAfter(list));
      }),
      { numRuns: 300 },
    );
  });
});
