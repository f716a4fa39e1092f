/**
 * Logistic regression drawn towards weights that are believed beforehand (ridge, centred there instead of at 0), by iteratively
 * reweighted least squares (McCullagh & Nelder 1989, section 4.4): a Newton step at a time, on the analytic gradient and
 * curvature. Features are put on one scale before they are penalised, so a penalty means the same for each. With no rows, or
 * rows that say nothing, the answer is what was believed; it is always finite.
 */

import { solveSmall } from '../linear/solveSmall.ts';

/** `rows` by `width` features, row by row; the intercept is not among them. */
export interface Design {
  readonly rows: number;
  readonly width: number;
  readonly cells: Float64Array;
}

export interface Belief {
  /** Weights of the features before any row is seen, in the features' own units. */
  readonly weights: readonly number[];
  /** How strongly each is held, per unit of the scaled feature: about so many rows at even odds, times four. */
  readonly penalties: readonly number[];
}

export interface LogisticFit {
  readonly intercept: number;
  readonly weights: readonly number[];
  readonly converged: boolean;
}

const MOST_STEPS = 50;
const ENOUGH = 1e-9;
/** Far from the top Newton oversteps, and may go round for ever: a step that does not climb is halved, at most so often. */
const MOST_HALVINGS = 30;
/** A step this short climbs by less than sums of many rows can tell. */
const SHORT_STEP = 1e-3;
/** Holds the intercept where all rows agree: as if one row in a thousand had been even odds. */
const INTERCEPT_PENALTY = 1e-3;

export function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Means and standard deviations of the columns; 1 for a column that does not vary. */
function scalesOf({ rows, width, cells }: Design): { means: Float64Array; deviations: Float64Array } {
  const means = new Float64Array(width);
  const deviations = new Float64Array(width);
  for (let row = 0; row < rows; row += 1)
    for (let j = 0; j < width; j += 1) means[j] = (means[j] ?? 0) + (cells[row * width + j] ?? 0) / rows;
  for (let row = 0; row < rows; row += 1)
    for (let j = 0; j < width; j += 1)
      deviations[j] = (deviations[j] ?? 0) + ((cells[row * width + j] ?? 0) - (means[j] ?? 0)) ** 2 / rows;
  return { means, deviations: deviations.map((variance) => (variance > 1e-18 ? Math.sqrt(variance) : 1)) };
}

/** Adds every row's share to the gradient and to the lower half of the curvature. */
function accumulate(
  scaled: Design,
  outcomes: ArrayLike<number>,
  weights: Float64Array,
  sums: { gradient: Float64Array; curvature: Float64Array },
): void {
  const { rows, width, cells } = scaled;
  const { gradient, curvature } = sums;
  const size = width + 1;
  const feature = (row: number, j: number): number => (j === 0 ? 1 : (cells[row * width + j - 1] ?? 0));
  for (let row = 0; row < rows; row += 1) {
    let logit = 0;
    for (let j = 0; j < size; j += 1) logit += (weights[j] ?? 0) * feature(row, j);
    const chance = logistic(logit);
    const miss = (outcomes[row] ?? 0) - chance;
    const spread = chance * (1 - chance);
    for (let i = 0; i < size; i += 1) {
      const own = feature(row, i);
      gradient[i] = (gradient[i] ?? 0) + miss * own;
      for (let j = 0; j <= i; j += 1)
        curvature[i * size + j] = (curvature[i * size + j] ?? 0) + spread * own * feature(row, j);
    }
  }
}

/** On the scaled problem, the intercept first. */
interface ScaledBelief {
  readonly centre: Float64Array;
  readonly penalties: Float64Array;
}

/** Logarithm of the likelihood, less what straying from the belief costs: what the fit climbs. */
function heightAt(
  { rows, width, cells }: Design,
  outcomes: ArrayLike<number>,
  weights: Float64Array,
  { centre, penalties }: ScaledBelief,
): number {
  let height = 0;
  for (const [i, weight] of weights.entries())
    height -= 0.5 * (penalties[i] ?? 0) * (weight - (centre[i] ?? 0)) ** 2;
  for (let row = 0; row < rows; row += 1) {
    let logit = weights[0] ?? 0;
    for (let j = 0; j < width; j += 1) logit += (weights[j + 1] ?? 0) * (cells[row * width + j] ?? 0);
    const loss = Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)));
    height += (outcomes[row] ?? 0) * logit - loss;
  }
  return height;
}

/** One Newton step on the scaled problem; answers the length of its longest entry before it is cut. */
function improve(
  scaled: Design,
  outcomes: ArrayLike<number>,
  weights: Float64Array,
  belief: ScaledBelief,
): number {
  const size = weights.length;
  const gradient = weights.map(
    (weight, i) => -(belief.penalties[i] ?? 0) * (weight - (belief.centre[i] ?? 0)),
  );
  const curvature = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) curvature[i * size + i] = belief.penalties[i] ?? 0;
  accumulate(scaled, outcomes, weights, { gradient, curvature });
  solveSmall(curvature, gradient);
  const longest = gradient.reduce((most, step) => Math.max(most, Math.abs(step)), 0);
  const before = weights.slice();
  const isShort = longest < SHORT_STEP;
  const height = isShort ? 0 : heightAt(scaled, outcomes, before, belief);
  for (let halvings = 0; halvings <= MOST_HALVINGS; halvings += 1) {
    for (let i = 0; i < size; i += 1) weights[i] = (before[i] ?? 0) + (gradient[i] ?? 0) / 2 ** halvings;
    if (isShort || heightAt(scaled, outcomes, weights, belief) >= height) return longest;
  }
  weights.set(before);
  return 0;
}

/** Fits the chance of `outcomes` being 1. O(rows · width²) a step, a handful of steps. */
export function fitLogistic(design: Design, outcomes: ArrayLike<number>, belief: Belief): LogisticFit {
  const { rows, width, cells } = design;
  const { means, deviations } = scalesOf(design);
  const scaled = {
    rows,
    width,
    cells: cells.map((cell, at) => (cell - (means[at % width] ?? 0)) / (deviations[at % width] ?? 1)),
  };
  const centre = Float64Array.from({ length: width + 1 }, (_, i) =>
    i === 0 ? 0 : (belief.weights[i - 1] ?? 0) * (deviations[i - 1] ?? 1),
  );
  const penalties = Float64Array.from([INTERCEPT_PENALTY, ...belief.penalties.slice(0, width)]);
  const weights = centre.slice();
  let converged = false;
  for (let step = 0; step < MOST_STEPS && !converged; step += 1)
    converged = improve(scaled, outcomes, weights, { centre, penalties }) < ENOUGH;
  const own = Array.from({ length: width }, (_, j) => (weights[j + 1] ?? 0) / (deviations[j] ?? 1));
  const intercept = own.reduce((sum, weight, j) => sum - weight * (means[j] ?? 0), weights[0] ?? 0);
  return { intercept, weights: own, converged };
}
