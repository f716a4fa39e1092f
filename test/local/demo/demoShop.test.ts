import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../core/lifecycle/lifecycle.ts';
import { DAY_MS, parseIso } from '../../../core/time.ts';
import { linesTotalMinor } from '../../../local/demo/basket.ts';
import { CATALOGUE, CATEGORIES } from '../../../local/demo/catalogue.ts';
import { demoShop } from '../../../local/demo/demoShop.ts';
import { DEMO_PROCESS } from '../../../local/demo/shopper.ts';
import { evaluated, ordersByCustomer } from './evaluated.ts';

const NOW = parseIso('2026-05-01') ?? 0;
const shop = demoShop({ seed: 1, now: NOW });
const orders = ordersByCustomer(shop.orders);

function shareOf(count: number): number {
  return count / shop.people.length;
}

describe('the demonstration shop', () => {
  it('is the same for the same seed and another for another', () => {
    expect(demoShop({ seed: 1, now: NOW })).toEqual(shop);
    expect(demoShop({ seed: 2, now: NOW }).orders).not.toEqual(shop.orders);
  });

  it('adds customers without changing those it had', () => {
    const smaller = demoShop({ seed: 1, now: NOW, customers: 50 });
    expect(smaller.people).toEqual(shop.people.slice(0, 50));
  });

  it('has 2,000 people over 18 months, and nothing at or after now', () => {
    expect(shop.people).toHaveLength(2_000);
    const times = [...shop.orders.map(({ at }) => at), ...shop.signUps.map(({ at }) => at)];
    expect(times.every((at) => at < NOW && at > NOW - 560 * DAY_MS)).toBe(true);
    expect(shop.people.every(({ consents }) => consents.every(({ at }) => at < NOW))).toBe(true);
  });

  it('sorts orders and sign-ups by time and gives each order an id of its own', () => {
    for (const list of [shop.orders, shop.signUps])
      expect(list.every(({ at }, i) => i === 0 || at >= (list[i - 1]?.at ?? 0))).toBe(true);
    expect(new Set(shop.orders.map(({ id }) => id)).size).toBe(shop.orders.length);
  });

  it('knows everyone before they order', () => {
    const since = new Map(shop.people.map(({ person }) => [String(person.id), person.knownSince]));
    expect(
      shop.orders.filter(({ customerId, at }) => at < (since.get(customerId) ?? Number.MAX_VALUE)),
    ).toEqual([]);
  });

  it('charges what the lines come to, at catalogue prices; refunds are negative parts of an order', () => {
    const price = new Map(CATALOGUE.map(({ sku, priceMinor }) => [sku, priceMinor]));
    for (const { lines, amountMinor } of shop.orders) {
      expect(linesTotalMinor(lines)).toBe(amountMinor);
      expect(lines.every(({ item, priceMinor }) => price.get(item) === priceMinor)).toBe(true);
    }
    const refunds = shop.orders.filter(({ amountMinor }) => amountMinor < 0);
    const amounts = new Map(shop.orders.map(({ id, amountMinor }) => [id, amountMinor]));
    expect(refunds.length / shop.orders.length).toBeGreaterThan(0.01);
    expect(refunds.every(({ id, amountMinor }) => -amountMinor <= (amounts.get(id.slice(0, -2)) ?? 0))).toBe(
      true,
    );
  });

  it('fills every stage', () => {
    const { stageOf } = evaluated(shop, NOW);
    const share = (wanted: Stage) =>
      shareOf([...stageOf.values()].filter((stage) => stage === wanted).length);
    const bounds: [Stage, number, number][] = [
      ['identification', 0.1, 0.2],
      ['development', 0.15, 0.3],
      ['stability', 0.1, 0.25],
      ['decline', 0.35, 0.55],
    ];
    for (const [stage, least, most] of bounds) {
      expect(share(stage), stage).toBeGreaterThan(least);
      expect(share(stage), stage).toBeLessThan(most);
    }
  });

  it('moves enough people within 30 days to fill the mailbox', () => {
    const before = evaluated(shop, NOW - 30 * DAY_MS).stageOf;
    const after = evaluated(shop, NOW).stageOf;
    const fell = [...after].filter(([id, stage]) => stage === 'decline' && before.get(id) !== 'decline');
    const firsts = [...orders.values()].filter(([first]) => (first?.at ?? 0) >= NOW - 30 * DAY_MS);
    expect(fell.length).toBeGreaterThan(60);
    expect(firsts.length).toBeGreaterThan(60);
  });

  it('lets the model find the dropout it was drawn with', () => {
    const { model } = evaluated(shop, NOW);
    expect(model.fit.flags).toEqual([]);
    expect(model.purchase.kind).toBe('mbg-nbd');
    if (model.purchase.kind !== 'mbg-nbd') return;
    const { a, b, r, alpha } = model.purchase;
    const drawn = DEMO_PROCESS.a / (DEMO_PROCESS.a + DEMO_PROCESS.b);
    expect(Math.abs(a / (a + b) / drawn - 1)).toBeLessThan(0.2);
    expect(Math.abs(r / (alpha * 7) / (DEMO_PROCESS.r / DEMO_PROCESS.alphaDays) - 1)).toBeLessThan(0.2);
  });

  it('shows tastes: the favourite category of frequent buyers is far above its share in the shop', () => {
    const categoryOf = new Map(CATALOGUE.map(({ sku, category }) => [sku, category]));
    const counts = (list: typeof shop.orders) =>
      CATEGORIES.map(
        (category) =>
          list.flatMap(({ lines }) => lines).filter(({ item }) => categoryOf.get(item) === category).length,
      );
    const shares = (list: typeof shop.orders) => {
      const found = counts(list);
      const total = found.reduce((sum, count) => sum + count, 0);
      return found.map((count) => count / total);
    };
    const shopShares = shares(shop.orders);
    const lifts = [...orders.values()]
      .filter((own) => own.length >= 6)
      .map((own) => {
        const early = shares(own.slice(0, own.length / 2));
        const favourite = early.indexOf(Math.max(...early));
        return (shares(own.slice(own.length / 2))[favourite] ?? 0) / (shopShares[favourite] ?? 1);
      })
      .sort((a, b) => a - b);
    expect(lifts.length).toBeGreaterThan(200);
    expect(lifts[Math.floor(lifts.length / 2)]).toBeGreaterThan(1.8);
  });
});

describe('the people of the demonstration shop', () => {
  const granted = (topic: string) =>
    shop.people.filter(
      ({ consents }) => consents.findLast((change) => change.topic === topic)?.state === 'granted',
    );

  it.each([
    ['reads Chinese', shop.people.filter(({ person }) => person.locale === 'zh-CN'), 0.2, 0.35],
    ['has no known zone', shop.people.filter(({ person }) => person.zone === null), 0.03, 0.07],
    ['has no email', shop.people.filter(({ person }) => person.email === null), 0.01, 0.05],
    ['gets the newsletter', granted('newsletter'), 0.68, 0.8],
    ['gets offers', granted('offers'), 0.57, 0.7],
    [
      'has withdrawn',
      shop.people.filter(({ consents }) => consents.some(({ state }) => state === 'denied')),
      0.01,
      0.06,
    ],
    ['never ordered', shop.people.filter(({ person }) => !orders.has(person.id)), 0.02, 0.08],
  ])('%s in the share meant', (_, people, least, most) => {
    expect(shareOf(people.length)).toBeGreaterThan(least);
    expect(shareOf(people.length)).toBeLessThan(most);
  });

  it('have addresses of their own at example domains, and consent only with an address and its wording', () => {
    const emails = shop.people.flatMap(({ person }) => person.email ?? []);
    expect(new Set(emails).size).toBe(emails.length);
    expect(emails.every((email) => /^[a-z.]+\.\d+@(example\.(com|org|net)|mail\.example)$/.test(email))).toBe(
      true,
    );
    for (const { person, consents } of shop.people) {
      const channel = person.email === null ? 'sms' : 'email';
      expect(consents.every((change) => change.channel === channel)).toBe(true);
      expect(consents.every(({ state, wording }) => state === 'denied' || wording !== null)).toBe(true);
    }
  });
});

describe('the catalogue', () => {
  it('has about 60 products of their own in every category, priced above cost, in both languages', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(55);
    expect(new Set(CATALOGUE.map(({ sku }) => sku)).size).toBe(CATALOGUE.length);
    expect(new Set(CATALOGUE.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
    for (const { name, priceMinor, costMinor } of CATALOGUE) {
      expect(priceMinor).toBeGreaterThan(costMinor);
      expect(name['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(name.en).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
