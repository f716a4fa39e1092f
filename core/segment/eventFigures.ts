/** What tallies say to a leaf over events, whoever's ids they were kept under. Times are closed: an event counts to the millisecond. */
import type { Instant } from '../time.ts';
import { type EventLeaf, spanMs } from './rule.ts';
import { seriesKey, SUM_UNIT } from './series.ts';
import type { Tallies } from './standing.ts';
import type { Tally } from './tally.ts';

/** The tallies a leaf is judged by; most people have one or none. */
export function talliesFor(leaf: EventLeaf, tallies: readonly Tallies[]): readonly Tally[] {
  const key = seriesKey(leaf);
  const found: Tally[] = [];
  for (const one of tallies) {
    const tally = one[key];
    if (tally !== undefined) found.push(tally);
  }
  return found;
}

export interface Figures {
  readonly count: number;
  readonly sum: number;
}

/** Events at or after `since`, of those kept one by one. */
function sinceFigures(tallies: readonly Tally[], since: Instant): Figures {
  let [count, sum] = [0, 0];
  for (const { newest } of tallies) {
    for (let i = 0; i < newest.length && (newest[i] ?? 0) >= since; i += 2) {
      count += 1;
      sum += newest[i + 1] ?? 0;
    }
  }
  return { count, sum: sum / SUM_UNIT };
}

/** Number and sum of the events a leaf counts, as of `now`. */
export function figuresOf(leaf: EventLeaf, tallies: readonly Tally[], now: Instant): Figures {
  if (leaf.within !== undefined) return sinceFigures(tallies, now - spanMs(leaf.within));
  let [count, sum] = [0, 0];
  for (const tally of tallies) {
    count += tally.count;
    sum += tally.sum;
  }
  return { count, sum: sum / SUM_UNIT };
}

/** The earliest first or the latest last; null where nothing ever happened. */
export function firstOrLast(leaf: EventLeaf, tallies: readonly Tally[]): Instant | null {
  let found: Instant | null = null;
  for (const { first, last } of tallies) {
    if (leaf.first !== undefined) found = found === null ? first : Math.min(found, first);
    else found = found === null ? last : Math.max(found, last);
  }
  return found;
}
