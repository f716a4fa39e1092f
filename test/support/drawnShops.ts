/**
 * Shops drawn order by order, of kinds that differ in what predicts them: nobody leaves, many leave, orders come regularly, few
 * customers, a heavy season. Orders lie on days 0 to `days` − 1 of 1970.
 */
import type { OrderLog } from '../../core/value/orderLog.ts';
import { DAY_MS } from '../../core/time.ts';
import { gammaDraw, uniforms } from './valueCohorts.ts';

export interface ShopKind {
  readonly customers: number;
  readonly seed: number;
  /** Order rates a week: Gamma(r, alpha). */
  readonly r: number;
  readonly alpha: number;
  /** Erlang-k gaps; 1 is chance. */
  readonly k: number;
  /** After an order, the first included: Beta(a, b); null: nobody leaves so. */
  readonly leaveAfterOrder: { readonly a: number; readonly b: number } | null;
  /** Mean lifetime in days, exponential; null: endless. */
  readonly lifetimeDays: number | null;
  /** Customers are won on days 0 to this. */
  readonly wonUntil: number;
  readonly days: number;
  /** 0 to 1: how much of the orders the quiet half of the year swallows. */
  readonly season: number;
}

export const PLAIN_SHOP: ShopKind = {
  customers: 1_500,
  seed: 1,
  r: 0.8,
  alpha: 8,
  k: 1,
  leaveAfterOrder: null,
  lifetimeDays: null,
  wonUntil: 365,
  days: 730,
  season: 0,
};

type Draw = () => number;

/** False for the orders a quiet season swallows. */
function isMade(draw: Draw, day: number, season: number): boolean {
  return season === 0 || draw() <= (1 + season * Math.cos((2 * Math.PI * day) / 365)) / (1 + season);
}

function chanceToLeave(draw: Draw, { leaveAfterOrder }: ShopKind): number {
  if (leaveAfterOrder === null) return 0;
  const leaving = gammaDraw(draw, leaveAfterOrder.a);
  return leaving / (leaving + gammaDraw(draw, leaveAfterOrder.b));
}

function daysOfOne(draw: Draw, shop: ShopKind): number[] {
  const dailyRate = gammaDraw(draw, shop.r) / shop.alpha / 7;
  const leaves = chanceToLeave(draw, shop);
  const lifetime =
    shop.lifetimeDays === null ? Number.POSITIVE_INFINITY : -Math.log(1 - draw()) * shop.lifetimeDays;
  const first = draw() * shop.wonUntil;
  const days = [Math.floor(first)];
  let at = first;
  while (!(draw() < leaves)) {
    at += gammaDraw(draw, shop.k) / (dailyRate * shop.k);
    if (at - first > lifetime || at >= shop.days) break;
    if (isMade(draw, at, shop.season)) days.push(Math.floor(at));
  }
  return days;
}

/** Ids are numbers from 1; every order is worth 10.00. */
export function drawShop(kind: Partial<ShopKind>): OrderLog {
  const shop = { ...PLAIN_SHOP, ...kind };
  const draw = uniforms(shop.seed);
  const rows = Array.from({ length: shop.customers }, (_, i) => {
    const orders = daysOfOne(draw, shop).map((day) => ({ at: day * DAY_MS, amountMinor: 1_000 }));
    return [String(i + 1), orders] as const;
  });
  return new Map(rows);
}
