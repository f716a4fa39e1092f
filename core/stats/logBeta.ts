/** ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), keeping its digits when one argument is much larger than the other. */
import { logGamma, logGammaRatio } from '../value/logGamma.ts';

/** Domain: a > 0, b > 0; NaN elsewhere. */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  return logGamma(small) - logGammaRatio(Math.max(a, b), small);
}
