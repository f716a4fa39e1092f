/**
 * Why an item is recommended: which of a person's items speak for it and how much, how often they buy it and whether it is time, or how
 * many others have it. A score is a sum over what they bought, so its parts are the reasons.
 */
import type { Instant } from '../time.ts';
import { type Rhythm, rhythmOf } from './frequency.ts';
import type { HistoryRow } from './interactions.ts';
import { type NeighbourTable, weightBetween } from './neighbours.ts';
import type { Statement } from './stated.ts';

export type Because =
  /** Something they have that speaks for it, and its share of all that does. */
  | { readonly kind: 'bought'; readonly item: string; readonly lastAt: Instant; readonly share: number }
  /** They bought it before, in so many orders. */
  | ({ readonly kind: 'again'; readonly orders: number; readonly lastAt: Instant } & Pick<Rhythm, 'gapDays'>)
  /** So many of a hundred customers bought it. */
  | { readonly kind: 'popular'; readonly share: number }
  /** The same, for somebody who does not want to be chosen for by what they did. */
  | { readonly kind: 'unprofiled'; readonly share: number }
  /** They said they like it, its brand or its category. */
  | { readonly kind: 'stated'; readonly by: Statement['by']; readonly what: string }
  /** Chance chose it, so that it is seen what else they like. */
  | { readonly kind: 'chance' };

const MOST_BOUGHT = 3;
/** What says less than this of the whole is no reason. */
const LEAST_SHARE = 0.1;

interface Part {
  /** Among the person's items. */
  readonly n: number;
  readonly weight: number;
}

/** What each of a person's items adds to a target's score. */
function partsOf(table: NeighbourTable, bought: Int32Array, target: number): Part[] {
  return Array.from(bought, (item, n) => ({ n, weight: weightBetween(table, item, target) }));
}

/** The strongest of what speaks for it; what speaks against it is no reason. */
function boughtReasons(parts: readonly Part[], row: HistoryRow, itemIds: readonly string[]): Because[] {
  const speaking = parts.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight || a.n - b.n);
  const whole = speaking.reduce((sum, { weight }) => sum + weight, 0);
  return speaking
    .slice(0, MOST_BOUGHT)
    .map(({ n, weight }) => ({ n, share: weight / whole }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .map(({ n, share }) => ({
      kind: 'bought',
      item: itemIds[row.items[n] ?? -1] ?? '',
      lastAt: row.lastAt[n] ?? 0,
      share,
    }));
}

function againReason(row: HistoryRow, n: number, itemGapDays: number, now: Instant): Because {
  const { gapDays } = rhythmOf(row, n, itemGapDays, now);
  return { kind: 'again', orders: row.counts[n] ?? 0, lastAt: row.lastAt[n] ?? 0, gapDays };
}

export interface Explaining {
  readonly itemIds: readonly string[];
  readonly table: NeighbourTable;
  readonly popularity: Float64Array;
  readonly gapDays: Float64Array;
}

/** The reasons of each target, in the order they should be read; never none. */
export function reasonsFor(
  { itemIds, table, popularity, gapDays }: Explaining,
  row: HistoryRow,
  targets: readonly number[],
  now: Instant,
): ReadonlyMap<number, readonly Because[]> {
  return new Map(
    targets.map((target) => {
      const own = row.items.indexOf(target);
      const again = own < 0 ? [] : [againReason(row, own, gapDays[target] ?? Number.NaN, now)];
      const bought = own < 0 ? boughtReasons(partsOf(table, row.items, target), row, itemIds) : [];
      const popular: Because = { kind: 'popular', share: popularity[target] ?? 0 };
      const reasons = [...again, ...bought];
      return [target, reasons.length === 0 ? [popular] : reasons];
    }),
  );
}
