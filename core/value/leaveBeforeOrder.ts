/**
 * The race between a customer's next order and leaving, the one special function of Pareto/NBD here. With orders at
 * rates Gamma(a, A) and lifetimes at rates Gamma(s, B), the chance that leaving comes first is
 *   ρ(a, s, q) = s·q^s ∫_0^∞ (1 + u)^−a (q + u)^−(s + 1) du = s/(a + s) · 2F1(a, 1; a + s + 1; 1 − q),  q = B/A,
 * from integrating the likelihood of Schmittlein, Morrison & Colombo (1987) over the unseen moment of leaving. It lies
 * between 0 and 1, nothing special happens at q = 1, and
 *   (a + s)·ρ(a) + a(q − 1)·ρ(a + 1) = s,   ∂ρ/∂ln q = −a(ρ(a) − ρ(a + 1)),   ρ(a, s, q) = 1 − ρ(s, a, 1/q).
 * It is worked out by Gauss's continued fraction (NIST DLMF 15.7.1), after a Pfaff transformation where q < 1 so that
 * all its terms are positive: some 8 to 600 divisions, more the farther q is from 1. Beyond a factor of 400 the
 * integral itself is summed. Within that factor errors are below 1e-12 of ρ; beyond, below 1e-11 of 1 up to a factor of
 * 10^5, and from there on below the factor's own multiple of rounding.
 */
import { halfLine } from './halfLine.ts';

/** ρ with its derivatives by a and by s. Written into, so that a fit makes no garbage. */
export interface Race {
  rho: number;
  byA: number;
  byS: number;
}

const FARTHEST = 400;
/** From this shape on, the integrand falls fast enough to be summed whatever q is. */
const FALLING_SHAPE = 2;

/** From ρ(a + 1) to ρ(a), in place. Errors shrink wherever q ≤ 2 or a is below s/(q − 2). */
export function stepDown(a: number, s: number, q: number, race: Race): void {
  const excess = q - 1;
  const scale = 1 / (a + s);
  const { rho: next, byA, byS } = race;
  const rho = (s - a * excess * next) * scale;
  race.rho = rho;
  race.byA = -(rho + excess * (next + a * byA)) * scale;
  race.byS = (1 - rho - a * excess * byS) * scale;
}

/** From ρ(a) to ρ(a + 1), in place; errors shrink where those of `stepDown` grow, and a is 1 or more. */
export function stepUp(a: number, s: number, q: number, race: Race): void {
  const scale = 1 / (a * (q - 1));
  const { rho, byA, byS } = race;
  const next = (s - (a + s) * rho) * scale;
  race.rho = next;
  race.byA = -(rho + (a + s) * byA) * scale - next / a;
  race.byS = (1 - rho - (a + s) * byS) * scale;
}

/** How many pairs of terms bring the fraction to within 1e-14 for a q of 1 + excess. */
function termPairsFor(excess: number): number {
  const root = Math.sqrt(1 + excess);
  return 1 + Math.ceil(14 / Math.log((root + 1) / (root - 1)));
}

/**
 * t_0 + u_1·z/(t_1 + u_2·z/(t_2 + …)) from its end, with t_n = p + m + n, u_{2n} = n(m + n) and
 * u_{2n+1} = (p + n)(p + m + n): 1/2F1(p, 1; p + m + 1; −z) times p + m. Derivatives by p and m go into byA and byS.
 */
function fraction(p: number, m: number, z: number, race: Race): void {
  const sum = p + m;
  const pairs = termPairsFor(z);
  const slope = (1 + Math.sqrt(1 + z)) / 2;
  let [tail, byP, byM] = [(sum + 2 * pairs) * slope, slope, slope];
  for (let n = pairs; n > 0; n -= 1) {
    const afterEven = 1 / tail;
    const even = n * z * afterEven;
    const evenShare = (m + n) * even * afterEven;
    byP = 1 - evenShare * byP;
    byM = 1 + even - evenShare * byM;
    tail = sum + 2 * n - 1 + evenShare * tail;
    const afterOdd = 1 / tail;
    const odd = z * afterOdd;
    const [left, right] = [p + n - 1, sum + n - 1];
    const oddShare = left * right * odd * afterOdd;
    byP = 1 + (left + right) * odd - oddShare * byP;
    byM = 1 + left * odd - oddShare * byM;
    tail = sum + 2 * n - 2 + oddShare * tail;
  }
  race.rho = tail;
  race.byA = byP;
  race.byS = byM;
}

/** For q > 400, with u = e^v − 1: (s/q)∫_0^∞ e^(−(a − 1)v)·(1 + (e^v − 1)/q)^−(s + 1) dv. */
function bySum(a: number, s: number, q: number, race: Race): void {
  const shift = Math.max(0, Math.ceil(FALLING_SHAPE - a));
  const shape = a + shift - 1;
  const reach = 1 / (shape + (s + 1) / q);
  const { at, weight } = halfLine();
  let [sum, byShape, byS] = [0, 0, 0];
  for (let i = 0; i < at.length; i += 1) {
    const v = reach * (at[i] ?? 0);
    const growth = Math.log1p(Math.expm1(v) / q);
    const part = (weight[i] ?? 0) * Math.exp(-shape * v - (s + 1) * growth);
    sum += part;
    byShape -= part * v;
    byS -= part * growth;
  }
  const scale = (s / q) * reach;
  race.rho = scale * sum;
  race.byA = scale * byShape;
  race.byS = scale * (byS + sum / s);
  for (let j = shift - 1; j >= 0; j -= 1) stepDown(a + j, s, q, race);
  race.rho = Math.min(Math.max(race.rho, 0), 1);
}

/** Writes ρ(a, s, q) and its derivatives into `race`. Domain: all three positive and finite. */
export function raceTo(a: number, s: number, q: number, race: Race): void {
  if (q > FARTHEST) {
    bySum(a, s, q, race);
  } else if (q >= 1) {
    fraction(a, s, q - 1, race);
    const { rho: tail, byA, byS } = race;
    race.rho = s / tail;
    race.byA = (-race.rho * byA) / tail;
    race.byS = (1 - race.rho * byS) / tail;
  } else if (q * FARTHEST >= 1) {
    fraction(s + 1, a - 1, 1 / q - 1, race);
    const { rho: tail, byA: byS, byS: byA } = race;
    race.rho = s / (q * tail);
    race.byA = (-race.rho * byA) / tail;
    race.byS = (1 / q - race.rho * byS) / tail;
  } else {
    bySum(s, a, 1 / q, race);
    const { rho, byA: byS, byS: byA } = race;
    race.rho = 1 - rho;
    race.byA = -byA;
    race.byS = -byS;
  }
}

/** ρ(a, s, q): the chance of leaving before the next order. Domain: all three positive and finite. */
export function leaveBeforeOrder(a: number, s: number, q: number): number {
  const race = { rho: 0, byA: 0, byS: 0 };
  raceTo(a, s, q, race);
  return race.rho;
}
