/**
 * The deviance of a count from its mean, x·ln(x/m) + m − x: the exponent of the saddle-point form of the Poisson and
 * binomial densities (Loader 2000). Near x = m the three terms cancel, so there it is a series.
 */

const SERIES_WITHIN = 0.3;

/** u − ln(1 + u) near 0: with v = u/(2 + u), ln(1 + u) = 2·artanh v. */
function overLog(u: number): number {
  const v = u / (2 + u);
  const square = v * v;
  let term = v * square;
  let sum = 0;
  for (let k = 3; Math.abs(term) > 1e-18 * square; k += 2) {
    sum += term / k;
    term *= square;
  }
  return (2 * square) / (1 - v) - 2 * sum;
}

/** Domain: x > 0, mean > 0. Zero where they are equal, positive elsewhere. */
export function deviance(x: number, mean: number): number {
  const u = (mean - x) / x;
  if (Math.abs(u) > SERIES_WITHIN) return x * Math.log(x / mean) + mean - x;
  return x * overLog(u);
}
