/**
 * The first UTC day on which a figure that falls as days go by leaves the range it is in. The days right ahead are looked at
 * one by one, so that what is found for them holds of any figure; farther days are found by bisection, which a falling figure
 * allows.
 */
import { DAY_MS, type Instant, startOfDay, utcDay } from '../time.ts';

/** Looked at one by one: as far as timers are ever set. */
const DAYS_ONE_BY_ONE = 3;
/** Nobody's figures are foretold for longer: twenty years. */
const MOST_DAYS = 7_305;

export interface Falling {
  /** Whether the figure is in the range at an instant. */
  readonly holdsAt: (at: Instant) => boolean;
  /** The figure itself; null where there is none, which stays so. */
  readonly valueAt: (at: Instant) => number | null;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Whether the figure surely never rises again. */
  readonly falls: boolean;
}

/** The first of the days `from + 1` to `to` for which `test` holds, where it holds of every later day too; null where of none. */
function bisect(from: number, to: number, test: (day: number) => boolean): number | null {
  if (!test(to)) return null;
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (test(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The threshold a falling figure meets next; null where it has met all. */
function passedOn(figure: Falling, now: Instant): ((day: number) => boolean) | null {
  const { min, max, valueAt } = figure;
  const value = valueAt(now);
  if (value === null) return null;
  const at = (day: number) => valueAt(startOfDay(day)) ?? 0;
  if (max !== undefined && value > max) return (day) => at(day) <= max;
  if (min !== undefined && value >= min) return (day) => at(day) < min;
  return null;
}

/** When the figure next enters or leaves its range, before `until`: never later than it does; null where it does not. */
export function firstChangeOf(figure: Falling, now: Instant, until: Instant): Instant | null {
  const today = utcDay(now);
  const holds = figure.holdsAt(now);
  for (let day = today + 1; day <= today + DAYS_ONE_BY_ONE; day += 1) {
    const at = startOfDay(day);
    if (at > until) return null;
    if (figure.holdsAt(at) !== holds) return at;
  }
  const last = today + DAYS_ONE_BY_ONE;
  if (!figure.falls) return startOfDay(last);
  const test = passedOn(figure, now);
  if (test === null) return null;
  const farthest = Math.min(today + MOST_DAYS, Math.floor(Math.min(until, Number.MAX_SAFE_INTEGER) / DAY_MS));
  const day = farthest <= last ? null : bisect(last, farthest, test);
  return day === null ? null : startOfDay(day);
}
