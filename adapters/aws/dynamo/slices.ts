/**
 * A slice as an item of `work`: what one worker has left of each budget it leased from. Nothing is taken but where there is enough
 * of every budget, so nothing is overspent.
 */
import type { SliceTake } from '../../../core/message/sendChange.ts';
import { DAY_MS, type Instant } from '../../../core/time.ts';
import { keyOf } from './keys.ts';
import type { ItemRead } from './tables.ts';
import type { Transaction } from './transaction.ts';

export interface Slice {
  /** By budget. */
  readonly left: Readonly<Record<string, number>>;
  /** When the last lease runs out. */
  readonly until: Instant;
}

/** Longer than any budget's period: what ran out is taken back by whoever leases next of the budget. */
const KEPT_MS = 62 * DAY_MS;

export function readSlice({ body }: ItemRead): Slice {
  const slice: Slice = JSON.parse(body);
  return slice;
}

export async function sliceOf(tx: Transaction, id: string): Promise<Slice | null> {
  const item = await tx.get(keyOf.slice(id));
  return item === null ? null : readSlice(item);
}

/** A slice with nothing of any budget is none. */
export function putSlice(tx: Transaction, id: string, slice: Slice): void {
  const key = keyOf.slice(id);
  if (Object.keys(slice.left).length === 0) tx.remove(key);
  else tx.put(key, { body: slice, kind: 'slice', expiresAt: slice.until + KEPT_MS });
}

/** The slice after the take; null where any of the budgets has too little left in it. */
function afterTake(slice: Slice | null, { takes }: SliceTake): Slice | null {
  if (slice === null) return null;
  const left: Record<string, number> = { ...slice.left };
  for (const [budget, amount] of Object.entries(takes)) {
    const has = left[budget];
    if (has === undefined || has < amount) return null;
    left[budget] = has - amount;
  }
  return { ...slice, left };
}

/** Takes out of the slice; false, with nothing written, where any of the budgets has too little left in it. */
export async function takeOut(tx: Transaction, wanted: SliceTake): Promise<boolean> {
  if (Object.keys(wanted.takes).length === 0) return true;
  const left = afterTake(await sliceOf(tx, wanted.slice), wanted);
  if (left === null) return false;
  putSlice(tx, wanted.slice, left);
  return true;
}

/** The slice without its part of a budget. */
export function withoutBudget(slice: Slice, budget: string): Slice {
  const { [budget]: _gone, ...left } = slice.left;
  return { ...slice, left };
}
