/**
 * The race between a customer's next order and leaving, the one special function of Pareto/NBD here. With orders at
 * rates Gamma(a, A) and lifetimes at rates Gamma(s, B), the chance that leaving comes first is
 *   ρ(a, s, q) = s·q^s ∫_0^∞ (1 + u)^−a (q + u)^−(s + 1) du = s/(a + s) · 2F1(a, 1; a + s + 1; 1 − q),  q = B/A,
 * from integrating the likelihood of Schmittlein, Morrison & Colombo (1987) over the unseen moment of leaving. It lies
 * between 0 and 1, nothing special happens at q = 1, and
 *   (a + s)·ρ(a) + a(q − 1)·ρ(a + 1) = s,   ∂ρ/∂ln q = −a(ρ(a) − ρ(a + 1)),   ρ(a, s, q) = 1 − ρ(s, a, 1/q).
 * It is worked out by Gauss's continued fraction (NIST DLMF 15.7.1), after a Pfaff transformation where q < 1 so that
 * all its terms are positive: some 8 to 500 divisions, more the farther q is from 1, with errors below 1e-12 of ρ. For q
 * above 60 see `leaveBeforeOrderFar`, where errors are below 1e-11; for q below 1/400 the two sides of the race change
 * places, and errors are below 1e-11 of 1.
 */
import { farRaceTo } from './leaveBeforeOrderFar.ts';
import type { Race } from './leaveBeforeOrderSteps.ts';

/** The values of q between which the continued fraction is used. */
export const FARTHEST = 60;
const NEAREST = 1 / 400;

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

/** Writes ρ(a, s, q) and its derivatives into `race`. Domain: all three positive and finite. */
export function raceTo(a: number, s: number, q: number, race: Race): void {
  if (q > FARTHEST) {
    farRaceTo(a, s, q, race);
  } else if (q >= 1) {
    fraction(a, s, q - 1, race);
    const { rho: tail, byA, byS } = race;
    race.rho = s / tail;
    race.byA = (-race.rho * byA) / tail;
    race.byS = (1 - race.rho * byS) / tail;
  } else if (q >= NEAREST) {
    fraction(s + 1, a - 1, 1 / q - 1, race);
    const { rho: tail, byA: byS, byS: byA } = race;
    race.rho = s / (q * tail);
    race.byA = (-race.rho * byA) / tail;
    race.byS = (1 / q - race.rho * byS) / tail;
  } else {
    farRaceTo(s, a, 1 / q, race);
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
