/** ln Γ about 1, where the general function's rounding would be all that is left of it. */
import { logGammaRatio } from './logGamma.ts';

const EULER = 0.577_215_664_901_532_9;
/** ln Γ(1 + a)/a by powers of a: −γ, then ζ(k)/k with alternating signs (NIST DLMF 5.7.3). */
const POWERS = [-EULER, 0.822_467_033_424_113_2, -0.400_685_634_386_531_4, 0.270_580_808_427_784_6, -0.207_4];
const SMALL = 1e-3;

/** ln Γ(1 + a)/a for −1/2 ≤ a ≤ 1, −γ at 0. Relative error below 1e-13. */
export function logGammaSlope(a: number): number {
  if (Math.abs(a) < SMALL) return POWERS.reduceRight((sum, term) => sum * a + term, 0);
  return (a > 0 ? logGammaRatio(1, a) : -logGammaRatio(1 + a, -a)) / a;
}
