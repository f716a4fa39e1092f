import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { bookOf } from '../../../core/journey/book.ts';
import type { journeySchema } from '../../../core/journey/definition.ts';
import { lookBackFor, namesLookedBackOn } from '../../../core/journey/lookBack.ts';
import { needsOf } from '../../../core/journey/needs.ts';
import type { Trigger } from '../../../core/journey/occasion.ts';
import { react } from '../../../core/journey/react.ts';
import type { RecentEvent } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { aJourney, anEvent, anOrderEvent, aPerson, MAYA, NOW, published } from '../../support/builders.ts';
import { aJourneyWorld } from '../../support/journeyWorld.ts';
import { know } from '../../support/sendWorld.ts';
import { END, happened } from '../../support/steps.ts';

type Journey = z.input<typeof journeySchema>;

const CHECKOUT = { on: 'event', event: 'Checkout Started', key: 'cart_id' } as const;
const ORDER = { on: 'event', event: 'Order Completed' } as const;
const CART = aJourney({ entry: [CHECKOUT], goal: { ...ORDER, key: 'cart_id' } });

/** What follows from a checkout of cart `c` ten minutes ago, told now, as `kind reason`. */
function toldNow(overrides: Partial<Journey>, events: readonly RecentEvent[]): string[] {
  const book = bookOf([published(aJourney({ entry: [CHECKOUT], ...overrides }))]);
  const trigger: Trigger = {
    kind: 'event',
    name: 'Checkout Started',
    properties: { cart_id: 'c' },
    at: NOW - 10 * MINUTE_MS,
  };
  const { facts } = react({
    person: aPerson(),
    enrolments: [],
    triggers: [trigger],
    now: NOW,
    journeys: book.latest,
    definitionOf: book.definitionOf,
    events,
  });
  return facts.map(({ kind, body }) =>
    typeof body['reason'] === 'string' ? `${kind} ${body['reason']}` : kind,
  );
}

describe('what ended a passage before it begins', () => {
  const keyed = { goal: { ...ORDER, key: 'cart_id' } };
  const unkeyed = { exits: [ORDER] };
  const filtered = { exits: [{ ...ORDER, where: { property: 'revenue_minor', min: 100 } }] };
  const of = (cart: string) => ({ cart_id: cart });

  it.each([
    [
      'an order of the cart after the checkout',
      keyed,
      happened('Order Completed', MINUTE_MS, of('c')),
      'over',
    ],
    ['an order of the cart before it', keyed, happened('Order Completed', HOUR_MS, of('c')), 'over'],
    [
      'an order of the cart a day before it',
      keyed,
      happened('Order Completed', DAY_MS + 10 * MINUTE_MS, of('c')),
      'over',
    ],
    [
      'an order of the cart longer before',
      keyed,
      happened('Order Completed', DAY_MS + 10 * MINUTE_MS + 1, of('c')),
      'in',
    ],
    ['an order of another cart', keyed, happened('Order Completed', MINUTE_MS, of('d')), 'in'],
    ['any order after the checkout', unkeyed, happened('Order Completed', MINUTE_MS), 'over'],
    ['any order in the instant of the checkout', unkeyed, happened('Order Completed', 10 * MINUTE_MS), 'in'],
    ['any order before it', unkeyed, happened('Order Completed', 11 * MINUTE_MS), 'in'],
    [
      'an order the filter holds of',
      filtered,
      happened('Order Completed', 0, { revenue_minor: 100 }),
      'over',
    ],
    ['an order it does not hold of', filtered, happened('Order Completed', 0, { revenue_minor: 99 }), 'in'],
    ['something else', keyed, happened('Cart Viewed', 0, of('c')), 'in'],
  ])('%s', (_, overrides, event, wanted) => {
    const result = wanted === 'in' ? ['journey-entered'] : ['journey-refused already-over'];
    expect(toldNow(overrides, [event])).toEqual(result);
  });

  it('keeps nobody out where it was the event that lets them in', () => {
    expect(toldNow({ exits: [{ on: 'event', event: 'Checkout Started' }] }, [])).toEqual(['journey-entered']);
  });

  it('names the passage that was over, and by what', async () => {
    const world = aJourneyWorld();
    await know(world.store);
    await world.publish(CART);
    await world.tell({ ...anOrderEvent(), properties: { cart_id: 'c' } });
    await world.tell(anEvent({ name: 'Checkout Started', properties: { cart_id: 'c' } }));
    const refused = (await world.store.factsOf(MAYA, 9)).find(({ kind }) => kind === 'journey-refused');
    expect(refused?.body).toEqual({ reason: 'already-over', key: 'c', by: 'Order Completed' });
  });

  it('does not count an event that came more than a day late', async () => {
    const world = aJourneyWorld();
    await know(world.store);
    await world.publish(CART);
    const late = anOrderEvent({ at: NOW - DAY_MS - 1 });
    await world.tell({ ...late, properties: { cart_id: 'c' } });
    await world.tell(anEvent({ name: 'Checkout Started', at: NOW - HOUR_MS, properties: { cart_id: 'c' } }));
    expect((await world.store.loadPerson(MAYA))?.enrolments).toMatchObject([{ status: 'active', key: 'c' }]);
    expect(await world.store.recentEvents(MAYA, { names: ['Order Completed'], since: 0, limit: 9 })).toEqual(
      [],
    );
  });
});

describe('what is read to look back', () => {
  const WATCHING = aJourney({
    entry: [{ on: 'event', event: 'Viewed', where: { happened: 'Viewed', atLeast: 3 } }],
    exits: [{ on: 'condition', when: { any: [{ happened: ['Called'] }, { not: { happened: 'Bounced' } }] } }],
    goal: { ...ORDER, where: { happened: 'Opened' } },
    nodes: {
      listen: {
        type: 'wait-for',
        event: ['Replied'],
        where: { happened: 'Asked' },
        timeout: '1d',
        next: 'choose',
        onTimeout: 'done',
      },
      choose: {
        type: 'branch',
        cases: [{ when: { all: [{ happened: 'Clicked' }] }, next: 'done' }],
        otherwise: 'done',
      },
      done: END,
    },
  });
  const ALL = ['Asked', 'Bounced', 'Called', 'Clicked', 'Opened', 'Order Completed', 'Replied', 'Viewed'];

  it('are the events a definition names, wherever it names them', () => {
    expect(namesLookedBackOn(WATCHING)).toEqual(ALL);
    expect(needsOf(WATCHING)).toMatchObject({ events: ALL, record: false });
    expect([...needsOf(WATCHING).eventsOfEndings].sort()).toEqual(['Asked', 'Bounced', 'Called', 'Opened']);
  });

  it('is nothing for most definitions', () => {
    expect(needsOf(aJourney())).toEqual({ events: [], eventsOfEndings: [], record: false, segments: false });
  });

  it.each([
    ['another journey', { start: { type: 'start', journey: 'other', next: 'done' } }],
    ['a rhythm', { start: { type: 'wait', gap: { of: 'shop', quantile: 'p50' }, next: 'done' } }],
    ['a best hour', { start: { type: 'wait', until: 'best-hour', next: 'done' } }],
  ] as const)('is the whole record where it names %s', (_, nodes) => {
    expect(needsOf(aJourney({ nodes: { ...structuredClone(nodes), done: END } })).record).toBe(true);
  });

  const asked = (definition: Parameters<typeof published>[0], trigger: Partial<Trigger>) => {
    const whole = { kind: 'event', name: 'Signed Up', properties: {}, at: NOW, ...trigger } as Trigger;
    return [...lookBackFor([published(definition)], [whole], NOW)].sort();
  };

  it.each([
    ['an event that is told as it happens', aJourney({ exits: [ORDER] }), {}, []],
    ['an event that is told later', aJourney({ exits: [ORDER] }), { at: NOW - 1 }, ['Order Completed']],
    ['an event nobody enters by', aJourney({ exits: [ORDER] }), { name: 'Else', at: NOW - 1 }, []],
    ['an entry by key', CART, { name: 'Checkout Started' }, ['Order Completed']],
    ['an entry that asks what happened', WATCHING, { name: 'Viewed' }, ALL],
  ])('is read for %s: %#', (_, definition, trigger, names) => {
    expect(asked(definition, trigger as Partial<Trigger>)).toEqual(names);
  });
});

describe('a condition on what happened', () => {
  it('counts the event that is just told, for entries', async () => {
    const world = aJourneyWorld({ store: createMemoryStore() });
    await know(world.store);
    const entry = [{ on: 'event', event: 'Viewed', where: { happened: 'Viewed', atLeast: 3 } }] as const;
    await world.publish(aJourney({ entry: [...entry] }));
    const inside = async () => (await world.store.loadPerson(MAYA))?.enrolments.length;
    for (const expected of [0, 0, 1]) {
      await world.tell(anEvent({ name: 'Viewed' }));
      expect(await inside()).toBe(expected);
    }
  });

  it('ends a passage the moment it comes to hold', async () => {
    const world = aJourneyWorld();
    await know(world.store);
    const exits = [
      { on: 'condition', when: { happened: 'Called', within: 'this-journey', atLeast: 2 } },
    ] as const;
    const nodes = { rest: { type: 'wait', for: '9d', next: 'done' }, done: END } as const;
    await world.publish(aJourney({ exits: structuredClone([...exits]), nodes: structuredClone(nodes) }));
    await world.tell(anEvent({ name: 'Called' }));
    world.clock.now += 1;
    await world.tell(anEvent({ at: NOW + 1 }));
    const status = async () => (await world.store.loadPerson(MAYA))?.enrolments[0]?.endReason;
    await world.tell(anEvent({ name: 'Called', at: NOW + 1 }));
    expect(await status()).toBeNull();
    await world.tell(anEvent({ name: 'Called', at: NOW + 1 }));
    expect(await status()).toBe('exit');
  });
});
