import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { createRecorder } from '../../../adapters/memory/recorder.ts';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import type { OutboundMessage } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../../../core/time.ts';
import { eventsInOrder, asLiveEvents, Replay } from '../../../local/simulate/replay.ts';
import { aDecision, aJourney, anEvent, anOrder, anOrderEvent, at, MAYA } from '../../support/builders.ts';
import { addressKeyOf, decide, know } from '../../support/sendWorld.ts';

const START = at('2026-03-10');
const WELCOME = aJourney({
  exits: [{ on: 'event', event: 'Order Completed' }],
  nodes: {
    hello: { type: 'send', template: 'hello', next: 'rest' },
    rest: { type: 'wait', for: '1d', next: 'again' },
    again: { type: 'send', template: 'hello', next: 'done' },
    done: { type: 'end' },
  },
});

async function aReplay(events: readonly CustomerEvent[]) {
  const store = createMemoryStore();
  const sent: OutboundMessage[] = [];
  await know(store, { zone: 'Europe/Berlin' });
  await store.publishTemplate({ id: 'hello', channel: 'email', locales: {} }, {}, START);
  await store.publishJourney(WELCOME, START);
  const replay = new Replay({
    store,
    provider: createRecorder((message) => sent.push(message)),
    addressKeyOf,
    settings: DEFAULT_SETTINGS,
    feed: eventsInOrder(events),
    from: START,
    keepEvidence: false,
  });
  const times = () => sent.map((message) => new Date(message.at).toISOString().slice(5, 19));
  return { store, replay, times };
}

const signUp = (instant: Instant) => anEvent({ at: instant });
const order = (instant: Instant) => anOrderEvent({ at: instant });

describe('a replay', () => {
  it('sends on whole minutes, and never before its time', async () => {
    const { replay, times } = await aReplay([signUp(at('2026-03-10T10:00:20Z'))]);
    await replay.runUntil(START + 3 * DAY_MS);
    expect(times()).toEqual(['03-10T10:01:00', '03-11T10:01:00']);
  });

  it('holds what comes at night until morning in the customer’s zone', async () => {
    const { replay, times } = await aReplay([signUp(at('2026-03-10T22:30:00Z'))]);
    await replay.runUntil(START + 3 * DAY_MS);
    expect(times()[0]).toBe('03-11T07:00:00');
  });

  it('lets an event go before the wave of the same instant', async () => {
    const wait = at('2026-03-11T10:00:00Z');
    const { replay, times } = await aReplay([signUp(at('2026-03-10T10:00:00Z')), order(wait)]);
    await replay.runUntil(START + 3 * DAY_MS);
    expect(times()).toEqual(['03-10T10:00:00']);
  });

  it('stops before its end, and goes on from there', async () => {
    const { replay, times } = await aReplay([signUp(at('2026-03-10T10:00:00Z'))]);
    await replay.runUntil(at('2026-03-11T10:00:00Z'));
    expect(times()).toHaveLength(1);
    await replay.runUntil(at('2026-03-11T10:00:00Z') + 1);
    expect(times()).toHaveLength(2);
  });

  it('leaves an event at its end to the next run', async () => {
    const { replay, store } = await aReplay([order(START + DAY_MS)]);
    await replay.runUntil(START + DAY_MS);
    expect((await store.loadPerson(MAYA))?.orders).toEqual([]);
    await replay.runUntil(START + DAY_MS + 1);
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(1);
  });

  it('finds what was overdue when it began', async () => {
    const { replay, store, times } = await aReplay([]);
    await decide(store, aDecision({ dueAt: START - DAY_MS, expiresAt: START + DAY_MS }));
    await replay.runUntil(START + 9 * HOUR_MS);
    expect(times()).toEqual(['03-10T07:00:00']);
  });

  it('evaluates by night, with a refit a week', async () => {
    const { replay, store } = await aReplay([order(START + HOUR_MS)]);
    for (let day = 0; day < 10; day += 1) {
      await replay.night(START + day * DAY_MS);
      await replay.runUntil(START + (day + 1) * DAY_MS);
    }
    expect([replay.nights, replay.refits]).toEqual([10, 2]);
    expect(await store.lastEvaluation()).toMatchObject({ at: START + 9 * DAY_MS });
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(1);
  });

  it('ends when nothing is left to come', async () => {
    const { replay, times } = await aReplay([]);
    await replay.runUntil(Number.POSITIVE_INFINITY);
    expect(times()).toEqual([]);
  });
});

describe('a feed', () => {
  it('makes a live event of each order, under an id of its own', () => {
    const orders = [anOrder({ id: 'a', at: START }), anOrder({ id: 'b', at: START + MINUTE_MS })];
    const feed = asLiveEvents(orders);
    expect([feed.length, feed.at(1)]).toEqual([2, START + MINUTE_MS]);
    expect(feed.event(1)).toMatchObject({
      kind: 'order',
      messageId: 'b',
      at: START + MINUTE_MS,
      order: orders[1],
    });
  });

  it('says with an order what was said with it, and leaves events as they were', () => {
    const seen = anEvent({ name: 'Page Viewed', at: START });
    const feed = asLiveEvents(
      [seen, anOrder({ id: 'a', at: START }), anOrder({ id: 'b', at: START })],
      new Map([['a', { cart_id: 'c1' }]]),
    );
    expect(feed.event(0)).toBe(seen);
    expect(feed.event(1)).toMatchObject({ properties: { cart_id: 'c1' } });
    expect(feed.event(2)).not.toHaveProperty('properties');
  });

  it.each([
    ['orders', asLiveEvents([])],
    ['events', eventsInOrder([])],
  ])('of %s has nothing beyond its end', (_, feed) => {
    expect(() => feed.at(0)).toThrow(RangeError);
    expect(() => feed.event(0)).toThrow(/there is no (happening|event) 0 of 0/);
  });
});
