/**
 * A chain of stages from what was counted: how many customers went from each stage to each in one period. Says the
 * chance of every step with its interval; what the chain leads to is for `markovChain`, what it is worth for
 * `markovValue`. Nobody seen in a stage means nothing is known of leaving it: its row keeps the stage, and the
 * stage is named in `unobserved`.
 */
import { wilsonInterval } from '../stats/wilsonInterval.ts';
import { betaQuantile } from '../stats/betaQuantile.ts';
import { normalQuantile } from '../stats/normalQuantile.ts';
import type { Matrix } from './solveLinear.ts';

export interface TransitionCell {
  readonly count: number;
  readonly probability: number;
  /** Interval at the confidence asked for; 0 to 1 where nobody was seen. */
  readonly low: number;
  readonly high: number;
}

export interface TransitionMatrix {
  readonly states: readonly string[];
  /** From the row's state to the column's. */
  readonly cells: readonly (readonly TransitionCell[])[];
  /** Rows sum to 1. */
  readonly probabilities: Matrix;
  readonly unobserved: readonly string[];
}

export interface TransitionOptions {
  /**
   * `wilson`: shares with Wilson's score interval (Wilson 1927). `dirichlet`: the posterior mean under a Dirichlet
   * prior with `prior` in every cell, and the equal-tailed interval of the cell's beta marginal. Default `wilson`.
   */
  readonly interval?: 'wilson' | 'dirichlet';
  /** Above 0; default 1/2 (Jeffreys). Only with `dirichlet`. */
  readonly prior?: number;
  /** Two-sided; default 0.95. */
  readonly confidence?: number;
}

/** One step of one customer, or of `count` customers. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly count?: number;
}

/** Counts of steps between the states named; steps from or to any other are left out. */
export function countTransitions(states: readonly string[], steps: Iterable<Transition>): number[][] {
  const place = new Map(states.map((state, i) => [state, i]));
  const counts = states.map(() => states.map(() => 0));
  for (const { from, to, count = 1 } of steps) {
    const row = counts[place.get(from) ?? -1];
    const column = place.get(to);
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + count;
  }
  return counts;
}

type CellOf = (count: number, total: number) => TransitionCell;

function wilsonCell(confidence: number): CellOf {
  const reach = normalQuantile((1 + confidence) / 2);
  return (count, total) => {
    const [low, high] = wilsonInterval(count, total, reach);
    return { count, probability: count / total, low, high };
  };
}

function dirichletCell(states: number, prior: number, confidence: number): CellOf {
  const tail = (1 - confidence) / 2;
  return (count, total) => {
    const [hits, others] = [count + prior, total - count + prior * (states - 1)];
    if (others === 0) return { count, probability: 1, low: 1, high: 1 };
    const low = betaQuantile(tail, hits, others);
    return { count, probability: hits / (hits + others), low, high: betaQuantile(1 - tail, hits, others) };
  };
}

/**
 * The matrix of one-step chances. `counts[i][j]` is how many went from state i to state j, 0 or more; it is square.
 * Throws RangeError for counts that are negative or no number, and for a matrix of another shape.
 */
export function transitionMatrix(
  states: readonly string[],
  counts: Matrix,
  { interval = 'wilson', prior = 0.5, confidence = 0.95 }: TransitionOptions = {},
): TransitionMatrix {
  const isSquare = counts.length === states.length && counts.every((row) => row.length === states.length);
  if (!isSquare) throw new RangeError(`counts of ${states.length} states are not a square of that size`);
  const cellOf =
    interval === 'wilson' ? wilsonCell(confidence) : dirichletCell(states.length, prior, confidence);
  const unobserved: string[] = [];
  const cells = counts.map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    if (!row.every((count) => count >= 0) || !Number.isFinite(total))
      throw new RangeError(`counts from ${states[i]} are not all 0 or more`);
    if (total > 0) return row.map((count) => cellOf(count, total));
    unobserved.push(states[i] ?? '');
    return row.map((_, j) => ({ count: 0, probability: i === j ? 1 : 0, low: 0, high: 1 }));
  });
  const probabilities = cells.map((row) => row.map(({ probability }) => probability));
  return { states, cells, probabilities, unobserved };
}
