/** Wilson's score interval of a share (Wilson, JASA 22, 1927): it holds for few trials and for shares near 0 and 1. */
import { NORMAL_95 } from './normal95.ts';

/** Wilson's score interval of a share of n, 1 and more, at a two-sided quantile. */
export function wilsonInterval(successes: number, n: number, z: number = NORMAL_95): [number, number] {
  const share = successes / n;
  const spread = (z * z) / n;
  const centre = share + spread / 2;
  const margin = z * Math.sqrt((share * (1 - share)) / n + spread / (4 * n));
  const low = successes === 0 ? 0 : (centre - margin) / (1 + spread);
  const high = successes === n ? 1 : (centre + margin) / (1 + spread);
  return [Math.max(0, low), Math.min(1, high)];
}
