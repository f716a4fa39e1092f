/**
 * The tally of one series of one person: how often, how much, first and last, and the newest events one by one. It is the same
 * in whatever order events are told: sums of whole numbers, the least and greatest time, and the greatest few by time.
 */
import type { Instant } from '../time.ts';

export interface Tally {
  readonly count: number;
  readonly sum: number;
  readonly first: Instant;
  readonly last: Instant;
  /** Of the newest events time and value in turn, newest first; at one time the greater value first. */
  readonly newest: readonly number[];
}

export interface TalliedEvent {
  readonly at: Instant;
  readonly value: number;
}

function isBefore(at: Instant, value: number, otherAt: number, otherValue: number): boolean {
  return at > otherAt || (at === otherAt && value > otherValue);
}

/** Both in one, newest first, no more than `keep` events. */
function mergedNewest(a: readonly number[], b: readonly number[], keep: number): number[] {
  const merged: number[] = [];
  let [i, j] = [0, 0];
  while (merged.length < 2 * keep && (i < a.length || j < b.length)) {
    const fromA =
      j >= b.length || (i < a.length && !isBefore(b[j] ?? 0, b[j + 1] ?? 0, a[i] ?? 0, a[i + 1] ?? 0));
    if (fromA) {
      merged.push(a[i] ?? 0, a[i + 1] ?? 0);
      i += 2;
    } else {
      merged.push(b[j] ?? 0, b[j + 1] ?? 0);
      j += 2;
    }
  }
  return merged;
}

/** The tally with one event more, whenever it happened. */
export function withEvent(tally: Tally | undefined, { at, value }: TalliedEvent, keep: number): Tally {
  const one = { count: 1, sum: value, first: at, last: at, newest: keep > 0 ? [at, value] : [] };
  return tally === undefined ? one : addTallies(tally, one, keep);
}

/** The tally of two people's events who are one person. */
export function addTallies(a: Tally, b: Tally, keep: number): Tally {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
    newest: mergedNewest(a.newest, b.newest, keep),
  };
}
