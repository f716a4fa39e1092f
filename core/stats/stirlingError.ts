/**
 * What Stirling's formula leaves over, ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π). Densities with large arguments are built
 * from it (Loader 2000, "Fast and Accurate Computation of Binomial Probabilities"), since the large terms of their
 * logarithms then cancel on paper and not in floating point.
 */
import { logGamma, stirlingTail } from '../value/logGamma.ts';

const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;
const SERIES_FROM = 10;

/** Domain: z > 0. Absolute error below 1e-14. */
export function stirlingError(z: number): number {
  if (z >= SERIES_FROM) return stirlingTail(z);
  return logGamma(z) - ((z - 0.5) * Math.log(z) - z + HALF_LOG_TWO_PI);
}
