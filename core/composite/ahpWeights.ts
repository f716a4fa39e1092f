/**
 * Weights by AHP (analytic hierarchy process): people judge how many times one element matters more than another, for every
 * pair; the weights are the principal right eigenvector of the matrix of judgements. Saaty, The Analytic Hierarchy Process
 * (1980). The consistency ratio compares how far the judgements contradict each other with judgements made at random: at 0.1
 * and above they are not fit for use, and those that contradict most are named.
 */
import { type RandomIndex, randomIndexOf } from './randomIndex.ts';
import { normalised, sumOf } from './columns.ts';

/** From this ratio on the judgements are refused. */
export const INCONSISTENT_FROM = 0.1;

/** `matrix[i][j]`: how many times element i matters more than j. */
export type Judgements = readonly (readonly number[])[];

/** One judgement that contradicts the rest. */
export interface Contradiction {
  readonly row: number;
  readonly column: number;
  readonly judged: number;
  /** What the weights that follow from all judgements say: the judgement that would agree. */
  readonly consistent: number;
}

export interface AhpWeights {
  readonly weights: readonly number[];
  readonly largestEigenvalue: number;
  /** (λ − n)/(n − 1); 0 below three elements. */
  readonly consistencyIndex: number;
  /** The index over the random index; 0 below three elements. */
  readonly consistencyRatio: number;
  readonly isConsistent: boolean;
  /** The judgements off the weights by most, worst first, at most three; empty where the ratio is below 0.1. */
  readonly contradictions: readonly Contradiction[];
}

const MOST_STEPS = 10_000;
const MOST_NAMED = 3;

function times(matrix: Judgements, vector: readonly number[]): number[] {
  return matrix.map((row) => sumOf(row.map((value, j) => value * (vector[j] ?? 0))));
}

/** Power iteration: a positive matrix has one largest eigenvalue, with a positive eigenvector (Perron). */
function principalVector(matrix: Judgements): number[] {
  let vector = matrix.map(() => 1 / matrix.length);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = normalised(times(matrix, vector));
    const moved = Math.max(...next.map((value, i) => Math.abs(value - (vector[i] ?? 0)) / value));
    vector = next;
    if (moved < 4 * Number.EPSILON) break;
  }
  return vector;
}

function contradictionsIn(matrix: Judgements, weights: readonly number[]): Contradiction[] {
  const all: (Contradiction & { readonly off: number })[] = [];
  for (let row = 0; row < matrix.length; row += 1)
    for (let column = row + 1; column < matrix.length; column += 1) {
      const judged = matrix[row]?.[column] ?? 1;
      const consistent = (weights[row] ?? 1) / (weights[column] ?? 1);
      all.push({ row, column, judged, consistent, off: Math.abs(Math.log(judged / consistent)) });
    }
  return all
    .sort((a, b) => b.off - a.off)
    .slice(0, MOST_NAMED)
    .map(({ row, column, judged, consistent }) => ({ row, column, judged, consistent }));
}

/** Throws `RangeError` unless the matrix is square and positive throughout. Whether it is reciprocal is for the caller. */
export function ahpWeights(matrix: Judgements, table: RandomIndex = 'saaty-1980'): AhpWeights {
  const n = matrix.length;
  if (
    n === 0 ||
    matrix.some((row) => row.length !== n || !row.every((value) => value > 0 && value < Infinity))
  )
    throw new RangeError('judgements are a square matrix of numbers above 0');
  const weights = principalVector(matrix);
  const largestEigenvalue = sumOf(times(matrix, weights)) / sumOf(weights);
  const consistencyIndex = n < 3 ? 0 : (largestEigenvalue - n) / (n - 1);
  const consistencyRatio = n < 3 ? 0 : Math.max(0, consistencyIndex / randomIndexOf(n, table));
  const isConsistent = consistencyRatio < INCONSISTENT_FROM;
  return {
    weights,
    largestEigenvalue,
    consistencyIndex,
    consistencyRatio,
    isConsistent,
    contradictions: isConsistent ? [] : contradictionsIn(matrix, weights),
  };
}
