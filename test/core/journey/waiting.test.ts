import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { NO_ORDERS } from '../../../core/customer/order.ts';
import type { journeySchema, NodeOf } from '../../../core/journey/definition.ts';
import { type WaitContext, waitEnd, zoneOf } from '../../../core/journey/waiting.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, isoInstant } from '../../../core/time.ts';
import { aJourney, aPerson, aRhythm, at, NOW, someSettings } from '../../support/builders.ts';
import { after, END, step } from '../../support/steps.ts';

type Nodes = NonNullable<z.input<typeof journeySchema>['nodes']>;
type WaitInput = Omit<Extract<Nodes[string], { type: 'wait' }>, 'type' | 'next'>;

function waitOf(how: WaitInput): NodeOf<'wait'> {
  const { nodes } = aJourney({ nodes: { rest: { type: 'wait', next: 'done', ...how }, done: END } });
  const rest = nodes['rest'];
  if (rest?.type !== 'wait') throw new Error('that is no wait');
  return rest;
}

/** When a wait that begins on Tuesday 10 March, 11:00 UTC (12:00 in Berlin) ends; `missing` where its date is not known. */
function ends(how: WaitInput, more: Partial<WaitContext> = {}): string {
  const end = waitEnd(waitOf(how), {
    person: aPerson(),
    now: NOW,
    settings: DEFAULT_SETTINGS,
    rhythm: aRhythm({ p50Days: 20, p80Days: 40, firstP50Days: 10, firstP80Days: 30 }),
    properties: {},
    history: null,
    orderInstants: () => [],
    ...more,
  });
  return end.kind === 'missing' ? 'missing' : isoInstant(end.at).replace(/:00\.000Z$/, '');
}

const livingIn = (zone: string | null) => ({ person: aPerson({ zone }) });
const trait = (traits: Record<string, string | number>, zone = 'Europe/Berlin') => ({
  person: aPerson({ traits, zone }),
});

describe('a wait', () => {
  it.each<[string, WaitInput, Partial<WaitContext>, string]>([
    ['for a length', { for: '36h' }, {}, '2026-03-11T23:00'],
    ['until a local time later today', { until: { time: '18:30' } }, {}, '2026-03-10T17:30'],
    ['until a local time that is now', { until: { time: '12:00' } }, {}, '2026-03-10T11:00'],
    ['until a local time that is past today', { until: { time: '11:59' } }, {}, '2026-03-11T10:59'],
    [
      'until a local time of one weekday',
      { until: { time: '09:00', weekdays: ['monday'] } },
      {},
      '2026-03-16T08:00',
    ],
    [
      'until a local time across the clock change',
      { until: { time: '09:00', weekdays: ['sunday'] } },
      { now: at('2026-03-28T12:00:00Z') },
      '2026-03-29T07:00',
    ],
    [
      'until a local time that the change skips',
      { until: { time: '02:30' } },
      { now: at('2026-03-28T12:00:00Z') },
      '2026-03-29T01:00',
    ],
    ['until a local time in Tokyo', { until: { time: '09:00' } }, livingIn('Asia/Tokyo'), '2026-03-11T00:00'],
    [
      'until a local time where no zone is known: the shop’s',
      { until: { time: '09:00' } },
      { ...livingIn(null), settings: someSettings({ shop: { zone: 'Asia/Shanghai' } }) },
      '2026-03-11T01:00',
    ],
    [
      'until a local time where the zone does not exist: the shop’s',
      { until: { time: '09:00' } },
      { ...livingIn('Mars/Olympus'), settings: someSettings({ shop: { zone: 'Asia/Shanghai' } }) },
      '2026-03-11T01:00',
    ],
    ['until a date', { until: { trait: 'due' } }, trait({ due: '2026-04-01' }), '2026-04-01T08:00'],
    [
      'until five days before a date, at a time',
      { until: { trait: 'due', offset: '-5d', at: '07:15' } },
      trait({ due: '2026-04-01' }),
      '2026-03-27T06:15',
    ],
    [
      'until a date of the event',
      { until: { property: 'visit.on', offset: '-1d' } },
      { properties: { visit: { on: '2026-03-20T15:00:00Z' } } },
      '2026-03-19T09:00',
    ],
    [
      'until a date that is past: no longer',
      { until: { trait: 'due' } },
      trait({ due: '2026-03-01' }),
      '2026-03-10T11:00',
    ],
    ['until a date that is not known', { until: { trait: 'due' } }, {}, 'missing'],
    ['until a date nobody can read', { until: { trait: 'due' } }, trait({ due: 'soon' }), 'missing'],
    [
      'until a birthday',
      { until: { trait: 'birthday', yearly: true } },
      trait({ birthday: '1990-05-17' }),
      '2026-05-17T08:00',
    ],
    [
      'until a birthday that was this year',
      { until: { trait: 'birthday', yearly: true } },
      trait({ birthday: '1990-03-09' }),
      '2027-03-09T09:00',
    ],
    [
      'until a birthday today, at a time to come',
      { until: { trait: 'birthday', yearly: true, at: '13:00' } },
      trait({ birthday: '03-10' }),
      '2026-03-10T12:00',
    ],
    [
      'until a birthday on 29 February',
      { until: { trait: 'birthday', yearly: true } },
      trait({ birthday: '1996-02-29' }),
      '2027-02-28T09:00',
    ],
    [
      'until a month and day, which come every year anyway',
      { until: { trait: 'birthday' } },
      trait({ birthday: '--05-17' }),
      '2026-05-17T08:00',
    ],
    [
      'until a festival',
      { until: { festival: 'mid-autumn' } },
      livingIn('Asia/Shanghai'),
      '2026-09-25T02:00',
    ],
    [
      'until two days before a festival',
      { until: { festival: 'christmas', offset: '-2d', at: '09:00' } },
      {},
      '2026-12-23T08:00',
    ],
    ['until the best hour of somebody without orders: ten', { until: 'best-hour' }, {}, '2026-03-11T09:00'],
    [
      'until the best hour of one who orders at nine in the evening: within the day’s hours',
      { until: 'best-hour' },
      { orderInstants: () => Array.from({ length: 9 }, (_, i) => NOW - i * DAY_MS + 8 * HOUR_MS) },
      '2026-03-10T19:00',
    ],
    [
      'until the best hour where no hour is quiet',
      { until: 'best-hour' },
      {
        settings: someSettings({ messages: { quietHours: null } }),
        orderInstants: () => Array.from({ length: 9 }, (_, i) => NOW - i * DAY_MS + 10 * HOUR_MS),
      },
      '2026-03-10T21:00',
    ],
  ])('%s', (_, how, more, wanted) => {
    expect(ends(how, more)).toBe(wanted);
  });

  const ordered = (daysAgo: readonly number[]) => {
    const days = daysAgo.map((ago) => Math.floor((NOW - ago * DAY_MS) / DAY_MS));
    const last = daysAgo.at(-1) ?? 0;
    return {
      history: {
        ...NO_ORDERS,
        days,
        dayMinor: days.map(() => 1),
        orders: days.length,
        lastOrderAt: NOW - last * DAY_MS,
      },
    };
  };

  it.each<[string, NonNullable<WaitInput['gap']>, Partial<WaitContext>, number]>([
    ['of the shop since the first order', { of: 'shop', quantile: 'p50' }, ordered([3]), 10 - 3],
    ['the long one', { of: 'shop', quantile: 'p80' }, ordered([3]), 30 - 3],
    ['of the shop after two orders', { of: 'shop', quantile: 'p50' }, ordered([30, 3]), 20 - 3],
    ['from now on', { of: 'shop', quantile: 'p50', from: 'now' }, ordered([3]), 10],
    ['from now on where there is no order', { of: 'shop', quantile: 'p50' }, {}, 10],
    ['times 1.3', { of: 'shop', quantile: 'p50', from: 'now', times: 1.3 }, {}, 13],
    ['less five days', { of: 'shop', quantile: 'p50', offset: '-5d' }, ordered([3]), 10 - 5 - 3],
    ['that is over: no longer', { of: 'shop', quantile: 'p50' }, ordered([50]), 0],
    ['that is over, with a least', { of: 'shop', quantile: 'p50', atLeast: '2d' }, ordered([50]), 2],
    ['with a most', { of: 'shop', quantile: 'p80', atMost: '7d' }, ordered([3]), 7],
    ['of a customer without own gaps: the shop’s', { of: 'customer', quantile: 'p50' }, ordered([3]), 10 - 3],
  ])('a gap %s', (_, gap, more, days) => {
    expect(ends({ gap }, more)).toBe(isoInstant(NOW + days * DAY_MS).replace(/:00\.000Z$/, ''));
  });

  it('a gap of a customer leans on their own', () => {
    const own = { of: 'customer', quantile: 'p50' } as const;
    const often = ordered(Array.from({ length: 21 }, (_, i) => 40 - 2 * i));
    const days = (Date.parse(`${ends({ gap: own }, often)}:00Z`) - NOW) / DAY_MS;
    expect(days).toBeGreaterThanOrEqual(2);
    expect(days).toBeLessThan(5);
  });
});

describe('a wait node whose date is not known', () => {
  const rest = { type: 'wait', until: { trait: 'due' }, next: 'next' } as const;
  const way = (reason: string) => ({ type: 'exit', reason }) as const;

  it.each([
    [
      'goes the way it names for that',
      { rest: { ...rest, missing: 'other' }, next: way('next'), other: way('other') },
      'other',
    ],
    ['goes on where it names none', { rest, next: way('next') }, 'next'],
  ])('%s', (_, nodes, taken) => {
    expect(after(step(nodes))).toMatchObject({ status: 'ended', endDetail: taken });
  });

  it('goes the other way at the end of one that is', () => {
    const nodes = { rest: { ...rest, missing: 'other' }, next: way('next'), other: way('other') } as const;
    const person = aPerson({ traits: { due: '2026-03-12' } });
    const resting = after(step(nodes, { person }));
    expect(resting).toMatchObject({ nodeId: 'rest', resting: true });
    expect(after(step(nodes, { person, enrolment: resting, now: NOW + 2 * DAY_MS })).endDetail).toBe('next');
  });
});

describe('zoneOf', () => {
  it.each([
    ['Asia/Tokyo', 'Europe/Berlin', 'Asia/Tokyo'],
    ['Nowhere/Here', 'Europe/Berlin', 'Europe/Berlin'],
    [null, 'Europe/Berlin', 'Europe/Berlin'],
    ['', 'Europe/Berlin', 'Europe/Berlin'],
  ])('%s in a shop in %s: %s', (zone, shop, wanted) => {
    expect(zoneOf({ zone }, someSettings({ shop: { zone: shop } }))).toBe(wanted);
  });
});
