/**
 * Seeded draws for made-up shops: the same seed gives the same shop on every machine. Not for secrets, and not for the
 * domain, whose chance is `core/chance.ts`. The generator is a 32-bit counter through a MurmurHash3-style finaliser
 * (period 2³²); gamma draws follow Marsaglia and Tsang (2000), doi:10.1145/358407.358414.
 */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number in [0, below). */
  below(below: number): number;
  /** Standard normal. */
  normal(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Gamma with mean `shape` (scale 1); `shape` above 0. */
  gamma(shape: number): number;
  /** Beta; both parameters above 0. */
  beta(a: number, b: number): number;
}

const STEP = 0x9e3779b9;
const TWO_32 = 4_294_967_296;

/** A generator from a seed; equal seeds give equal draws. */
export function createRandom(seed: number): Random {
  let counter = seed | 0;

  function next(): number {
    counter = (counter + STEP) | 0;
    let h = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / TWO_32;
  }

  /** One of the pair of the polar method (Marsaglia and Bray 1964). */
  function normal(): number {
    for (;;) {
      const u = 2 * next() - 1;
      const v = 2 * next() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
    }
  }

  return {
    next,
    below: (below) => Math.floor(next() * below),
    normal,
    exponential: () => -Math.log(1 - next()),
    gamma,
    beta(a, b) {
      const x = gamma(a);
      return x / (x + gamma(b));
    },
  };
}

/** One of a list that is not empty. */
export function pick<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[random.below(list.length)] ?? list[0];
}

/** Index drawn in proportion to weights ≥ 0; the last where rounding or zeros leave nothing. */
export function weighted(random: Random, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random.next() * total;
  for (let i = 0; i < weights.length; i += 1) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.length - 1;
}
