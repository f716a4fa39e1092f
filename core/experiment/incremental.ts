/**
 * What a treatment brought that would not have come without it: the difference a person times the people treated, and the
 * same of both ends of the interval. What it returned for what it cost is that over the cost (iROAS: 1 earns its cost back).
 */
import { type Interval, scaled } from './interval.ts';

export interface Incremental {
  readonly amount: number;
  readonly interval: Interval;
}

export interface ReturnOnSpend {
  readonly ratio: number;
  readonly interval: Interval;
}

export function incremental(difference: number, interval: Interval, peopleTreated: number): Incremental {
  return { amount: difference * peopleTreated, interval: scaled(interval, peopleTreated) };
}

/** Revenue and cost in the same unit. Null where nothing was spent. */
export function returnOnSpend({ amount, interval }: Incremental, cost: number): ReturnOnSpend | null {
  if (!(cost > 0)) return null;
  return { ratio: amount / cost, interval: scaled(interval, 1 / cost) };
}
