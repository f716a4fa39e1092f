import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../../../core/loyalty/account.ts';
import { expiryOf } from '../../../core/loyalty/calendar.ts';
import { Ledger } from '../../../core/loyalty/ledger.ts';
import { nextTimeOf, passTime } from '../../../core/loyalty/passTime.ts';
import { DAY_MS, isoInstant } from '../../../core/time.ts';
import { at, NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

describe('points lapse', () => {
  it.each([
    [
      'so many months later, at the end of that day',
      { kind: 'months', months: 24, at: 'day' },
      'UTC',
      '2028-03-11T00:00:00.000Z',
    ],
    [
      'at the end of that month',
      { kind: 'months', months: 24, at: 'month-end' },
      'UTC',
      '2028-04-01T00:00:00.000Z',
    ],
    [
      'by the calendar of the shop',
      { kind: 'months', months: 24, at: 'month-end' },
      'Asia/Shanghai',
      '2028-03-31T16:00:00.000Z',
    ],
    ['on one day of the year', { kind: 'date', month: 12, day: 31 }, 'UTC', '2027-01-01T00:00:00.000Z'],
    [
      'on that day a year later, where it is too near',
      { kind: 'date', month: 4, day: 1 },
      'UTC',
      '2027-04-02T00:00:00.000Z',
    ],
    [
      'after so long without any earned or spent',
      { kind: 'inactivity', months: 6 },
      'UTC',
      '2026-09-11T00:00:00.000Z',
    ],
  ])('%s', (_, expiry, zone, expected) => {
    expect(isoInstant(expiryOf(zone, NOW, aProgramme({ expiry })) ?? 0)).toBe(expected);
  });

  it('never, where the programme says so', () => {
    expect(expiryOf('UTC', NOW, aProgramme({ expiry: { kind: 'never' } }))).toBeNull();
  });

  it('on the last day of a month that is shorter', () => {
    const months = aProgramme({ expiry: { kind: 'months', months: 1, at: 'day' } });
    expect(isoInstant(expiryOf('UTC', at('2026-01-31T10:00:00Z'), months) ?? 0)).toBe(
      '2026-03-01T00:00:00.000Z',
    );
  });

  it('after their notices, each told once with what is left by then', async () => {
    const shop = aLoyaltyWorld();
    await shop.order({ amountMinor: 50_000 });
    await shop.until(NOW + 340 * DAY_MS);
    await shop.post({ kind: 'redeem', operation: 'x', points: 100 });
    await shop.until(NOW + 400 * DAY_MS);
    expect((await shop.told()).filter(({ name }) => name === 'Points Expiring')).toEqual([
      {
        name: 'Points Expiring',
        properties: { days: 30, points: 500, worthMinor: 500, at: '2027-03-10', available: 500 },
      },
      {
        name: 'Points Expiring',
        properties: { days: 7, points: 400, worthMinor: 400, at: '2027-03-10', available: 400 },
      },
    ]);
    expect(await shop.account()).toMatchObject({ available: 0, lots: [] });
    expect((await shop.books()).programme).toMatchObject({ issued: -500, redeemed: 100, expired: 400 });
  });

  it('later for all, where they wait for inactivity, with every time some are earned or spent', async () => {
    const shop = aLoyaltyWorld(aProgramme({ expiry: { kind: 'inactivity', months: 6 }, pendingDays: 0 }));
    await shop.order({ id: 'a', amountMinor: 20_000 });
    await shop.until(NOW + 150 * DAY_MS);
    await shop.order({ id: 'b', amountMinor: 10_000 });
    await shop.until(NOW + 300 * DAY_MS);
    expect((await shop.account())?.available).toBe(325);
    await shop.until(NOW + 340 * DAY_MS);
    expect((await shop.account())?.available).toBe(0);
  });
});

it('leaves nothing due that is past, and the next moment changes something (1,000 random accounts)', () => {
  const definition = aProgramme({ expiry: { kind: 'months', months: 2, at: 'month-end' }, pendingDays: 5 });
  const loyalty = { version: 1, definition };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 900 })), {
        minLength: 1,
        maxLength: 8,
      }),
      (earned) => {
        let account = newAccount('member', NOW);
        let [now, version] = [NOW, 0];
        const step = (when: number, work: (ledger: Ledger) => void) => {
          const ledger = new Ledger(account, version, { loyalty, zone: 'UTC', now: when });
          passTime(ledger, version, null);
          work(ledger);
          account = ledger.account;
          version += 1;
          return ledger.hasChanged;
        };
        earned.forEach(([days, points], place) => {
          now += days * DAY_MS;
          step(now, (ledger) =>
            ledger.earn(`op${place}`, points, { earnedAt: now, maturesAt: now + 5 * DAY_MS }, {}),
          );
        });
        for (let steps = 0; steps < 100; steps += 1) {
          const next = nextTimeOf(account, definition, now, null);
          if (next === null) break;
          expect(next).toBeGreaterThan(now);
          expect(step(next, () => {})).toBe(true);
          now = next;
        }
        expect(account.lots).toEqual([]);
      },
    ),
    { numRuns: 1_000 },
  );
});
