import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Offers, offersSchema } from '../../../core/offer/definition.ts';
import { lintOffers, type OfferSurroundings } from '../../../core/offer/lint.ts';
import { NOW } from '../../support/builders.ts';
import { anOffer, type OfferInput, someOffers } from '../../support/offerWorld.ts';

const SHOP: OfferSurroundings = {
  now: NOW,
  tiers: ['silver', 'gold'],
  segments: ['vip'],
  pools: { spring: 3 },
};

function codesOf(offers: Offers, shop: Partial<OfferSurroundings> = {}): string[] {
  return lintOffers(offers, { ...SHOP, ...shop }).map(({ severity, code }) => `${severity} ${code}`);
}

const percentOff = (percent: number) => ({ kind: 'percent-off' as const, percent, mostMinor: 100_000 });
const moneyOff = (amountMinor: number) => ({ kind: 'money-off' as const, amountMinor });

describe('a lint of offers', () => {
  it('has nothing against the shipped ones', () => {
    const shipped = offersSchema.parse(parse(readFileSync('workflows/offers.yaml', 'utf8')));
    expect(lintOffers(shipped, SHOP)).toEqual([]);
  });

  it.each<[string, Partial<OfferInput>, string[]]>([
    [
      'a window that ends before it begins',
      { valid: { from: '2027-01-02', until: '2027-01-01' } },
      ['error window-empty'],
    ],
    ['an offer that has ended', { valid: { until: '2020-01-01' } }, ['warning ended']],
    ['a value nobody has', { eligible: { valueMinor: { min: 2, max: 1 } } }, ['error nobody-eligible']],
    ['a tier there is not', { eligible: { tiers: ['platinum'] } }, ['error unknown-tier']],
    ['a segment there is not', { eligible: { segments: ['x'] } }, ['error unknown-segment']],
    [
      'tiers that are given no share',
      {
        eligible: { tiers: ['silver'] },
        gives: { kind: 'differential', percentByTier: { gold: 5 }, mostMinor: 900 },
      },
      ['error nobody-eligible'],
    ],
    ['a budget of nothing', { budgets: [{ grants: 0, per: 'day' }] }, ['error budget-zero']],
    [
      'a budget that pays for no grant',
      { budgets: [{ money: 999, per: 'day' }] },
      ['error budget-too-small'],
    ],
    ['a share without an end', { gives: { kind: 'percent-off', percent: 10 } }, ['warning cost-unbounded']],
    ['an offer dearer than an order leaves', { gives: moneyOff(2_401) }, ['warning offer-over-margin']],
    ['a pool without codes', { code: { kind: 'pool', pool: 'autumn' } }, ['warning pool-empty']],
    [
      'a shared code without an end',
      { code: { kind: 'shared', code: 'WELCOME' } },
      ['warning code-unlimited'],
    ],
  ])('finds %s', (_what, offer, found) => {
    expect(codesOf(someOffers({ offer }))).toEqual(found);
  });

  it('asks nothing of tiers and segments where no programme knows them', () => {
    const offers = someOffers({ offer: { eligible: { tiers: ['x'], segments: ['y'] } } });
    expect(codesOf(offers, { tiers: null, segments: null })).toEqual([]);
  });

  const three = [
    anOffer({ id: 'a', gives: moneyOff(300) }),
    anOffer({ id: 'b', gives: moneyOff(900) }),
    anOffer({ id: 'dear', gives: moneyOff(2_500) }),
  ];
  it.each([
    ['in order', ['nothing', 'a', 'b'], []],
    ['whose costs fall', ['nothing', 'b', 'a'], ['error ladder-not-ascending']],
    ['without nothing', ['a', 'b'], ['warning ladder-without-nothing']],
    ['whose rung costs more than the margin', ['nothing', 'a', 'dear'], ['error ladder-over-margin']],
  ])('says of a ladder %s what is wrong', (_what, rungs, found) => {
    const offers = someOffers({ offers: three, ladders: [{ id: 'l', rungs }] });
    expect(codesOf(offers)).toEqual(['warning offer-over-margin', ...found]);
  });

  const half = (id: string, group?: string) =>
    anOffer({
      id,
      gives: percentOff(60),
      stacking: { combines: true, ...(group === undefined ? {} : { group }) },
    });
  it.each([
    ['two of 60 % that combine', 2, 100, [half('a'), half('b')], true],
    ['two of one group', 2, 100, [half('a', 'g'), half('b', 'g')], false],
    ['one an order', 1, 100, [half('a'), half('b')], false],
    ['a limit for the order', 2, 80, [half('a'), half('b')], false],
  ])('finds more than everything off by %s', (_what, mostPerOrder, mostPercent, offers, isFound) => {
    const stacking = { mostPerOrder, mostPercent };
    expect(codesOf(someOffers({ offers, stacking })).includes('error stacking-over-all')).toBe(isFound);
  });
});

describe('a document of offers', () => {
  const parsed = (overrides: object) =>
    offersSchema.safeParse({ assume: { orderMinor: 100, margin: 0.4 }, offers: [anOffer()], ...overrides });
  it.each([
    ['two offers of one id', { offers: [anOffer(), anOffer()] }, 'there are two offers "ten-off"'],
    [
      'a rung there is not',
      { ladders: [{ id: 'l', rungs: ['nothing', 'x'] }] },
      'there is no offer "x"; write nothing for the rung without one',
    ],
    [
      'a rung twice',
      { ladders: [{ id: 'l', rungs: ['ten-off', 'ten-off'] }] },
      'the rung "ten-off" is there twice',
    ],
    [
      'two ladders of one id',
      {
        ladders: [
          { id: 'l', rungs: ['nothing'] },
          { id: 'l', rungs: ['nothing'] },
        ],
      },
      'there are two ladders "l"',
    ],
    [
      'one code for two offers',
      { offers: ['a', 'b'].map((id) => anOffer({ id, code: { kind: 'shared', code: 'HELLO' } })) },
      'two offers share the code HELLO',
    ],
    [
      'a budget of money and grants',
      { offers: [anOffer({ budgets: [{ money: 1, grants: 1, per: 'day' }] })] },
      'give money (in minor units) or grants, one of them',
    ],
    [
      'the name of the empty rung',
      { offers: [anOffer({ id: 'nothing' })] },
      'nothing is the rung without an offer',
    ],
    [
      'an offer in one language',
      { offers: [{ ...anOffer(), name: { en: 'x' } }] },
      'Invalid input: expected string, received undefined',
    ],
  ])('refuses %s', (_what, overrides, message) => {
    const { error } = parsed(overrides);
    expect(error?.issues.map((issue) => issue.message)).toContain(message);
  });
});
