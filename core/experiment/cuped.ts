/**
 * CUPED (Deng, Xu, Kohavi & Walker 2013): the difference of two means after taking away what was known of each person before
 * the start. With one theta for both arms together, cov(post, pre)/var(pre), the difference stays unbiased as long as `pre`
 * was measured before anybody was assigned, and its variance falls by the square of the correlation.
 */
import { type Arms, around } from './interval.ts';
import { type Moments, momentsOf } from './moments.ts';
import type { RelativeLift } from './relativeLift.ts';
import { type DifferenceOfMeans, standardErrorOf, welch } from './welch.ts';

/** Of each person what they brought, and the same or something like it before the start; as long as each other. */
export interface BeforeAndAfter {
  readonly pre: ArrayLike<number>;
  readonly post: ArrayLike<number>;
}

export interface Cuped {
  readonly theta: number;
  readonly difference: DifferenceOfMeans;
  /** Over the control's unadjusted mean. */
  readonly relative: RelativeLift | null;
  /** Variance of the difference over its variance unadjusted: 0.25 does as much as four times the people. */
  readonly varianceRatio: number;
}

interface Pooled {
  readonly preMean: number;
  readonly theta: number;
}

function pooledTheta(arms: readonly BeforeAndAfter[]): Pooled | null {
  let [people, preSum, postSum] = [0, 0, 0];
  for (const { pre, post } of arms) {
    people += post.length;
    for (let i = 0; i < post.length; i += 1) {
      preSum += pre[i] ?? 0;
      postSum += post[i] ?? 0;
    }
  }
  const [preMean, postMean] = [preSum / people, postSum / people];
  let [together, squares] = [0, 0];
  for (const { pre, post } of arms) {
    for (let i = 0; i < post.length; i += 1) {
      const deviation = (pre[i] ?? 0) - preMean;
      together += deviation * ((post[i] ?? 0) - postMean);
      squares += deviation * deviation;
    }
  }
  return squares > 0 ? { preMean, theta: together / squares } : null;
}

function adjusted({ pre, post }: BeforeAndAfter, { preMean, theta }: Pooled): Moments {
  return momentsOf(Float64Array.from(post, (value, i) => value - theta * ((pre[i] ?? 0) - preMean)));
}

/** Null where `pre` tells people not apart, or Welch's test is not defined. O(n). */
export function cuped(arms: Arms<BeforeAndAfter>): Cuped | null {
  const pooled = pooledTheta([arms.treated, arms.control]);
  if (pooled === null) return null;
  const after = { treated: adjusted(arms.treated, pooled), control: adjusted(arms.control, pooled) };
  const raw = { treated: momentsOf(arms.treated.post), control: momentsOf(arms.control.post) };
  const difference = welch(after);
  if (difference === null) return null;
  return {
    theta: pooled.theta,
    difference,
    relative: relativeTo(raw, after, arms.control, { theta: pooled.theta, difference }),
    varianceRatio: (standardErrorOf(after) / standardErrorOf(raw)) ** 2,
  };
}

/**
 * The lift over the control's plain mean c, by the delta method: to first order a control's person moves it by
 * −(r·post − theta·pre)/c, with r the ratio of the plain means, since c is in the numerator and in the denominator.
 */
function relativeTo(
  raw: Arms<Moments>,
  after: Arms<Moments>,
  { pre, post }: BeforeAndAfter,
  { theta, difference }: { readonly theta: number; readonly difference: DifferenceOfMeans },
): RelativeLift | null {
  const baseline = raw.control.mean;
  if (!(baseline > 0)) return null;
  const ratio = raw.treated.mean / baseline;
  const moved = momentsOf(Float64Array.from(post, (value, i) => ratio * value - theta * (pre[i] ?? 0)));
  const standardError = standardErrorOf({ treated: after.treated, control: moved }) / baseline;
  const lift = difference.difference / baseline;
  return { lift, interval: around(lift, difference.reach * standardError) };
}
