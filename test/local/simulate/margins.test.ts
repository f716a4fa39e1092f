import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/customer/order.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { evaluateShop } from '../../../core/lifecycle/evaluateShop.ts';
import type { OwnMargin, ShopMargin } from '../../../core/lifecycle/marginFound.ts';
import { ownMargin } from '../../../core/lifecycle/ownMargin.ts';
import { factsOf } from '../../../core/recommend/catalogue.ts';
import type { Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, type Instant } from '../../../core/time.ts';
import { memoryScratch } from '../../../functions/shared/scratch.ts';
import { Assumptions } from '../../../local/simulate/assumptions.ts';
import { costsOfNights, MarginSample, marginTerms, withOneLine } from '../../../local/simulate/margins.ts';
import { readSource, type RecordedPerson } from '../../../local/simulate/readSource.ts';
import { asLiveEvents, Replay } from '../../../local/simulate/replay.ts';
import { SimulatedProvider } from '../../../local/simulate/simulatedProvider.ts';
import { World } from '../../../local/simulate/world.ts';
import { customerId } from '../../../core/ids.ts';
import { aJourney, anOrder, aPerson, NOW } from '../../support/builders.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { aHistory, ASSUMING, FROM, historyOf, run, TO } from './history.ts';

const FACTS = factsOf({
  currency: 'USD',
  items: [
    { item: 'thin', costMinor: 1_400 },
    { item: 'fat', costMinor: 100 },
    { item: 'rug', category: 'home' },
  ],
});
const COSTS = { facts: FACTS };
const SETTINGS = { margin: 0.9, categoryMargins: { home: 0.5 } };

describe('an order told with one line', () => {
  it('leaves what it left with all of them', () => {
    const line = fc.record({
      item: fc.constantFrom('thin', 'fat', 'rug', 'other'),
      quantity: fc.integer({ min: 1, max: 4 }),
      priceMinor: fc.option(fc.integer({ min: 0, max: 3_000 })),
    });
    const orders = fc.array(
      fc.record({
        amountMinor: fc.integer({ min: -4_000, max: 9_000 }),
        lines: fc.array(line, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(orders, (drawn) => {
        const own = drawn.map((one, n) => anOrder({ ...one, id: `o${n}`, at: NOW - 1 }));
        const told = own.map((order) => withOneLine(order, COSTS, SETTINGS));
        const known = ownMargin(own, NOW, { facts: FACTS, settings: SETTINGS });
        expect(ownMargin(told, NOW, { facts: FACTS, settings: SETTINGS })).toEqual(known);
      }),
    );
  });
});

/** Every second customer buys what leaves little. */
function withGoods(order: Order): Order {
  const item = Number(order.customerId.slice(1)) % 2 === 0 ? 'thin' : 'fat';
  return { ...order, lines: [{ item, quantity: 1, priceMinor: null }] };
}

describe('own margins in a simulation', () => {
  const best = aJourney({
    id: 'best',
    entry: [{ on: 'event', event: 'Order Completed', where: { grade: ['A'] } }],
    reentry: 'always',
  });
  const definitions = { templates: [], settings: DEFAULT_SETTINGS, journeys: [best] };
  const margins = { ...definitions, costs: COSTS };

  it('grade people as the shop would', async () => {
    const source = await aHistory({ orders: historyOf().map(withGoods) });
    const [byShop, byOwn] = [
      await run(source, ASSUMING, { definitions }),
      await run(source, ASSUMING, { definitions: margins }),
    ];
    expect(byShop.entries['best']?.entered).toBeGreaterThan(0);
    expect(byOwn.entries['best']?.entered).toBeGreaterThan(0);
    expect(byOwn.entries['best']).not.toEqual(byShop.entries['best']);
  });

  it('give the same bytes in two threads as in one', async () => {
    const source = await aHistory({ orders: historyOf().map(withGoods) });
    const one = await run(source, ASSUMING, { definitions: margins, threads: 1 });
    const two = await run(source, ASSUMING, { definitions: margins, threads: 2 });
    expect(JSON.stringify(two)).toBe(JSON.stringify(one));
  });
});

/** What is known of margins. */
interface Known {
  readonly shop: ShopMargin | null | undefined;
  readonly own: Readonly<Record<string, OwnMargin | undefined>>;
}

async function knownIn(store: Pick<Store, 'model' | 'exportPeople'>): Promise<Known> {
  const own: Record<string, OwnMargin | undefined> = {};
  for await (const page of store.exportPeople())
    for (const { person } of page) own[person.id] = person.lifecycle?.statistics.margin;
  return { shop: (await store.model())?.margin, own };
}

const REFIT = FROM + 14 * DAY_MS;

/** After a replay up to the night of its third fit. */
async function replayed(source: Store, keepsLines: boolean): Promise<Known> {
  const period = { from: FROM, to: TO };
  const world = new World({
    request: { ...period, seed: 1, assumeReachable: [], assumeConsent: [], render: false },
    costs: COSTS,
    settings: DEFAULT_SETTINGS,
    channels: [],
    keepsLines,
    assumed: new Assumptions(),
    rememberEvents: new Set(),
    onFact: () => {},
    onSettled: () => {},
  });
  const sample = new MarginSample(period);
  for await (const page of readSource(source, { channels: [], events: [], since: FROM }, addressKeyOf)) {
    sample.take(page);
    await world.take(page);
  }
  const replay = new Replay({
    store: world.store,
    provider: new SimulatedProvider(world.store, false),
    addressKeyOf: world.addressKeyOf,
    settings: DEFAULT_SETTINGS,
    feed: asLiveEvents(world.happeningsToCome()),
    from: FROM,
    keepEvidence: false,
    scratch: memoryScratch(),
    learns: false,
    costs: costsOfNights(COSTS, sample.people),
    mergeData: () => ({}),
  });
  for (let midnight = FROM; midnight < REFIT; midnight += DAY_MS) {
    await replay.night(midnight);
    await replay.runUntil(midnight + DAY_MS);
  }
  await replay.night(REFIT);
  expect(replay.refits).toBe(3);
  return knownIn(world.store);
}

/** As the shop itself finds it that night. */
async function evaluated(orders: readonly Order[], at: Instant): Promise<Known> {
  const store = await aHistory({ orders: orders.filter((order) => order.at < at) });
  const deps = { store, scratch: memoryScratch(), settings: DEFAULT_SETTINGS, facts: FACTS };
  await evaluateShop(deps, bookOf([]), { at, now: at, force: true });
  return knownIn(store);
}

describe('margins as of a night', () => {
  const orders = historyOf().map(withGoods);

  it.each([false, true])('are those the shop finds that night (lines kept: %s)', async (keepsLines) => {
    const found = await replayed(await aHistory({ orders }), keepsLines);
    const live = await evaluated(orders, REFIT);
    expect(live.shop?.credibility).not.toBeNull();
    expect(found.shop).toEqual(live.shop);
    const bought = Object.entries(live.own);
    expect(bought.length).toBeGreaterThan(40);
    for (const [id, own] of bought) expect(found.own[id], id).toEqual(own);
  });

  it('know nothing of what is bought later', async () => {
    const otherwise = orders.map((order) =>
      order.at < REFIT ? order : { ...order, lines: [{ item: 'thin', quantity: 3, priceMinor: null }] },
    );
    const [found, other] = [
      await replayed(await aHistory({ orders }), false),
      await replayed(await aHistory({ orders: otherwise }), false),
    ];
    expect(other).toEqual(found);
  });
});

describe('by whose orders margins are measured', () => {
  it('is settled by what was bought before the period', () => {
    const bought = (n: number) => (n % 10 === 0 ? FROM : FROM - DAY_MS);
    const page = Array.from({ length: 6_000 }, (_, n): RecordedPerson => {
      const id = customerId(`p${String(n).padStart(4, '0')}`);
      const order = withGoods(anOrder({ id: `${id}-1`, customerId: id, at: bought(n) }));
      return { person: aPerson({ id }), contacts: {}, orders: [order], events: [] };
    });
    const sample = new MarginSample({ from: FROM, to: TO });
    for (const part of [page.slice(0, 2_000), page.slice(2_000)]) sample.take(part);
    expect(sample.people.map((one) => one.customerId)).toEqual(
      page.slice(0, 5_556).map(({ person }) => person.id),
    );
    expect(sample.people.filter(({ orders }) => orders.some(({ at }) => at < FROM))).toHaveLength(5_000);
  });
});

describe('what values were reckoned with', () => {
  const measured = (share: number, priorMinor: number | null): ShopMargin => ({
    share,
    revenueMinor: 1,
    from: { 'line-cost': 0, 'catalogue-cost': 1, category: 0, default: 0 },
    credibility: priorMinor === null ? null : { priorMinor, spread: 0.1, people: 50 },
  });

  it.each([
    ['nothing', [], { by: 'stated', first: 0.9, last: 0.9, ownHalfMinor: null }],
    ['no costs', [null, null], { by: 'stated', first: 0.9, last: 0.9, ownHalfMinor: null }],
    [
      'costs from the second fit on',
      [null, measured(0.4, 70)],
      { by: 'measured', first: 0.9, last: 0.4, ownHalfMinor: 70 },
    ],
    [
      'people alike in the end',
      [measured(0.5, 70), measured(0.4, null)],
      { by: 'measured', first: 0.5, last: 0.4, ownHalfMinor: null },
    ],
  ] as const)('says so of fits that found %s', (_what, found, terms) => {
    expect(marginTerms(found, SETTINGS)).toEqual(terms);
  });
});
