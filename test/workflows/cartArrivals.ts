/**
 * The abandoned cart, end to end through events and waves in virtual time, with the journey as it is shipped: somebody begins
 * two checkouts, A and B, and orders A. Every order in which the three events can arrive, around every instant that matters.
 */
import { expect } from 'vitest';
import type { CustomerEvent } from '../../core/customer/event.ts';
import { type CustomerId, customerId } from '../../core/ids.ts';
import { pickHoldout } from '../../core/journey/pick.ts';
import type { Store } from '../../core/ports.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../core/time.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { anEvent, anOrderEvent, NOW, someSettings } from '../support/builders.ts';
import { aJourneyWorld, type JourneyWorld, knowTemplates } from '../support/journeyWorld.ts';
import { know } from '../support/sendWorld.ts';

const settings = someSettings({ messages: { quietHours: null, caps: [] } });
const TEN_MINUTES = 10 * MINUTE_MS;

/** When the order's event arrives: beside the checkouts, or around the end of A's first or second wait. */
const ARRIVALS = [
  'before both checkouts',
  'between the two checkouts',
  'right after both checkouts',
  'half an hour after A',
  'a second before the hour ends',
  'in the second the hour ends, before the wave',
  'in the second the hour ends, between step and message',
  'in the second the hour ends, after the wave',
  'a second after the hour',
  'a second before the day ends',
  'in the second the day ends, before the wave',
  'in the second the day ends, between step and message',
  'in the second the day ends, after the wave',
  'a second after the day',
] as const;
type Arrival = (typeof ARRIVALS)[number];

/** How many reminders of A there are, by when the order arrives. */
function remindersOfA(arrival: Arrival): 0 | 1 | 2 {
  const place = ARRIVALS.indexOf(arrival);
  return place < ARRIVALS.indexOf('in the second the hour ends, after the wave')
    ? 0
    : place < ARRIVALS.indexOf('in the second the day ends, after the wave')
      ? 1
      : 2;
}

export interface Case {
  readonly first: 'A' | 'B';
  /** Between the arrivals of the two checkouts. */
  readonly apartMs: number;
  /** How long before it arrives a checkout began. */
  readonly lagMs: number;
  /** When the order happened: as it arrives, or by its own clock before the checkout (as far as a day reaches back). */
  readonly ordered: 'as it arrives' | 'before the checkout';
  readonly arrival: Arrival;
  readonly duplicates: 'none' | 'each at once' | 'all in the end';
  /** How far past a whole minute, on which waves run, the first checkout arrives. */
  readonly pastMs: number;
}

export const CASES: readonly Case[] = [0, 17_300].flatMap((pastMs) =>
  (['A', 'B'] as const).flatMap((first) =>
    [0, TEN_MINUTES].flatMap((apartMs) =>
      [0, TEN_MINUTES].flatMap((lagMs) =>
        (['as it arrives', 'before the checkout'] as const).flatMap((ordered) =>
          (['none', 'each at once', 'all in the end'] as const).flatMap((duplicates) =>
            ARRIVALS.map((arrival) => ({ first, apartMs, lagMs, ordered, arrival, duplicates, pastMs })),
          ),
        ),
      ),
    ),
  ),
);

function nameOf({ first, apartMs, lagMs, ordered, arrival, duplicates, pastMs }: Case): string {
  const minutes = (ms: number) => `${ms / MINUTE_MS} min`;
  return `${first} first, ${minutes(apartMs)} apart, ${minutes(lagMs)} late; ordered ${ordered}, told ${arrival}; duplicates: ${duplicates}; ${pastMs} ms past the minute`;
}

/** People whom the journey's holdout does not hold out. */
export const PEOPLE: readonly CustomerId[] = Array.from({ length: 2 * CASES.length }, (_, i) =>
  customerId(`p${i}`),
)
  .filter((id) => {
    const passage = { arms: {}, journeyId: 'cart-saved', customerId: id };
    return pickHoldout(settings.seed, passage, 'holdout', 0.1) === 'treated';
  })
  .slice(0, CASES.length);

export async function aShop(store: Store): Promise<JourneyWorld> {
  const { journeys, templates } = loadShipped();
  const world = aJourneyWorld({ store, settings, now: NOW });
  for (const id of PEOPLE) await know(store, { id });
  await knowTemplates(store, templates);
  for (const journey of journeys) if (journey.id === 'cart-saved') await world.publish(journey);
  return world;
}

/** Tells the order's event at its place around the instant `end` at which a wait ends. */
async function tellAround(
  { clock, runTo, stepsOnly, drain }: JourneyWorld,
  arrival: Arrival,
  end: Instant,
  tell: () => Promise<void>,
): Promise<void> {
  const wave = Math.ceil(end / MINUTE_MS) * MINUTE_MS;
  if (arrival.startsWith('a second before')) {
    await runTo(end - SECOND_MS);
    return tell();
  }
  if (arrival.startsWith('a second after') || arrival.endsWith('after the wave')) {
    await runTo(arrival.startsWith('a second') ? wave + SECOND_MS : wave);
    return tell();
  }
  const isBetween = arrival.endsWith('between step and message');
  await runTo((isBetween ? wave : end) - 1);
  clock.now = isBetween ? wave : end;
  if (isBetween) await stepsOnly();
  await tell();
  await drain();
}

/** Plays one case from `start` on, and says when each reminder of each cart went out, in minutes after its checkout came. */
async function play(world: JourneyWorld, one: Case, id: CustomerId, start: Instant) {
  const { clock, runTo, sent } = world;
  const [cartA, cartB] = [`${id}-a`, `${id}-b`];
  const arrivalOf = { A: 0, B: 0, [one.first === 'A' ? 'B' : 'A']: one.apartMs };
  const atA = start + arrivalOf.A;
  const told: CustomerEvent[] = [];
  const tell = async (event: CustomerEvent) => {
    told.push(event);
    expect(await world.tell(event)).toBe('applied');
    if (one.duplicates === 'each at once') expect(await world.tell(event)).toBe('duplicate');
  };
  const checkOut = async (cart: 'A' | 'B') => {
    const properties = { cart_id: cart === 'A' ? cartA : cartB };
    const at = start + arrivalOf[cart] - one.lagMs;
    await tell(anEvent({ name: 'Checkout Started', customerId: id, at, properties }));
  };
  const order = async () => {
    const before = Math.max(atA - one.lagMs - MINUTE_MS, clock.now - DAY_MS);
    const at = one.ordered === 'as it arrives' ? clock.now : before;
    const event = anOrderEvent({ id: `order-${id}`, customerId: id, at });
    await tell({ ...event, properties: { cart_id: cartA } });
  };
  const second = one.first === 'A' ? 'B' : 'A';
  clock.now = start;
  if (one.arrival === 'before both checkouts') await order();
  await checkOut(one.first);
  if (one.arrival === 'between the two checkouts') await order();
  await runTo(start + one.apartMs);
  await checkOut(second);
  if (one.arrival === 'right after both checkouts') await order();
  await world.drain();
  if (one.arrival === 'half an hour after A') {
    await runTo(atA + 30 * MINUTE_MS);
    await order();
  } else if (one.arrival.includes('hour')) await tellAround(world, one.arrival, atA + HOUR_MS, order);
  else if (one.arrival.includes('day')) await tellAround(world, one.arrival, atA + DAY_MS, order);
  if (one.duplicates === 'all in the end')
    for (const event of told) expect(await world.tell(event)).toBe('duplicate');
  await runTo(start + 1.5 * DAY_MS);
  const minutesAfter = (cart: 'A' | 'B') =>
    sent
      .filter(({ decision }) => decision.startsWith(`${id}/cart-saved/${cart === 'A' ? cartA : cartB}/`))
      .map(({ at, template }) => `${template} ${Math.floor((at - start - arrivalOf[cart]) / MINUTE_MS)}`);
  return { a: minutesAfter('A'), b: minutesAfter('B') };
}

const REMINDERS = ['cart-saved-first 60', 'cart-saved-second 1440'];

/** Plays every case, each with a person of its own, on one store; says what was wrong, and of which case. */
export async function wrongReminders(store: Store, cases: readonly Case[]): Promise<string[]> {
  const world = await aShop(store);
  const wrong: string[] = [];
  for (const [index, one] of cases.entries()) {
    const id = PEOPLE[index] ?? customerId('nobody');
    const { a, b } = await play(world, one, id, NOW + index * 2 * DAY_MS + one.pastMs);
    const expected = [...REMINDERS.slice(0, remindersOfA(one.arrival)), '|', ...REMINDERS].join(', ');
    const actual = [...a, '|', ...b].join(', ');
    if (actual !== expected) wrong.push(`${nameOf(one)}: ${actual}, not ${expected}`);
  }
  const inside = await store.peopleInJourneys();
  return inside.length === 0 ? wrong : [...wrong, 'passages that have not ended'];
}
