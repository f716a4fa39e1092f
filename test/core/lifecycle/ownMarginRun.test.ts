/** Customers' own margins through whole evaluations: counted when the shop is fitted, kept until the next fit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { Order } from '../../../core/customer/order.ts';
import { addressKey, customerId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { evaluateShop } from '../../../core/lifecycle/evaluateShop.ts';
import { shareUsed } from '../../../core/lifecycle/marginShare.ts';
import { ownMargin } from '../../../core/lifecycle/ownMargin.ts';
import { customerValue } from '../../../core/lifecycle/worth.ts';
import type { Store } from '../../../core/ports.ts';
import { factsOf } from '../../../core/recommend/catalogue.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anOrder, anOrderEvent, at } from '../../support/builders.ts';
import { aShop, evaluationDeps, importHistory, personOf } from '../../support/shops.ts';

const START = at('2026-01-01');
const AT = START + 90 * DAY_MS;
const FACTS = factsOf({
  currency: 'USD',
  items: [
    { item: 'thin', costMinor: 900 },
    { item: 'fat', costMinor: 200 },
  ],
});

function bought(who: number, day: number, item: string | null, amountMinor = 1_000): Order {
  const lines = item === null ? [] : [{ item, quantity: 1, priceMinor: 1_000 }];
  const id = `${who}-${day}-${item}-${amountMinor}`;
  return anOrder({ id, customerId: customerId(`c${who}`), at: START + day * DAY_MS, amountMinor, lines });
}

/** Forty who buy on the same four days: the even ones what leaves little, the odd ones what leaves much; each once the other. */
const ORDERS = Array.from({ length: 40 }, (_, who) => {
  const [usual, other] = who % 2 === 0 ? ['thin', 'fat'] : ['fat', 'thin'];
  return [
    bought(who, 10, usual),
    bought(who, 30, usual),
    bought(who, 50, who % 5 === 0 ? other : usual),
    bought(who, 70, usual),
  ];
}).flat();

/** A night, with what is sold at hand. */
function night(store: Store, when = AT, { force = true, facts = FACTS } = {}) {
  const deps = { ...evaluationDeps(store), facts };
  return evaluateShop(deps, bookOf([]), { at: when, now: when, force });
}

async function statisticsOf(store: Store, id: string) {
  const { lifecycle } = await personOf(store, id);
  if (lifecycle === null) throw new Error(`${id} was not evaluated`);
  return lifecycle.statistics;
}

async function everyMargin(store: Store) {
  const found: Record<string, unknown> = {};
  for await (const page of store.exportPeople())
    for (const { person } of page) found[person.id] = person.lifecycle?.statistics.margin ?? null;
  return found;
}

describe('own margins in an evaluation', () => {
  it('who buys what leaves little is worth that much less than who bought alike', async () => {
    const store = await aShop(ORDERS);
    const { model } = await night(store);
    const worth = async (id: string) => {
      const statistics = await statisticsOf(store, id);
      const { value } = DEFAULT_SETTINGS;
      const { share } = shareUsed(statistics.margin, model, value);
      return { share, value: customerValue(statistics, 'development', AT, model, value).valueMinor };
    };
    const [thin, fat] = [await worth('c2'), await worth('c1')];
    const shop = model.margin?.share ?? 0;
    expect(shop).toBeCloseTo(0.45, 1);
    expect(thin.share).toBeGreaterThan(0.1);
    expect(thin.share).toBeLessThan(shop - 0.15);
    expect(fat.share).toBeGreaterThan(shop + 0.15);
    expect(thin.value / fat.value).toBeCloseTo(thin.share / fat.share, 9);
  });

  it('grades are cut where people are worth what they leave', async () => {
    const store = await aShop(ORDERS);
    await night(store);
    const grades = await Promise.all(
      ['c1', 'c2', 'c3', 'c4'].map(async (id) => (await personOf(store, id)).lifecycle?.grade),
    );
    expect(grades).toEqual(['B', 'C', 'B', 'C']);
  });

  it('writes everyone once, and nothing the second time', async () => {
    const store = await aShop(ORDERS);
    expect((await night(store)).written).toBe(40);
    expect((await night(store)).written).toBe(0);
  });

  it('a cost that changes is seen at the next fit, by whoever bought of it', async () => {
    const store = await aShop([...ORDERS, bought(40, 10, 'else'), bought(40, 30, 'else')]);
    await night(store);
    const before = await everyMargin(store);
    const dearer = new Map([...FACTS, ['thin', { item: 'thin', costMinor: 500 }]]);
    await night(store, AT + DAY_MS, { force: false, facts: dearer });
    expect(await everyMargin(store)).toEqual(before);
    await night(store, AT + DAY_MS, { facts: dearer });
    expect((await statisticsOf(store, 'c2')).margin).toEqual({
      marginMinor: 2_000,
      revenueMinor: 4_000,
      orders: 4,
    });
    expect((await statisticsOf(store, 'c40')).margin).toEqual(before['c40']);
  });

  it('an order between fits leaves the share as it was; the next fit counts it', async () => {
    const store = await aShop(ORDERS);
    const { model } = await night(store);
    const before = (await statisticsOf(store, 'c2')).margin;
    const deps = {
      store,
      settings: DEFAULT_SETTINGS,
      model,
      addressKeyOf: (channel: string, address: string) => addressKey(`${channel}:${address}`),
    };
    const order = { ...bought(2, 90, 'fat'), at: AT + 5 };
    await applyEvent(deps, bookOf([]), anOrderEvent(order), AT + 5);
    const told = await statisticsOf(store, 'c2');
    expect([told.orders, told.margin]).toEqual([5, before]);
    await night(store, AT + DAY_MS);
    expect((await statisticsOf(store, 'c2')).margin).toEqual({
      marginMinor: 1_200,
      revenueMinor: 5_000,
      orders: 5,
    });
  });

  it('who changes stage in the night of a fit has what the fit counted', async () => {
    const store = await aShop(ORDERS);
    await night(store);
    await importHistory(store, [bought(2, 80, 'thin', -1_000)]);
    const { transitions } = await night(store, AT + 100 * DAY_MS);
    expect(transitions).toBe(40);
    const { lifecycle } = await personOf(store, 'c2');
    expect(lifecycle?.stage).toBe('decline');
    expect(lifecycle?.statistics.margin).toEqual({ marginMinor: 300, revenueMinor: 3_000, orders: 4 });
  });

  it('night by night is what an evaluation from scratch finds, in whatever order orders came', async () => {
    const told = fc.record({
      who: fc.integer({ min: 0, max: 39 }),
      day: fc.integer({ min: 60, max: 89 }),
      item: fc.constantFrom('thin', 'fat', 'unknown', null),
      amountMinor: fc.integer({ min: -900, max: 2_000 }),
    });
    const drawn = fc.uniqueArray(told, {
      maxLength: 20,
      selector: ({ who, day, item, amountMinor }) => `${who}-${day}-${item}-${amountMinor}`,
    });
    await fc.assert(
      fc.asyncProperty(drawn, fc.integer({ min: 0, max: 20 }), async (rows, first) => {
        const more = rows.map(({ who, day, item, amountMinor }) => bought(who, day, item, amountMinor));
        const store = await aShop([...ORDERS, ...more.slice(0, first)]);
        await night(store);
        await importHistory(store, more.slice(first));
        await night(store, AT + DAY_MS, { force: false });
        await night(store, AT + 2 * DAY_MS);
        const scratch = await aShop([...more, ...ORDERS].reverse());
        await night(scratch, AT + 2 * DAY_MS);
        expect(await everyMargin(store)).toEqual(await everyMargin(scratch));
        const own = [...ORDERS, ...more].filter((order) => order.customerId === 'c7');
        const { value: settings } = DEFAULT_SETTINGS;
        expect((await statisticsOf(store, 'c7')).margin ?? null).toEqual(
          ownMargin(own, AT + 2 * DAY_MS, { facts: FACTS, settings }),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('a shop that knows no cost is evaluated as one without a catalogue', async () => {
    const [costless, without] = [await aShop(ORDERS), await aShop(ORDERS)];
    const facts = factsOf({ currency: 'USD', items: [{ item: 'thin', priceMinor: 1_000 }] });
    const one = await night(costless, AT, { facts });
    const other = await evaluateShop(evaluationDeps(without), bookOf([]), { at: AT, now: AT, force: true });
    expect(one).toEqual(other);
    for (const id of ['c1', 'c2']) expect(await personOf(costless, id)).toEqual(await personOf(without, id));
  });

  it('a shop whose costs are taken away values everybody by the stated margin again', async () => {
    const store = await aShop(ORDERS);
    await night(store);
    const { model } = await night(store, AT + DAY_MS, { facts: new Map() });
    expect(model.margin).toBeNull();
    expect(Object.values(await everyMargin(store)).filter((one) => one !== null)).toEqual([]);
  });
});
