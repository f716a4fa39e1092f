/**
 * Goes on from where a climb ended, along ridges: where one direction is a million times flatter than another, BFGS takes
 * it for level. Here each step is Newton's, with the curvature from differences of the gradient, damped until it gains
 * (Levenberg 1944), and no longer than a factor of e^2 in any variable. It ends when a step promises less than the
 * tolerance of a climb, and never below where it began.
 */
import { solveSmall } from '../linear/solveSmall.ts';
import { dot } from './inverseCurvature.ts';
import type { Climb, Summit } from './maximise.ts';

export type Slope = Pick<Climb, 'objective' | 'lower' | 'upper'>;

interface Point {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

const TOLERANCE = 1e-7;
const MOST_STEPS = 40;
const MOST_DAMPINGS = 12;
const LONGEST_STEP = 2;
const DIFFERENCE = 1e-4;

function pointAt({ objective, lower, upper }: Slope, wanted: Float64Array): Point {
  const at = wanted.map((entry, i) => Math.min(Math.max(entry, lower[i] ?? entry), upper[i] ?? entry));
  const gradient = new Float64Array(at.length);
  const value = objective(at, gradient);
  return { at, value: Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY, gradient };
}

/** Minus the second derivatives, row by row; those of a variable held at its bound are a unit's. */
function curvatureAt(slope: Slope, { at }: Point, isHeld: readonly boolean[]): Float64Array {
  const n = at.length;
  const curvature = new Float64Array(n * n);
  const gradientAt = (i: number, shift: number): Float64Array => {
    const gradient = new Float64Array(n);
    slope.objective(
      at.map((entry, j) => (i === j ? entry + shift : entry)),
      gradient,
    );
    return gradient;
  };
  for (let i = 0; i < n; i += 1) {
    const [above, below] = [gradientAt(i, DIFFERENCE), gradientAt(i, -DIFFERENCE)];
    for (let j = 0; j < n; j += 1) {
      const fall = ((below[j] ?? 0) - (above[j] ?? 0)) / (2 * DIFFERENCE);
      const isFree = isHeld[i] === false && isHeld[j] === false;
      curvature[i * n + j] = isFree ? fall : Number(i === j);
    }
  }
  return curvature;
}

/** Newton's step, its curvatures raised by `damping` of themselves, cut to the longest. */
function dampedStep(curvature: Float64Array, slopes: Float64Array, damping: number): Float64Array {
  const n = slopes.length;
  const matrix = curvature.map((entry, at) => {
    const isDiagonal = at % (n + 1) === 0;
    return isDiagonal ? Math.abs(entry) * (1 + damping) + 1e-9 * damping : entry;
  });
  const step = slopes.slice();
  solveSmall(matrix, step);
  const longest = step.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  return longest > LONGEST_STEP ? step.map((entry) => (entry * LONGEST_STEP) / longest) : step;
}

/** The next point, or null when no step promises or brings a gain. */
function nextPoint(slope: Slope, point: Point): Point | null {
  const { at, gradient, value } = point;
  const isHeld = Array.from(at, (entry, i) => {
    const pull = gradient[i] ?? 0;
    return (
      (entry <= (slope.lower[i] ?? -Infinity) && pull < 0) ||
      (entry >= (slope.upper[i] ?? Infinity) && pull > 0)
    );
  });
  const slopes = gradient.map((entry, i) => (isHeld[i] === true ? 0 : entry));
  const curvature = curvatureAt(slope, point, isHeld);
  for (let damping = 0, tries = 0; tries < MOST_DAMPINGS; tries += 1) {
    const step = dampedStep(curvature, slopes, damping);
    if (!(dot(slopes, step) > TOLERANCE)) return null;
    const next = pointAt(
      slope,
      at.map((entry, i) => entry + (step[i] ?? 0)),
    );
    if (next.value > value) return next;
    damping = damping === 0 ? 1e-3 : damping * 10;
  }
  return null;
}

export function alongRidge(slope: Slope, from: Summit): Summit {
  let point: Point = from;
  let steps = 0;
  for (; steps < MOST_STEPS; steps += 1) {
    const next = nextPoint(slope, point);
    if (next === null) break;
    point = next;
  }
  const bounds = Array.from(point.at, (entry, i) => {
    if (entry <= (slope.lower[i] ?? -Infinity)) return 'lower';
    return entry >= (slope.upper[i] ?? Infinity) ? 'upper' : 'free';
  });
  return { ...from, ...point, bounds, iterations: from.iterations + steps };
}
