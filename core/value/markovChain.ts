/**
 * Where a chain of stages leads (Kemeny & Snell 1960, Finite Markov Chains): which stages are left for good and which
 * are never left, how long a customer stays, where those end who start in a stage, and the shares the chain settles at.
 * Rows of `P` sum to 1; the chain may have absorbing stages, several closed sets of stages, or be one recurrent whole.
 */
import { identityLess, type Matrix, solveLinear } from './solveLinear.ts';

export interface ChainStructure {
  /** Sets of states, by number, that are never left once entered; one of a single state is an absorbing one. */
  readonly closed: readonly (readonly number[])[];
  /** States that are left for good sooner or later. */
  readonly transient: readonly number[];
}

export interface ChainTimes {
  /** Periods spent in the state each time it is entered, this one included: 1/(1 − p); Infinity where absorbing. */
  readonly perStay: readonly number[];
  /**
   * Expected periods in each transient state (column) over all time to come, from each transient state (row): the
   * fundamental matrix (I − Q)^−1, in the order of `transient`. Empty where no state is transient.
   */
  readonly fundamental: Matrix;
  /** Expected periods until the first closed set is entered, from each state: 0 in a closed one. */
  readonly untilClosed: readonly number[];
  /** Chance to end in each closed set (column), from each state (row). */
  readonly endsIn: Matrix;
  /** Expected periods from leaving a state to being in it again; Infinity for transient states. */
  readonly untilReturn: readonly number[];
}

export type SteadyState =
  | {
      readonly kind: 'unique';
      readonly shares: readonly number[];
      /** 1 where the chain settles at the shares; above 1 it circles with this period and they are averages. */
      readonly period: number;
    }
  /** What the chain settles at depends on where it starts: one distribution for each closed set. */
  | { readonly kind: 'several'; readonly byClosedSet: readonly (readonly number[])[] };

function at(matrix: Matrix, i: number, j: number): number {
  return matrix[i]?.[j] ?? 0;
}

/** reach[i][j]: whether j can be reached from i in any number of steps, 0 included (Warshall 1962). */
function reachability(P: Matrix): boolean[][] {
  const reach = P.map((row, i) => row.map((chance, j) => i === j || chance > 0));
  for (let via = 0; via < P.length; via += 1) {
    for (const row of reach) {
      if (row[via] !== true) continue;
      for (let j = 0; j < P.length; j += 1) row[j] = row[j] === true || reach[via]?.[j] === true;
    }
  }
  return reach;
}

export function chainStructure(P: Matrix): ChainStructure {
  const reach = reachability(P);
  const closed: number[][] = [];
  const transient: number[] = [];
  for (let i = 0; i < P.length; i += 1) {
    const reached = P.flatMap((_, j) => (reach[i]?.[j] === true ? [j] : []));
    const isClosed = reached.every((j) => reach[j]?.[i] === true);
    if (!isClosed) transient.push(i);
    else if (reached[0] === i) closed.push(reached);
  }
  return { closed, transient };
}

/** The shares a closed set settles at, without a subtraction (Grassmann, Taksar & Heyman 1985). */
function sharesWithin(P: Matrix, members: readonly number[]): number[] {
  const chance = members.map((i) => members.map((j) => at(P, i, j)));
  const entry = (i: number, j: number): number => at(chance, i, j);
  for (let k = members.length - 1; k > 0; k -= 1) {
    let out = 0;
    for (let j = 0; j < k; j += 1) out += entry(k, j);
    for (let i = 0; i < k; i += 1) {
      const row = chance[i] ?? [];
      row[k] = entry(i, k) / out;
      for (let j = 0; j < k; j += 1) row[j] = entry(i, j) + entry(i, k) * entry(k, j);
    }
  }
  const visits = [1];
  for (let k = 1; k < members.length; k += 1) {
    visits.push(visits.reduce((sum, count, i) => sum + count * entry(i, k), 0));
  }
  const total = visits.reduce((sum, count) => sum + count, 0);
  const shares = P.map(() => 0);
  for (const [k, member] of members.entries()) shares[member] = (visits[k] ?? 0) / total;
  return shares;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** The greatest common divisor of the lengths of all ways round a closed set. */
function periodOf(P: Matrix, members: readonly number[]): number {
  const first = members[0] ?? 0;
  const depth = new Map([[first, 0]]);
  const queue = [first];
  let period = 0;
  for (const i of queue) {
    for (const j of members) {
      if (at(P, i, j) === 0) continue;
      const known = depth.get(j);
      const next = (depth.get(i) ?? 0) + 1;
      if (known === undefined) {
        depth.set(j, next);
        queue.push(j);
      } else period = greatestCommonDivisor(period, Math.abs(next - known));
    }
  }
  return period;
}

/** The distribution over stages that one more period leaves as it is. */
export function steadyState(P: Matrix): SteadyState {
  const { closed } = chainStructure(P);
  const [only, ...others] = closed;
  if (only !== undefined && others.length === 0)
    return { kind: 'unique', shares: sharesWithin(P, only), period: periodOf(P, only) };
  return { kind: 'several', byClosedSet: closed.map((members) => sharesWithin(P, members)) };
}

/** (I − Q)^−1 and what follows from it for the transient states. */
function transientTimes(P: Matrix, { closed, transient }: ChainStructure) {
  const Q = transient.map((i) => transient.map((j) => at(P, i, j)));
  const eye = transient.map((i) => transient.map((j) => (i === j ? 1 : 0)));
  const fundamental = solveLinear(identityLess(Q), eye) ?? [];
  const intoClosed = transient.map((i) =>
    closed.map((members) => members.reduce((sum, j) => sum + at(P, i, j), 0)),
  );
  const ends = fundamental.map((row) =>
    closed.map((_, c) => row.reduce((sum, visits, k) => sum + visits * at(intoClosed, k, c), 0)),
  );
  return { fundamental, ends };
}

/** How long customers stay, and where they end. */
export function chainTimes(P: Matrix): ChainTimes {
  const structure = chainStructure(P);
  const { closed, transient } = structure;
  const { fundamental, ends } = transientTimes(P, structure);
  const placeOf = new Map(transient.map((state, k) => [state, k]));
  const shares = closed.map((members) => sharesWithin(P, members));
  return {
    perStay: P.map((row, i) => 1 / row.reduce((sum, chance, j) => (j === i ? sum : sum + chance), 0)),
    fundamental,
    untilClosed: P.map((_, i) =>
      (fundamental[placeOf.get(i) ?? -1] ?? []).reduce((sum, visits) => sum + visits, 0),
    ),
    endsIn: P.map(
      (_, i) => ends[placeOf.get(i) ?? -1] ?? closed.map((members) => (members.includes(i) ? 1 : 0)),
    ),
    untilReturn: P.map((_, i) => 1 / shares.reduce((most, share) => Math.max(most, share[i] ?? 0), 0)),
  };
}
