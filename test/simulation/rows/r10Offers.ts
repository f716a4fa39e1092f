/**
 * R10, of offers: fifty claim at once. Every customer is granted an offer of theirs twice, by two operations, out of a budget that pays
 * for three grants in five; then every code is redeemed twice, for two orders. Counted are grants and redemptions as they lie in
 * the store, over what budget, limit and code allow.
 */
import { chance } from '../../../core/chance.ts';
import { newPerson } from '../../../core/customer/person.ts';
import { customerId } from '../../../core/ids.ts';
import { type Offers, offersSchema } from '../../../core/offer/definition.ts';
import { type Grant, grantIn, redeemedMarks } from '../../../core/offer/grant.ts';
import { type GrantDeps, grantOffer } from '../../../core/offer/grantOffer.ts';
import { redeemCoupon } from '../../../core/offer/useCoupon.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS, type Instant } from '../../../core/time.ts';
import { offerDeps } from '../../support/offerWorld.ts';

const NOW: Instant = Date.UTC(2026, 2, 10, 12);
const WORKERS = 50;
const COST_MINOR = 1_000;
const ORDER = { amountMinor: 9_000, items: [], deliveryMinor: null };

/** Stores workers share in turn. */
export interface RaceWorld {
  readonly stores: readonly Store[];
  readonly close: () => void;
}

export interface OfferCounted {
  readonly claims: number;
  readonly granted: number;
  readonly redeemed: number;
  readonly overBudget: number;
  readonly overLimit: number;
  readonly overCode: number;
}

function offersFor(payFor: number): Offers {
  return offersSchema.parse({
    assume: { orderMinor: 6_000, margin: 0.4 },
    offers: [
      {
        id: 'race',
        name: { en: 'race', 'zh-CN': '竞争' },
        gives: { kind: 'money-off', amountMinor: COST_MINOR },
        budgets: [{ money: payFor * COST_MINOR, per: 'month' }],
        limits: { ever: 1 },
      },
    ],
  });
}

/** Does each piece of work once, fifty workers at once, in an order chance drew. */
async function raced<Item>(
  items: readonly Item[],
  seed: number,
  work: (item: Item, worker: number) => Promise<void>,
): Promise<void> {
  const shuffled = items
    .map((item, n) => ({ item, order: chance(seed, String(n)) }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
  let next = 0;
  const worker = async (n: number): Promise<void> => {
    for (let item = shuffled[next++]; item !== undefined; item = shuffled[next++]) await work(item, n);
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)));
}

async function grantsIn(store: Store): Promise<Grant[]> {
  const grants: Grant[] = [];
  for await (const page of store.scanDossiers('grant')) grants.push(...page.map(grantIn));
  return grants;
}

/** Counts from what lies in the store, and from nothing a worker was told. */
function count(grants: readonly Grant[], payFor: number, claims: number): OfferCounted {
  const byPerson = new Map<string, number>();
  for (const { customerId: id } of grants) byPerson.set(id, (byPerson.get(id) ?? 0) + 1);
  const marks = grants.map((grant) => redeemedMarks(grant).length);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  return {
    claims,
    granted: grants.length,
    redeemed: sum(marks),
    overBudget: Math.max(0, grants.length - payFor),
    overLimit: sum([...byPerson.values()].map((many) => many - 1)),
    overCode: sum(marks.map((many) => Math.max(0, many - 1))),
  };
}

export async function raceOffers({ stores, close }: RaceWorld, people: number, seed: number) {
  const storeOf = (n: number): Store => {
    const store = stores[n % stores.length];
    if (store === undefined) throw new Error('a world has a store');
    return store;
  };
  const payFor = Math.floor((people * 3) / 5);
  const offers = offersFor(payFor);
  const ids = Array.from({ length: people }, (_, n) => customerId(`c${n}`));
  try {
    for (const id of ids)
      await storeOf(0).importPeople([{ person: newPerson(id, NOW - DAY_MS), consents: [] }]);
    const twice = ids.flatMap((id) => [0, 1].map((n) => ({ id, n })));
    const by = async (worker: number, work: (deps: GrantDeps) => Promise<unknown>): Promise<void> => {
      const deps = offerDeps(storeOf(worker), offers);
      await work(deps);
      await deps.purse.close();
    };
    await raced(twice, seed, ({ id, n }, worker) =>
      by(worker, (deps) =>
        grantOffer(deps, { customerId: id, offerId: 'race', by: `op-${n}`, journeyId: null, now: NOW }),
      ),
    );
    const given = await grantsIn(storeOf(0));
    const uses = given.flatMap(({ code, customerId: id }) =>
      [0, 1].map((n) => ({ code: code ?? '', id, n })),
    );
    await raced(uses, seed + 1, ({ code, id, n }, worker) =>
      by(worker, (deps) => {
        const asked = { code, customer: id, order: ORDER, orderId: `${id}/${n}`, now: NOW };
        return redeemCoupon(deps, asked, { key: `${id}/${n}`, discountMinor: null });
      }),
    );
    return count(await grantsIn(storeOf(0)), payFor, twice.length + uses.length);
  } finally {
    for (const store of stores) await store.close();
    close();
  }
}
