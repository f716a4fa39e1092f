/**
 * Margins in a simulation, as of each of its nights. Whenever it fits, the shop's margin and how far customers differ are measured
 * as they are live, by people's orders before that night, and so are everybody's own. By whose orders is settled by what was
 * bought before the period, so that nothing that comes later bears on it, and the parts of a shop measure by the same people. What
 * goods cost is of today: nobody keeps what they cost then.
 *
 * What an order before the period left is reckoned once, and kept as one line in the place of all.
 */
import type { Order } from '../../core/customer/order.ts';
import type { EvaluationDeps } from '../../core/lifecycle/evaluationPlan.ts';
import type { ShopMargin } from '../../core/lifecycle/marginFound.ts';
import { marginShareOf } from '../../core/lifecycle/marginShare.ts';
import { MOST_MEASURED } from '../../core/lifecycle/shopMargin.ts';
import { basketsOf, type PersonBaskets } from '../../core/recommend/baskets.ts';
import type { Instant } from '../../core/time.ts';
import { type MarginSettings, marginOfOrder } from '../../core/value/margin.ts';
import type { RecordedPerson } from './readSource.ts';
import type { SimulatedCosts } from './simulatedCosts.ts';

/** One of those by whose orders the shop's margin is measured, with those that name goods; it travels between threads. */
export type MeasuredPerson = Pick<RecordedPerson, 'orders'> & Pick<PersonBaskets, 'customerId'>;

/** Chooses the first people with goods before the period, as many as a fit looks at, and whoever comes before the last of them. */
export class MarginSample {
  readonly people: MeasuredPerson[] = [];
  private readonly period: { readonly from: Instant; readonly to: Instant };
  private known = 0;

  constructor(period: MarginSample['period']) {
    this.period = period;
  }

  /** In the sequence of their ids. */
  take(page: readonly RecordedPerson[]): void {
    const { from, to } = this.period;
    for (const { person, orders } of page) {
      if (this.known >= MOST_MEASURED) return;
      const named = orders.filter(({ at, lines }) => at < to && lines.length > 0);
      if (named.length === 0) continue;
      this.people.push({ customerId: person.id, orders: named });
      if (named.some(({ at }) => at < from)) this.known += 1;
    }
  }
}

async function* basketsBefore(
  people: readonly MeasuredPerson[],
  before: Instant,
): AsyncGenerator<readonly PersonBaskets[]> {
  for (const { customerId, orders } of people) {
    const found = basketsOf(customerId, orders, before);
    if (found !== null) yield [found];
  }
}

/** What a replay's nights measure margins with. */
export function costsOfNights(
  { facts }: SimulatedCosts,
  people: readonly MeasuredPerson[],
): Pick<EvaluationDeps, 'facts' | 'baskets'> {
  return { facts, baskets: { scanBaskets: ({ before }) => basketsBefore(people, before) } };
}

/** The order with one line that leaves the same margin. */
export function withOneLine(order: Order, { facts }: SimulatedCosts, settings: MarginSettings): Order {
  if (order.lines.length === 0) return order;
  const { marginMinor } = marginOfOrder(order, facts, settings);
  const costMinor = Math.abs(order.amountMinor - marginMinor);
  return { ...order, lines: [{ item: '', quantity: 1, priceMinor: null, costMinor }] };
}

/** What values were reckoned with; it travels between threads. */
export interface MarginTerms {
  /** `stated`: nothing told what goods cost. */
  readonly by: 'measured' | 'stated';
  /** The shop's, a share of revenue: at the first night, and at the last fit. */
  readonly first: number;
  readonly last: number;
  /** Own revenue at which a customer's own margin counts for half, at the last fit; null where all were valued by the shop's. */
  readonly ownHalfMinor: number | null;
}

/** Of what each fit measured, in their sequence. */
export function marginTerms(
  measured: readonly (ShopMargin | null)[],
  settings: Pick<MarginSettings, 'margin'>,
): MarginTerms {
  const [first = null, last = null] = [measured[0], measured.at(-1)];
  return {
    by: measured.some((one) => one !== null) ? 'measured' : 'stated',
    first: marginShareOf({ margin: first }, settings),
    last: marginShareOf({ margin: last }, settings),
    ownHalfMinor: last?.credibility?.priorMinor ?? null,
  };
}
