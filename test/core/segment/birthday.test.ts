import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { membershipAt } from '../../../core/segment/membership.ts';
import { nextChangeAt } from '../../../core/segment/nextChange.ts';
import { ruleSchema } from '../../../core/segment/rule.ts';
import type { SegmentFacts } from '../../../core/segment/facts.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../../core/time.ts';
import { aPerson } from '../../support/builders.ts';
import { MODEL } from '../../support/segmentHistories.ts';

function factsOf(birthday: string | number | null, zone: string): SegmentFacts {
  const settings = { ...DEFAULT_SETTINGS, shop: { ...DEFAULT_SETTINGS.shop, zone } };
  return {
    person: aPerson({ traits: birthday === null ? {} : { birthday } }),
    orders: [],
    tallies: [],
    lists: {},
    contacts: { email: null, sms: null },
    loyalty: null,
    shop: { model: MODEL, settings, segments: new Map() },
  };
}

const TODAY = { birthday: 'today' };
const THIS_MONTH = { birthday: 'this-month' };
const WEEK_AHEAD = { birthday: { within: '7d' } };

function holds(rule: unknown, birthday: string | number | null, at: string, zone = 'UTC'): boolean {
  return membershipAt(ruleSchema.parse(rule), factsOf(birthday, zone), Date.parse(at));
}

function changes(rule: unknown, birthday: string, at: string, zone = 'UTC'): string | null {
  const change = nextChangeAt(ruleSchema.parse(rule), factsOf(birthday, zone), Date.parse(at));
  return change === null ? null : new Date(change).toISOString();
}

describe('a rule about birthdays', () => {
  it.each<[string, unknown, string | number | null, string, boolean]>([
    ['the day itself', TODAY, '1990-06-15', '2026-06-15T23:59:59.999Z', true],
    ['the day after', TODAY, '1990-06-15', '2026-06-16T00:00:00Z', false],
    ['a year that nobody told', TODAY, '06-15', '2026-06-15T00:00:00Z', true],
    ['milliseconds, as programs keep days', TODAY, Date.UTC(1990, 5, 15), '2026-06-15T08:00:00Z', true],
    ['first of its month', THIS_MONTH, '1990-06-30', '2026-06-01T00:00:00Z', true],
    ['over, in its month', THIS_MONTH, '1990-06-01', '2026-06-30T23:00:00Z', true],
    ['the month before', THIS_MONTH, '1990-06-01', '2026-05-31T23:59:00Z', false],
    ['seven days ahead', WEEK_AHEAD, '06-15', '2026-06-08T00:00:00Z', true],
    ['eight days ahead', WEEK_AHEAD, '06-15', '2026-06-07T23:59:59Z', false],
    ['behind', WEEK_AHEAD, '06-15', '2026-06-16T00:00:00Z', false],
    ['over the year', WEEK_AHEAD, '01-03', '2026-12-28T00:00:00Z', true],
    ['29 February in a common year', TODAY, '2000-02-29', '2027-02-28T12:00:00Z', true],
    ['not on 1 March', TODAY, '2000-02-29', '2027-03-01T12:00:00Z', false],
    ['29 February in a leap year', TODAY, '02-29', '2028-02-29T12:00:00Z', true],
    ['and not the day before', TODAY, '02-29', '2028-02-28T12:00:00Z', false],
    ['nobody told', THIS_MONTH, null, '2026-06-15T00:00:00Z', false],
    ['no date', THIS_MONTH, 'in June', '2026-06-15T00:00:00Z', false],
    ['a day no year has', THIS_MONTH, '06-31', '2026-06-15T00:00:00Z', false],
  ])('%s', (_, rule, birthday, at, expected) => {
    expect(holds(rule, birthday, at)).toBe(expected);
  });

  it('goes by the calendar of the shop', () => {
    expect(holds(TODAY, '06-15', '2026-06-14T16:00:00Z', 'Asia/Shanghai')).toBe(true);
    expect(holds(TODAY, '06-15', '2026-06-14T15:59:59Z', 'Asia/Shanghai')).toBe(false);
    expect(changes(TODAY, '06-15', '2026-01-01T00:00:00Z', 'Asia/Shanghai')).toBe('2026-06-14T16:00:00.000Z');
  });

  it.each<[string, unknown, string, string, string]>([
    ['enters on the day', TODAY, '06-15', '2026-06-15T00:00:00.000Z', '2026-01-05T00:00:00Z'],
    ['leaves with the day', TODAY, '06-15', '2026-06-16T00:00:00.000Z', '2026-06-15T10:00:00Z'],
    ['enters so many days before', WEEK_AHEAD, '06-15', '2026-06-08T00:00:00.000Z', '2026-06-01T00:00:00Z'],
    ['enters next year', WEEK_AHEAD, '06-15', '2027-06-08T00:00:00.000Z', '2026-06-16T00:00:00Z'],
    ['enters with the month', THIS_MONTH, '06-15', '2027-06-01T00:00:00.000Z', '2026-07-01T00:00:00Z'],
    ['leaves with the month', THIS_MONTH, '12-15', '2027-01-01T00:00:00.000Z', '2026-12-01T00:00:00Z'],
  ])('%s', (_, rule, birthday, expected, at) => {
    expect(changes(rule, birthday, at)).toBe(expected);
  });

  it('does not bring yesterday back where clocks are set back over midnight', () => {
    // St. John's, 7 November 2010: at 00:01 clocks went back to 23:01 of the 6th.
    const at = (time: string) => holds(TODAY, '11-06', `2010-11-07T${time}Z`, 'America/St_Johns');
    expect(['02:29:59', '02:30:00', '02:45:00', '03:30:00'].map(at)).toEqual([true, false, false, false]);
  });

  it.each(['1.5h', '12h', '365d', '0d', 'soon'])('refuses to look %s ahead', (within) => {
    expect(ruleSchema.safeParse({ birthday: { within } }).success).toBe(false);
  });

  it('never changes between one change foretold and the next', () => {
    const zones = fc.constantFrom('UTC', 'Asia/Beirut', 'America/Havana', 'Pacific/Apia', 'Asia/Kolkata');
    const birthdays = fc.constantFrom('02-29', '12-31', '01-01', '10-24', '10-25', '03-29', '1988-11-02');
    const rules = fc.constantFrom(TODAY, THIS_MONTH, WEEK_AHEAD, { not: { birthday: { within: '364d' } } });
    const begins = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 11, 31) });
    fc.assert(
      fc.property(zones, birthdays, rules, begins, (zone, birthday, raw, begin) => {
        const rule = ruleSchema.parse(raw);
        const facts = factsOf(birthday, zone);
        const holdsAt = (at: Instant) => membershipAt(rule, facts, at);
        const change = nextChangeAt(rule, facts, begin);
        expect(change).toBeGreaterThan(begin);
        const until = Math.min(change ?? 0, begin + 60 * DAY_MS);
        for (let at = begin; at < until; at += HOUR_MS) expect(holdsAt(at)).toBe(holdsAt(begin));
        expect(holdsAt((change ?? 0) - 1)).toBe(holdsAt(begin));
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
