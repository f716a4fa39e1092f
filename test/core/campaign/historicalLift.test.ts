import { describe, expect, it } from 'vitest';
import { campaignHistories } from '../../../core/campaign/campaignHistories.ts';
import type { CampaignHistory } from '../../../core/campaign/historicalLift.ts';
import type { PastPerson } from '../../../core/campaign/pastCampaign.ts';
import { chance } from '../../../core/chance.ts';
import { normalQuantile } from '../../../core/stats/normalQuantile.ts';
import { DAY_MS } from '../../../core/time.ts';
import { at } from '../../support/builders.ts';

const STARTS = at('2026-03-01');
const DAYS = 30;
const day = (n: number) => STARTS + n * DAY_MS;

interface Planted {
  readonly people: number;
  /** What the campaign adds to everybody who receives it, minor units. */
  readonly effect: number;
  /** What those who receive it spend more anyway. */
  readonly favoured: number;
  /** What those who receive it spend more with each window, campaign or not. */
  readonly drift?: number;
  readonly seed: number;
}

function told(properties: Record<string, string> = {}) {
  const facts = { campaign_id: 'c', campaign_type: 'A', starts: '2026-03-01', ends: '2026-03-30' };
  return { name: 'Campaign Received', at: STARTS, properties: { ...facts, ...properties } };
}

/** Half receive it; everybody buys once a window, around 10,000 with a deviation of 2,000. */
function shopOf({ people, effect, favoured, drift = 0, seed }: Planted): PastPerson[] {
  return Array.from({ length: people }, (_, i) => {
    const isTreated = i % 2 === 0;
    const noise = (n: number) =>
      2_000 * normalQuantile(Math.min(0.999_999, Math.max(1e-6, chance(seed, String(i), String(n)))));
    const amount = (n: number) =>
      Math.round(10_000 + noise(n) + (isTreated ? favoured + drift * n + (n === 2 ? effect : 0) : 0));
    const orders = [0, 1, 2].map((n) => ({ at: day((n - 2) * DAYS + 3), amountMinor: amount(n) }));
    return {
      orders: [{ at: day(-70), amountMinor: 100 }, ...orders, { at: day(40), amountMinor: 100 }],
      events: isTreated ? [told()] : [],
    };
  });
}

async function historyOf(people: readonly PastPerson[]): Promise<CampaignHistory> {
  async function* everybody() {
    yield* people;
  }
  const [found] = await campaignHistories(everybody, null);
  if (found === undefined) throw new Error('no campaign was found');
  return found;
}

describe('a campaign with a planted truth', () => {
  it.each([
    [0, 4_000],
    [600, 4_000],
    [600, -2_000],
  ])('change is %i whatever those who received it spend more anyway (%i)', async (effect, favoured) => {
    const { spend, doubts } = await historyOf(shopOf({ people: 4_000, effect, favoured, seed: 7 }));
    const [low, high] = spend?.differenceInDifferences?.interval ?? [Number.NaN, Number.NaN];
    expect([low <= effect, high >= effect, high - low < 600]).toEqual([true, true, true]);
    expect(doubts).toContain('unlike-before');
    expect(doubts).not.toContain('apart-before');
  });

  it('covers the truth about as often as it says', async () => {
    let covered = 0;
    const runs = 200;
    for (let seed = 0; seed < runs; seed += 1) {
      const { spend } = await historyOf(shopOf({ people: 60, effect: 500, favoured: 1_000, seed }));
      const [low, high] = spend?.differenceInDifferences?.interval ?? [1, -1];
      if (low <= 500 && 500 <= high) covered += 1;
    }
    // Of 200 at 95 %: fewer than 180 or all of them would each be odder than 1 in 1,000.
    expect(covered).toBeGreaterThanOrEqual(180);
    expect(covered).toBeLessThan(200);
  });

  it('says that adjusting by the time before disagrees, where people were chosen by what they spend', async () => {
    const { spend, doubts } = await historyOf(shopOf({ people: 4_000, effect: 0, favoured: 4_000, seed: 3 }));
    expect(spend?.cuped?.interval[0]).toBeGreaterThan(500);
    expect(doubts).toContain('ways-disagree');
    const alike = await historyOf(shopOf({ people: 4_000, effect: 0, favoured: 0, seed: 3 }));
    expect(alike.doubts).toEqual(['not-randomised']);
  });

  it('sees in the window before that two groups were moving apart', async () => {
    const { spend, doubts } = await historyOf(
      shopOf({ people: 4_000, effect: 0, favoured: 0, drift: 900, seed: 5 }),
    );
    expect(spend?.differenceInDifferences?.interval[0]).toBeGreaterThan(0);
    expect(doubts).toContain('apart-before');
  });

  it('says what so few could have shown: four times the people, half of it', async () => {
    const few = await historyOf(shopOf({ people: 1_000, effect: 0, favoured: 0, seed: 1 }));
    const many = await historyOf(shopOf({ people: 4_000, effect: 0, favoured: 0, seed: 1 }));
    const ratio = (few.spend?.detectable?.minor ?? 0) / (many.spend?.detectable?.minor ?? 1);
    expect(Math.abs(ratio - 2)).toBeLessThan(0.2);
    // 2.8 standard errors: sqrt(2 × 2,000²) a change, twice 2,000 people.
    const expected = 2.802 * 2_000 * Math.SQRT2 * Math.sqrt(2 / 2_000);
    expect(Math.abs((many.spend?.detectable?.minor ?? 0) / expected - 1)).toBeLessThan(0.05);
  });
});

describe('redemptions', () => {
  const redeemed = (coupon: string, campaign = 'c') => ({
    name: 'Coupon Redeemed',
    at: day(2),
    properties: { campaign_id: campaign, coupon_upc: coupon },
  });
  const one = (events: PastPerson['events']): PastPerson => ({
    orders: [{ at: day(-90), amountMinor: 5 }],
    events,
  });

  it('counts people once, coupons each time, and apart those of whom no receipt is told', async () => {
    const { redemption } = await historyOf([
      one([told(), redeemed('x'), redeemed('x'), redeemed('y')]),
      one([told(), redeemed('z', 'another')]),
      one([told()]),
      one([redeemed('y')]),
    ]);
    expect(redemption).toMatchObject({ received: 3, people: 1, coupons: 4, withoutReceipt: 1 });
    expect(redemption.top).toEqual([
      { coupon: 'x', redeemed: 2 },
      { coupon: 'y', redeemed: 2 },
    ]);
    expect(redemption.interval?.[0]).toBeCloseTo(0.0615, 3);
    expect(redemption.interval?.[1]).toBeCloseTo(0.7923, 3);
  });
});

describe('what cannot be compared', () => {
  const bought = (...days: number[]): PastPerson['orders'] =>
    days.map((n) => ({ at: day(n), amountMinor: 100 }));

  it('a campaign before which too little is on record', async () => {
    const history = await historyOf([
      { orders: bought(-10, 40), events: [told()] },
      { orders: bought(-9, 40), events: [] },
    ]);
    expect([history.spend, history.doubts]).toEqual([null, ['not-randomised', 'before-not-recorded']]);
  });

  it('a campaign that outlasts the records', async () => {
    const history = await historyOf([{ orders: bought(-80, 5), events: [told()] }]);
    expect([history.spend, history.doubts]).toEqual([null, ['not-randomised', 'not-recorded']]);
  });

  it('people who came after it began', async () => {
    const { spend } = await historyOf([
      { orders: bought(-80, 5, 40), events: [told()] },
      { orders: bought(-80, 5), events: [] },
      { orders: bought(2), events: [] },
    ]);
    expect(spend?.people).toEqual({ treated: 1, control: 1 });
  });

  it('a campaign of which nobody told the end runs 30 days, and that is said', async () => {
    const event = { ...told(), properties: { campaign_id: 7 } };
    const history = await historyOf([{ orders: bought(-80, 40), events: [event] }]);
    expect(history.campaign).toEqual({
      id: '7',
      type: null,
      startsAt: STARTS,
      endsAt: day(30),
      endIsTold: false,
    });
    expect(history.doubts).toContain('end-not-told');
  });

  it('others that ran meanwhile are told by the share who received one', async () => {
    const other = told({ campaign_id: 'd', starts: '2026-03-20', ends: '2026-04-20' });
    const later = told({ campaign_id: 'e', starts: '2026-03-31', ends: '2026-04-20' });
    async function* everybody() {
      yield { orders: bought(-80, 90), events: [told()] };
      yield { orders: bought(-80), events: [other] };
      yield { orders: bought(-80), events: [later] };
    }
    const [history] = await campaignHistories(everybody, 'c');
    expect(history?.spend?.inOthers).toEqual({ treated: 0, control: 0.5 });
    expect(history?.doubts).toContain('others-meanwhile');
  });

  it('a shop that imported none', async () => {
    async function* everybody() {
      yield { orders: bought(1), events: [{ name: 'Visit', at: day(1), properties: { campaign_id: 'c' } }] };
    }
    expect(await campaignHistories(everybody, null)).toEqual([]);
  });
});
