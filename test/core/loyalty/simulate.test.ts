import { describe, expect, it } from 'vitest';
import { type MemberOrders, simulateLoyalty, withThresholds } from '../../../core/loyalty/simulate.ts';
import { DAY_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';
import { aLoyaltyWorld, aProgramme } from './given.ts';

async function* pages(...people: MemberOrders[]): AsyncGenerator<MemberOrders[]> {
  yield people;
}

const SPAN = { zone: 'UTC', until: NOW + 60 * DAY_MS };

describe('a simulation of other thresholds', () => {
  const changed = withThresholds(aProgramme(), { silver: 10_000 });

  it('says who would be in which tier, and what the points would cost', async () => {
    if (changed === null) throw new Error('the thresholds rise');
    const people = [
      {
        customer: 'ann',
        orders: [
          { at: NOW, amountMinor: 15_000 },
          { at: NOW + 30 * DAY_MS, amountMinor: 10_000 },
        ],
      },
      { customer: 'ben', orders: [{ at: NOW, amountMinor: 5_000 }] },
    ];
    const answer = await simulateLoyalty(pages(...people), { base: aProgramme(), changed }, SPAN);
    expect(answer).toMatchObject({ customers: 2, orders: 3, from: '2026-03-10', until: '2026-05-09' });
    expect(
      answer.months.map(({ month, base, changed: other }) => [month, base['silver'], other['silver']]),
    ).toEqual([
      ['2026-03', 0, 1],
      ['2026-04', 1, 1],
      ['2026-05', 1, 1],
    ]);
    expect(answer.points.base).toMatchObject({ issued: 300, costMinor: 300, outstanding: 300 });
    expect(answer.points.changed).toMatchObject({ issued: 150 + 125 + 50 });
    expect(answer.moves).toEqual([]);
  });

  it('agrees with what really becomes of the same orders', async () => {
    const shop = aLoyaltyWorld();
    const orders = [
      { id: 'a', at: NOW, amountMinor: 30_000 },
      { id: 'b', at: NOW + 40 * DAY_MS, amountMinor: 30_050 },
      { id: 'c', at: NOW + 500 * DAY_MS, amountMinor: 1_000 },
    ];
    for (const order of orders) {
      await shop.until(order.at);
      await shop.order(order);
    }
    const until = NOW + 800 * DAY_MS;
    await shop.until(until);
    const programmes = { base: aProgramme(), changed: aProgramme() };
    const answer = await simulateLoyalty(pages({ customer: 'maya', orders }), programmes, {
      zone: 'UTC',
      until: until + 1,
    });
    const account = await shop.account();
    const { programme } = await shop.books();
    expect(answer.points.base).toMatchObject({
      issued: -(programme['issued'] ?? 0),
      expired: programme['expired'],
      outstanding: (account?.available ?? 0) + (account?.pending ?? 0),
    });
    expect(answer.months.at(-1)?.base[account?.tier ?? '']).toBe(1);
  });

  it('of nobody is empty', async () => {
    const programmes = { base: aProgramme(), changed: aProgramme() };
    expect(await simulateLoyalty(pages(), programmes, SPAN)).toMatchObject({
      customers: 0,
      months: [],
      from: null,
    });
  });
});

it.each([
  ['a tier nobody knows', { bronze: 5 }],
  ['a threshold above the next tier', { silver: 70_000 }],
  ['a threshold for the first tier', { member: 10 }],
])('takes no %s', (_, thresholds) => {
  expect(withThresholds(aProgramme(), thresholds)).toBeNull();
});
