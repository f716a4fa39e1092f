/**
 * What there is to say against a fitted purchase model. A fit is always usable; these findings say how far to believe it.
 */
import type { Bound } from './maximise.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

/**
 * `too-few-customers`: fewer than 50 customers, or fewer than 10 with repeat orders.
 * `no-repeat-orders`: nothing to fit; the parameters are the fallback.
 * `dropout-not-identified`: the history reads as well without dropout; P(alive) means nothing.
 * `order-rates-alike`, `dropout-chances-alike`: r, or a + b or s, above 1,000: customers do not differ, and the
 * parameters matter only by their ratio.
 * `parameter-at-bound`, `not-converged`: of the climb. `rows-rejected`: impossible histories were left out.
 * `litt-missing`: MBG/CNBD-k was asked for without the logarithms of the intervals, so regularity cannot be told and
 * k is 1.
 */
export type PurchaseFlag =
  | 'too-few-customers'
  | 'no-repeat-orders'
  | 'dropout-not-identified'
  | 'order-rates-alike'
  | 'dropout-chances-alike'
  | 'parameter-at-bound'
  | 'not-converged'
  | 'rows-rejected'
  | 'litt-missing';

/** Half the 95 % point of chi-square with 2 degrees of freedom: what dropout must add to count as found. */
export const DROPOUT_EVIDENCE = 2.996;
const FEWEST_CUSTOMERS = 50;
const FEWEST_REPEATERS = 10;
/** A shape this large leaves customers all alike. */
export const ALIKE_ABOVE = 1_000;

function repeatersOf({ count, x, weight }: GroupedSummaries): number {
  let repeaters = 0;
  for (let g = 0; g < count; g += 1) if ((x[g] ?? 0) > 0) repeaters += weight[g] ?? 0;
  return repeaters;
}

/** What the customers are short of, whatever the model. */
export function dataFlags(grouped: GroupedSummaries): PurchaseFlag[] {
  const flags: PurchaseFlag[] = [];
  const repeaters = repeatersOf(grouped);
  if (grouped.customers < FEWEST_CUSTOMERS || repeaters < FEWEST_REPEATERS) flags.push('too-few-customers');
  if (grouped.rejected > 0) flags.push('rows-rejected');
  if (repeaters === 0) flags.push('no-repeat-orders');
  return flags;
}

export interface ClimbedModel {
  readonly converged: boolean;
  /** 0 where there was nothing to climb. */
  readonly iterations: number;
  readonly bounds: readonly Bound[];
  /** The parameter that is large where customers order alike. */
  readonly rateShape: number;
  /** For models with dropout: what it adds, whether hardly anybody leaves, and what is large where all leave alike. */
  readonly dropout?: { readonly gain: number; readonly isNegligible: boolean; readonly shape: number };
}

/** What the climb came upon. */
export function climbFlags({
  converged,
  iterations,
  bounds,
  rateShape,
  dropout,
}: ClimbedModel): PurchaseFlag[] {
  const flags: PurchaseFlag[] = [];
  if (dropout !== undefined && (dropout.gain < DROPOUT_EVIDENCE || dropout.isNegligible))
    flags.push('dropout-not-identified');
  if (rateShape > ALIKE_ABOVE) flags.push('order-rates-alike');
  if (dropout !== undefined && dropout.shape > ALIKE_ABOVE && dropout.gain > 0)
    flags.push('dropout-chances-alike');
  if (bounds.some((bound) => bound !== 'free')) flags.push('parameter-at-bound');
  if (!converged && iterations > 0) flags.push('not-converged');
  return flags;
}
