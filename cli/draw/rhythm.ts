/**
 * A customer's own rhythm as one strip: every order as a tick on a line of time, the day from which the next one counts as
 * late, and the last day anything is known of. Days are UTC days; no clock is read.
 */
import type { UtcDay } from '../../core/time.ts';

export interface RhythmInput {
  /** Days with a purchase, ascending. */
  readonly orderDays: readonly UtcDay[];
  readonly refundDays: readonly UtcDay[];
  /** Days without an order after which the customer is late; null where there is no such limit. */
  readonly limitDays: number | null;
  /** The last day anything is known of. */
  readonly knownUntil: UtcDay;
}

export const MARKS = { order: '●', refund: '○', limit: '┊', now: '◆' } as const;

export interface Rhythm {
  readonly strip: string;
  readonly firstDay: UtcDay;
  readonly lastDay: UtcDay;
  /** Median of the gaps between purchase days; null below two. */
  readonly medianGapDays: number | null;
  readonly daysSinceLast: number;
  readonly late: boolean;
}

function gapsOf(days: readonly UtcDay[]): number[] {
  return days.slice(1).map((day, i) => day - (days[i] ?? day));
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}

/** Null for a customer who never ordered. `width` is the length of the strip in columns, at least 2. */
export function rhythmOf(input: RhythmInput, width: number): Rhythm | null {
  const { orderDays, refundDays, limitDays, knownUntil } = input;
  const firstDay = orderDays[0];
  const lastOrder = orderDays.at(-1);
  if (firstDay === undefined || lastOrder === undefined) return null;
  const lateFrom = limitDays === null ? null : lastOrder + Math.ceil(limitDays);
  const lastDay = Math.max(knownUntil, lateFrom ?? lastOrder, lastOrder);
  const span = Math.max(1, lastDay - firstDay);
  const columnOf = (day: UtcDay) => Math.round(((day - firstDay) / span) * (width - 1));
  const cells = Array.from({ length: width }, () => '─');
  const put = (day: UtcDay, mark: string): void => {
    const column = columnOf(day);
    if (column >= 0 && column < width) cells[column] = mark;
  };
  if (lateFrom !== null) cells.fill('·', columnOf(lateFrom));
  for (const day of refundDays) put(day, MARKS.refund);
  put(knownUntil, MARKS.now);
  if (lateFrom !== null) put(lateFrom, MARKS.limit);
  for (const day of orderDays) put(day, MARKS.order);
  return {
    strip: cells.join(''),
    firstDay,
    lastDay,
    medianGapDays: medianOf(gapsOf(orderDays)),
    daysSinceLast: knownUntil - lastOrder,
    late: limitDays !== null && knownUntil - lastOrder > limitDays,
  };
}
