/**
 * What an offer gives, by the pricing tactic it is: its shape, what it takes off an order, and what it costs the shop. Every
 * sum is in minor units of the shop's currency, and whole; a share of an amount is rounded down, in the shop's favour.
 */
import * as z from 'zod';
import { idSchema, localisedText } from '../journey/pieces.ts';

export const MOST_MINOR = 10_000_000_000;
const minor = z.int().min(1).max(MOST_MINOR);
/** What it costs the shop to give it once; 0 where that is nothing. */
const cost = z.int().min(0).max(MOST_MINOR);
const percent = z.number().gt(0).max(100);
const item = z.string().min(1).max(512);
const leastOrder = minor.exactOptional();

export const benefitSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('money-off'), amountMinor: minor, leastOrderMinor: leastOrder }),
  z.strictObject({
    kind: z.literal('percent-off'),
    percent,
    /** Without it a large order costs without end. */
    mostMinor: minor.exactOptional(),
    leastOrderMinor: leastOrder,
  }),
  z.strictObject({ kind: z.literal('free-delivery'), costMinor: cost, leastOrderMinor: leastOrder }),
  z.strictObject({ kind: z.literal('gift'), item, costMinor: cost, leastOrderMinor: leastOrder }),
  /** So much off where all items are in the order. */
  z.strictObject({ kind: z.literal('bundle'), items: z.array(item).min(2).max(20), amountMinor: minor }),
  /** One piece of an item at a price of its own. `costMinor`: what a piece costs the shop beyond that price. */
  z.strictObject({ kind: z.literal('loss-leader'), item, priceMinor: cost, costMinor: cost }),
  /** A share off one piece of an item that is bought together with another. */
  z.strictObject({
    kind: z.literal('related-product'),
    with: z.array(item).min(1).max(20),
    item,
    percent,
    mostMinor: minor,
  }),
  /** A share off by tier: who is in none of them has no claim. */
  z.strictObject({
    kind: z.literal('differential'),
    percentByTier: z
      .record(idSchema, percent)
      .refine((tiers) => Object.keys(tiers).length > 0, 'name a tier'),
    mostMinor: minor.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('service'), what: localisedText, costMinor: cost }),
  z.strictObject({ kind: z.literal('access'), what: localisedText, costMinor: cost.default(0) }),
  z.strictObject({ kind: z.literal('own-points'), points: z.int().min(1).max(10_000_000), costMinor: cost }),
]);
export type Benefit = z.infer<typeof benefitSchema>;

/** What the shop assumes of an order it has not seen. */
export interface UsualOrder {
  readonly orderMinor: number;
  /** Share of revenue that is contribution, 0 to 1. */
  readonly margin: number;
}

/** An order as a checkout tells it. */
export interface OrderContext {
  /** Before any discount. */
  readonly amountMinor: number;
  readonly items: readonly {
    readonly item: string;
    readonly quantity: number;
    readonly priceMinor: number;
  }[];
  readonly deliveryMinor: number | null;
}

export type NotApplicable = 'order-too-small' | 'items-missing' | 'no-tier' | 'nothing-to-discount';

export interface AppliedBenefit {
  readonly kind: 'applies';
  /** What the order costs less. */
  readonly discountMinor: number;
  /** What the shop bears, and budgets pay. */
  readonly costMinor: number;
  /** Of that what lowers no order's amount: a gift, a delivery. */
  readonly besideMinor: number;
}

export type Applied = AppliedBenefit | { readonly kind: 'not-applicable'; readonly why: NotApplicable };

function shareOf(amountMinor: number, share: number, most: number | undefined): number {
  return Math.min(Math.floor((amountMinor * share) / 100), most ?? Number.POSITIVE_INFINITY);
}

function refused(why: NotApplicable): Applied {
  return { kind: 'not-applicable', why };
}

/** A discount never exceeds what it is taken off, and one of nothing is none. */
function off(order: OrderContext, discount: number): Applied {
  const discountMinor = Math.min(discount, order.amountMinor);
  if (discountMinor <= 0) return refused('nothing-to-discount');
  return { kind: 'applies', discountMinor, costMinor: discountMinor, besideMinor: 0 };
}

function beside(costMinor: number, discountMinor = 0): Applied {
  return { kind: 'applies', discountMinor, costMinor, besideMinor: costMinor };
}

function priceIn({ items }: OrderContext, wanted: string): number | null {
  return items.find(({ item: one, quantity }) => one === wanted && quantity > 0)?.priceMinor ?? null;
}

/** What a benefit does to an order of a customer of a tier; null where the customer has none. */
export function applyBenefit(benefit: Benefit, order: OrderContext, tier: string | null): Applied {
  const least = 'leastOrderMinor' in benefit ? (benefit.leastOrderMinor ?? 0) : 0;
  if (order.amountMinor < least) return refused('order-too-small');
  switch (benefit.kind) {
    case 'money-off':
      return off(order, benefit.amountMinor);
    case 'percent-off':
      return off(order, shareOf(order.amountMinor, benefit.percent, benefit.mostMinor));
    case 'free-delivery':
      return beside(benefit.costMinor, order.deliveryMinor ?? 0);
    case 'bundle':
      if (benefit.items.some((one) => priceIn(order, one) === null)) return refused('items-missing');
      return off(order, benefit.amountMinor);
    case 'loss-leader': {
      const price = priceIn(order, benefit.item);
      if (price === null) return refused('items-missing');
      if (price <= benefit.priceMinor) return refused('nothing-to-discount');
      return beside(benefit.costMinor, price - benefit.priceMinor);
    }
    case 'related-product': {
      const price = priceIn(order, benefit.item);
      const isTogether = benefit.with.some((one) => priceIn(order, one) !== null);
      if (price === null || !isTogether) return refused('items-missing');
      return off(order, shareOf(price, benefit.percent, benefit.mostMinor));
    }
    case 'differential': {
      const share = tier === null ? undefined : benefit.percentByTier[tier];
      if (share === undefined) return refused('no-tier');
      return off(order, shareOf(order.amountMinor, share, benefit.mostMinor));
    }
    case 'gift':
    case 'service':
    case 'access':
    case 'own-points':
      return beside(benefit.costMinor);
  }
}

/** The largest share off the benefit can give; 0 where it is no share of an order. */
export function largestPercent(benefit: Benefit): number {
  if (benefit.kind === 'percent-off') return benefit.percent;
  return benefit.kind === 'differential' ? Math.max(...Object.values(benefit.percentByTier)) : 0;
}

/**
 * What giving it once is expected to cost: of a sum that sum, of a share that share of the usual order up to its limit, of a
 * thing what the shop says it costs.
 */
export function expectedCostMinor(benefit: Benefit, { orderMinor }: Pick<UsualOrder, 'orderMinor'>): number {
  switch (benefit.kind) {
    case 'money-off':
    case 'bundle':
      return benefit.amountMinor;
    case 'percent-off':
    case 'differential':
      return shareOf(orderMinor, largestPercent(benefit), benefit.mostMinor);
    case 'related-product':
      return benefit.mostMinor;
    case 'free-delivery':
    case 'gift':
    case 'loss-leader':
    case 'service':
    case 'access':
    case 'own-points':
      return benefit.costMinor;
  }
}

/** What a budget sets aside for one use: the most it can cost, where that has an end, else what is expected. */
export function setAsideMinor(benefit: Benefit, usual: Pick<UsualOrder, 'orderMinor'>): number {
  const most = 'mostMinor' in benefit ? benefit.mostMinor : undefined;
  return most ?? expectedCostMinor(benefit, usual);
}
