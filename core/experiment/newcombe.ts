/**
 * The difference of two shares with Newcombe's hybrid score interval (Newcombe 1998, Statistics in Medicine 17, 873-890,
 * method 10): the reaches of the two Wilson intervals towards each other, squared and added. It keeps its coverage for few
 * conversions and never leaves [−1, 1].
 */
import { wilsonInterval } from '../stats/wilsonInterval.ts';
import { type Arms, CONFIDENCE, type Conversions, type Interval, normalReach, rateOf } from './interval.ts';

export interface DifferenceOfShares {
  readonly difference: number;
  readonly interval: Interval;
}

/** Null where an arm is empty. */
export function newcombe(
  { treated, control }: Arms<Conversions>,
  confidence: number = CONFIDENCE,
): DifferenceOfShares | null {
  const [share, baseline] = [rateOf(treated), rateOf(control)];
  if (share === null || baseline === null) return null;
  const reach = normalReach(confidence);
  const [low, high] = wilsonInterval(treated.converted, treated.people, reach);
  const [baseLow, baseHigh] = wilsonInterval(control.converted, control.people, reach);
  const difference = share - baseline;
  return {
    difference,
    interval: [
      difference - Math.hypot(share - low, baseHigh - baseline),
      difference + Math.hypot(high - share, baseline - baseLow),
    ],
  };
}
