/** What the estimates of this folder are made of. Everything is treated minus control; a ratio that is not defined is null. */
import { normalQuantile } from '../stats/normalQuantile.ts';

/** Low end, high end. */
export type Interval = readonly [number, number];

/** How many of an arm's people did what counts. `converted` ≤ `people`, both whole. */
export interface Conversions {
  readonly converted: number;
  readonly people: number;
}

/** The two arms of a comparison, everybody assigned in each, whoever was reached. */
export interface Arms<Arm> {
  readonly treated: Arm;
  readonly control: Arm;
}

export const CONFIDENCE = 0.95;

/** Standard errors from the middle to either end of a two-sided normal interval. */
export function normalReach(confidence: number): number {
  return normalQuantile(0.5 + confidence / 2);
}

export function around(middle: number, reach: number): Interval {
  return [middle - reach, middle + reach];
}

export function scaled([low, high]: Interval, factor: number): Interval {
  return factor < 0 ? [high * factor, low * factor] : [low * factor, high * factor];
}

/** Null where the arm is empty. */
export function rateOf({ converted, people }: Conversions): number | null {
  return people > 0 ? converted / people : null;
}

/** With fewer who did, or who did not, an arm's own share says too little of its variance. */
const FEW = 10;

/** Whether an arm is so nearly unanimous that normal approximations with its own variance would prove too much. */
export function isSparse({ treated, control }: Arms<Conversions>): boolean {
  return [treated, control].some(({ converted, people }) => Math.min(converted, people - converted) < FEW);
}
