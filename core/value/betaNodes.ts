/**
 * Means over gamma- and beta-distributed numbers by the trapezoidal rule in their logarithm and log-odds, which converges
 * exponentially (Trefethen & Weideman 2014). The weights are divided by their own sum, so what rounding does to the
 * densities of very large shapes cancels. Meant for functions without a singularity nearer than π to the real line in
 * those variables, and for shapes of 0.5 or more, below which the densities have long tails.
 */
export interface Nodes {
  readonly at: Float64Array;
  /** Sums to 1. */
  readonly weight: Float64Array;
}

/** The logarithm of the smallest weight worth counting. */
const DROP = 38;

/** The distance from the top, in direction `side`, at which `height` has fallen by DROP. */
function reach(height: (y: number) => number, centre: number, side: 1 | -1, width: number): number {
  const floor = height(centre) - DROP;
  let distance = width;
  while (height(centre + side * distance) > floor) distance *= 1.2;
  return distance;
}

function nodesOf(
  height: (y: number) => number,
  toValue: (y: number) => number,
  centre: number,
  width: number,
): Nodes {
  const step = Math.min(0.25, width / 2.5);
  const below = Math.ceil(reach(height, centre, -1, width) / step);
  const above = Math.ceil(reach(height, centre, 1, width) / step);
  const at = new Float64Array(below + above + 1);
  const weight = new Float64Array(at.length);
  const top = height(centre);
  let sum = 0;
  for (let i = 0; i < at.length; i += 1) {
    const y = centre + (i - below) * step;
    const share = Math.exp(height(y) - top);
    at[i] = toValue(y);
    weight[i] = share;
    sum += share;
  }
  return { at, weight: weight.map((share) => share / sum) };
}

/** Of Gamma(shape, rate 1). */
export function gammaNodes(shape: number): Nodes {
  const centre = Math.log(shape);
  const height = (y: number): number => shape * (y - centre - Math.expm1(y - centre));
  return nodesOf(height, Math.exp, centre, 1 / Math.sqrt(shape));
}

/** Of Beta(a, b). */
export function betaNodes(a: number, b: number): Nodes {
  const [centre, both] = [Math.log(a / b), a + b];
  const height = (y: number): number =>
    a * (y - centre) - both * Math.log1p((a * Math.expm1(y - centre)) / both);
  const toShare = (y: number): number => 1 / (1 + Math.exp(-y));
  return nodesOf(height, toShare, centre, Math.sqrt(1 / a + 1 / b));
}
