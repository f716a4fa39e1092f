/**
 * Customer satisfaction: the share of answers at or above a mark of the scale, 4 of 5 as usual, with Wilson's interval, which
 * holds for few answers and for shares near 0 and 1 (Wilson, JASA 22, 1927).
 */
import { wilsonInterval } from '../stats/wilsonInterval.ts';

export interface CsatScale {
  /** The best answer; the worst is 1. */
  readonly most: number;
  /** The least answer that counts as satisfied. */
  readonly satisfiedFrom: number;
}

export const FIVE_POINT: CsatScale = { most: 5, satisfiedFrom: 4 };

export interface Csat {
  readonly n: number;
  readonly satisfied: number;
  /** Satisfied over n; null without answers, as is the interval. */
  readonly csat: number | null;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
}

/** From answers of 1 to `most`. Throws `RangeError` for any other. */
export function csatOf(scores: Iterable<number>, scale: CsatScale = FIVE_POINT): Csat {
  let n = 0;
  let satisfied = 0;
  for (const score of scores) {
    if (!(score >= 1 && score <= scale.most))
      throw new RangeError(`${score} is no answer from 1 to ${scale.most}`);
    n += 1;
    if (score >= scale.satisfiedFrom) satisfied += 1;
  }
  if (n === 0) return { n, satisfied, csat: null, interval: null };
  return { n, satisfied, csat: satisfied / n, interval: wilsonInterval(satisfied, n) };
}
