/**
 * Plays the checkout of the demonstration shop: most who hold a code that is good for the order they pay use it, and some pay with
 * points. The orders are drawn beforehand and do not react: an offer changes what an order costs, never whether it is made.
 */
import { chance } from '../../core/chance.ts';
import type { CustomerEvent, OrderEvent } from '../../core/customer/event.ts';
import type { Order } from '../../core/customer/order.ts';
import { readAccount } from '../../core/loyalty/change.ts';
import { type LoyaltyDefinition, loyaltyIn, worthMinor } from '../../core/loyalty/definition.ts';
import { postPoints } from '../../core/loyalty/postPoints.ts';
import { type Applied, applyBenefit } from '../../core/offer/benefit.ts';
import { couponState, type Grant, grantsUnder } from '../../core/offer/grant.ts';
import { pointsDeps } from '../../functions/management/routes/loyalty.ts';
import type { Container } from '../../functions/shared/container.ts';

/** What an order is once it is paid: with the codes and points that were used. */
export type Till = (event: CustomerEvent) => Promise<CustomerEvent>;

const SEED = 0x711;
const USES_CODE_SHARE = 0.85;
const PAYS_WITH_POINTS_SHARE = 0.25;

function appliedTo({ gives }: Grant, { amountMinor, lines }: Order): Applied {
  const items = lines.map(({ item, quantity, priceMinor }) => ({
    item,
    quantity,
    priceMinor: priceMinor ?? 0,
  }));
  return applyBenefit(gives, { amountMinor, items, deliveryMinor: null }, null);
}

interface Coupon {
  readonly code: string;
  readonly discountMinor: number;
}

/** The code that takes off most of those the customer holds; null where there is none, or it is forgotten. */
async function couponFor({ store }: Pick<Container, 'store'>, order: Order): Promise<Coupon | null> {
  if (chance(SEED, 'code', order.id) >= USES_CODE_SHARE) return null;
  let best: Coupon | null = null;
  for await (const grant of grantsUnder(store, order.customerId)) {
    if (grant.code === null || couponState(grant, order.at) !== 'issued') continue;
    const applied = appliedTo(grant, order);
    if (applied.kind !== 'applies' || applied.discountMinor < (best?.discountMinor ?? 0)) continue;
    best = { code: grant.code, discountMinor: applied.discountMinor };
  }
  return best;
}

/** As many points as can be spent, in steps, on an order worth at least as much; 0 for most. */
function pointsFor({ redemption }: LoyaltyDefinition, available: number, amountMinor: number): number {
  const affordable = Math.floor((amountMinor * redemption.points) / redemption.valueMinor);
  const most = Math.min(available, affordable);
  const points = most - (most % redemption.step);
  return points < redemption.minimum ? 0 : points;
}

/** What the points an order was paid with take off, in minor units. */
async function paidWithPoints(container: Container, order: Order): Promise<number> {
  if (chance(SEED, 'points', order.id) >= PAYS_WITH_POINTS_SHARE) return 0;
  const deps = await pointsDeps(container);
  const loyalty = loyaltyIn(deps.book.programme);
  if (loyalty === null) return 0;
  const { account } = await readAccount(container.store, order.customerId);
  const points = pointsFor(loyalty.definition, account?.available ?? 0, order.amountMinor);
  if (points === 0) return 0;
  const { id, customerId, at } = order;
  const posted = await postPoints(deps, {
    customerId,
    kind: 'redeem',
    operation: id,
    points,
    at,
    by: 'checkout',
  });
  return posted.kind === 'refused' ? 0 : worthMinor(points, loyalty.definition);
}

async function paid(container: Container, event: OrderEvent): Promise<OrderEvent> {
  const coupon = await couponFor(container, event.order);
  const discounted = { ...event.order, amountMinor: event.order.amountMinor - (coupon?.discountMinor ?? 0) };
  const order = {
    ...discounted,
    amountMinor: discounted.amountMinor - (await paidWithPoints(container, discounted)),
  };
  if (coupon === null) return { ...event, order };
  const properties = { ...event.properties, coupon: coupon.code, discount: coupon.discountMinor / 100 };
  return { ...event, order, properties };
}

export function tillOf(container: Container): Till {
  return async (event) =>
    event.kind === 'order' && event.order.amountMinor > 0 ? paid(container, event) : event;
}
