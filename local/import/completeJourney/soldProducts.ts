/**
 * What the transactions say of each product: how many lines, and the median of the prices paid for a piece. Eight bytes a line
 * are kept until the medians are taken.
 */
import { parseAmount } from '../../../core/customer/import/amount.ts';

const CURRENCY = 'USD';

/** The price of a piece in minor units; null where the row does not say, as for a quantity of 0. */
export function piecePriceMinor(salesValue: string | undefined, quantity: string | undefined): number | null {
  const paid = parseAmount(salesValue ?? '', CURRENCY);
  const pieces = Number(quantity);
  if (paid.kind !== 'amount' || paid.minor < 0 || !(pieces > 0)) return null;
  return Math.round(paid.minor / pieces);
}

/** The middle price, of two middle ones their rounded mean; null of none. */
export function medianOf(prices: readonly number[]): number | null {
  const sorted = prices.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}

export interface SoldProducts {
  add(item: string, priceMinor: number | null): void;
  /** Null where no line said it. */
  medianMinor(item: string): number | null;
  /** The `most` products of most lines, ties to the one seen first. */
  mostSold(most: number): ReadonlySet<string>;
}

export function soldProducts(): SoldProducts {
  const seen = new Map<string, { lines: number; readonly prices: number[] }>();
  return {
    add(item, priceMinor) {
      const known = seen.get(item) ?? { lines: 0, prices: [] };
      known.lines += 1;
      if (priceMinor !== null) known.prices.push(priceMinor);
      seen.set(item, known);
    },
    medianMinor: (item) => medianOf(seen.get(item)?.prices ?? []),
    mostSold(most) {
      const ranked = [...seen].toSorted(([, a], [, b]) => b.lines - a.lines).slice(0, most);
      return new Set(ranked.map(([item]) => item));
    },
  };
}
