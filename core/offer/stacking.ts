/**
 * Which offers go together in one order: how many, of a group one, alone where an offer combines with nothing, and no more off
 * than the shop's share of the order. Where not all go together, the set of most discount is told.
 */
import type { Offers } from './definition.ts';

/** An offer as it would apply to the order. `id`: of the grant. */
export interface Stacked {
  readonly id: string;
  readonly group: string | null;
  readonly combines: boolean;
  readonly discountMinor: number;
}

export const STACKING_REFUSALS = ['alone', 'group', 'too-many', 'too-much-off'] as const;
export type StackingRefusal = (typeof STACKING_REFUSALS)[number];

/** Why these do not go together in an order of this amount; null where they do. */
export function stackingRefusal(
  { mostPerOrder, mostPercent }: Offers['stacking'],
  amountMinor: number,
  offers: readonly Stacked[],
): StackingRefusal | null {
  if (offers.length > 1 && offers.some(({ combines }) => !combines)) return 'alone';
  const groups = offers.flatMap(({ group }) => (group === null ? [] : [group]));
  if (new Set(groups).size < groups.length) return 'group';
  if (offers.length > mostPerOrder) return 'too-many';
  const off = offers.reduce((sum, { discountMinor }) => sum + discountMinor, 0);
  return off * 100 > amountMinor * mostPercent ? 'too-much-off' : null;
}

/** More than these nobody types in. */
export const MOST_TOGETHER = 10;

function sumOf(offers: readonly Stacked[]): number {
  return offers.reduce((sum, { discountMinor }) => sum + discountMinor, 0);
}

/** Of all sets that go together the one of most discount; of equals the one of fewest. Looks at each of at most 2^10. */
export function bestTogether(
  rules: Offers['stacking'],
  amountMinor: number,
  offers: readonly Stacked[],
): readonly Stacked[] {
  let best: readonly Stacked[] = [];
  const many = Math.min(offers.length, MOST_TOGETHER);
  for (let set = 1; set < 2 ** many; set += 1) {
    const chosen = offers.filter((_, place) => place < many && ((set >> place) & 1) === 1);
    if (stackingRefusal(rules, amountMinor, chosen) !== null) continue;
    const gain = sumOf(chosen) - sumOf(best);
    if (gain > 0 || (gain === 0 && best.length > chosen.length)) best = chosen;
  }
  return best;
}
