/**
 * Climbs to the top of a smooth function of a few variables inside a box: BFGS on analytic gradients, with variables
 * that press against their bound held there until the gradient turns (Nocedal & Wright, Numerical Optimization, 2nd
 * ed., chapters 3, 6 and 16.7). The value models hand in logarithms of their parameters.
 *
 * It answers with the best point seen, whether the gradient vanished there, and which bounds it lies on. It never
 * throws and always ends: a value that is not a finite number counts as lower than any other, and iterations and
 * trial steps are bounded. With several starts, a climb that comes near a top already found is broken off.
 */
import { dot, InverseCurvature } from './inverseCurvature.ts';

/** Returns the value at a point and writes the gradient there into `gradient`, which has the same length. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

export interface Climb {
  readonly objective: Objective;
  /** One at least; climbed from in order until the best climb so far is enough. */
  readonly starts: readonly [readonly number[], ...(readonly number[])[]];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Typical size of the second derivatives: it sizes the first step of a start that is nearly right. Default 1. */
  readonly curvature?: number;
  /** Whether to stop at the best of the climbs from the first `used` starts. Default: when it converged. */
  readonly isEnough?: (best: Summit, used: number) => boolean;
  /** Whether a point is as good as a top: the climb ends there, converged. Default: never. */
  readonly isArrived?: (at: Float64Array, value: number) => boolean;
  /** A climb ends when neither the last step nor a Newton step to come gains this much. Default 1e-7. */
  readonly gainTolerance?: number;
  /** What a climb up a likeness of this function learnt of its curvature; for the first start alone. */
  readonly learnt?: InverseCurvature;
  /** Iterations for each start. Default 200. */
  readonly maxIterations?: number;
}

export type Bound = 'lower' | 'upper' | 'free';

export interface Summit {
  readonly at: Float64Array;
  /** −Infinity when the function was finite nowhere it was tried. */
  readonly value: number;
  readonly gradient: Float64Array;
  /** Summed over the starts used, as are the evaluations. */
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
  /** Where each variable lies in its range. */
  readonly bounds: readonly Bound[];
  /** What this climb has learnt, for another like it. */
  readonly learnt: InverseCurvature | undefined;
  /** The value of the highest other top that was found; −Infinity without one. */
  readonly rival: number;
}

interface Point {
  readonly at: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

const SUFFICIENT_GAIN = 1e-4;
const STILL_STEEP = 0.9;
const FIRST_STEP = 0.5;
const LONGEST_STEP = 2;
const STRETCH = 2.5;
const MOST_TRIALS = 40;
/** A climb within this of a top in every variable is on its slope. */
const SAME_TOP = 0.1;
/** Values closer than this, and a thousand times closer than any finding rests on, are equal. */
const TIE = 1e-6;
/** Rounding in a sum of many terms: smaller gains than this share of the value mean nothing. */
const VALUE_NOISE = 1e-13;

function largestEntry(vector: Float64Array): number {
  let most = 0;
  for (let i = 0; i < vector.length; i += 1) most = Math.max(most, Math.abs(vector[i] ?? 0));
  return most;
}

function difference(left: Float64Array, right: Float64Array): Float64Array {
  return left.map((entry, i) => entry - (right[i] ?? 0));
}

function inBox({ lower, upper }: Climb, at: Float64Array): Float64Array {
  return at.map((entry, i) => Math.min(Math.max(entry, lower[i] ?? entry), upper[i] ?? entry));
}

function evaluate(climb: Climb, wanted: Float64Array): Point {
  const at = inBox(climb, wanted);
  const gradient = new Float64Array(at.length);
  const value = climb.objective(at, gradient);
  const isSound = Number.isFinite(value) && gradient.every(Number.isFinite);
  return { at, value: isSound ? value : Number.NEGATIVE_INFINITY, gradient };
}

function boundOf({ lower, upper }: Climb, entry: number, i: number): Bound {
  if (entry <= (lower[i] ?? Number.NEGATIVE_INFINITY)) return 'lower';
  return entry >= (upper[i] ?? Number.POSITIVE_INFINITY) ? 'upper' : 'free';
}

/** The gradient without the entries that only press against a bound. */
function freeSlopes(climb: Climb, { at, gradient }: Point): Float64Array {
  return gradient.map((slope, i) => {
    const bound = boundOf(climb, at[i] ?? 0, i);
    return (bound === 'lower' && slope < 0) || (bound === 'upper' && slope > 0) ? 0 : slope;
  });
}

/** The advised step without what would only lead out of the box. */
function freeDirection(climb: Climb, { at }: Point, advised: Float64Array): Float64Array {
  return advised.map((entry, i) => {
    const bound = boundOf(climb, at[i] ?? 0, i);
    return (bound === 'lower' && entry < 0) || (bound === 'upper' && entry > 0) ? 0 : entry;
  });
}

/** How far one may go before the first variable meets its bound: there the step ends, and the next holds it. */
function roomAlong({ lower, upper }: Climb, { at }: Point, direction: Float64Array): number {
  let room = Number.POSITIVE_INFINITY;
  for (let i = 0; i < at.length; i += 1) {
    const entry = at[i] ?? 0;
    const speed = direction[i] ?? 0;
    const bound = (speed > 0 ? upper[i] : lower[i]) ?? Number.NaN;
    if (speed !== 0 && Math.abs(bound - entry) < room * Math.abs(speed)) room = (bound - entry) / speed;
  }
  return room;
}

/** A point along the direction that gains enough and is no longer steep, or `from` itself when none gains. */
function search(climb: Climb, from: Point, direction: Float64Array): { point: Point; trials: number } {
  const slope = dot(from.gradient, direction);
  const reach = LONGEST_STEP / largestEntry(direction);
  const room = roomAlong(climb, from, direction);
  let step = Math.min(1, reach, room);
  let best = from;
  for (let trials = 1; trials <= MOST_TRIALS; trials += 1) {
    const size = step;
    const trial = evaluate(
      climb,
      from.at.map((entry, i) => entry + size * (direction[i] ?? 0)),
    );
    const gain = trial.value - from.value;
    const isBetter = gain > 0 && gain >= SUFFICIENT_GAIN * size * slope && trial.value > best.value;
    if (best !== from && !isBetter) return { point: best, trials };
    if (isBetter) {
      best = trial;
      const isSteep = dot(trial.gradient, direction) > STILL_STEEP * slope;
      if (!isSteep || size >= Math.min(reach, room)) return { point: best, trials };
      step = Math.min(size * STRETCH, room);
    } else {
      const vertex = Number.isFinite(gain) ? (0.5 * slope * size * size) / (slope * size - gain) : 0;
      step = Math.min(Math.max(vertex, 0.1 * size), 0.5 * size);
    }
  }
  return { point: best, trials: MOST_TRIALS };
}

/** How far each free slope has fallen; what is held is not learnt from. */
function fallOf(slopes: Float64Array, { gradient }: Point): Float64Array {
  return slopes.map((slope, i) => (slope === 0 ? 0 : slope - (gradient[i] ?? 0)));
}

function isNear(top: Summit | undefined, { at }: Point): boolean {
  return top !== undefined && top.converged && largestEntry(difference(top.at, at)) < SAME_TOP;
}

/** Which variables are held at bounds, as a word. */
function heldOf(slopes: Float64Array): string {
  let held = '';
  for (let i = 0; i < slopes.length; i += 1) held += slopes[i] === 0 ? '1' : '0';
  return held;
}

type State = 'climbing' | 'converged' | 'stuck';

/** One climb on its way: where it stands, and what it has learnt of the curvature. */
class Climber {
  state: State;
  iterations = 0;
  evaluations = 1;
  point: Point;
  readonly #climb: Climb;
  readonly #known: Summit | undefined;
  #inverse: InverseCurvature | undefined;
  #held = '';
  #levelSteps = 0;

  constructor(climb: Climb, start: readonly number[], known: Summit | undefined) {
    this.#climb = climb;
    this.#known = known;
    this.point = evaluate(climb, Float64Array.from(start));
    if (climb.learnt !== undefined && known === undefined) {
      this.#inverse = climb.learnt;
      this.#held = heldOf(freeSlopes(climb, this.point));
    }
    this.state = Number.isFinite(this.point.value) ? 'climbing' : 'stuck';
  }

  get learnt(): InverseCurvature | undefined {
    return this.#inverse;
  }

  /** The estimate to go by; a new one whenever another set of variables is held at bounds. */
  #inverseFor(slopes: Float64Array): InverseCurvature {
    const held = heldOf(slopes);
    if (held !== this.#held) this.#inverse = undefined;
    this.#held = held;
    const scale = Math.min(FIRST_STEP / largestEntry(slopes), 1 / (this.#climb.curvature ?? 1));
    this.#inverse ??= new InverseCurvature(slopes.length, scale);
    return this.#inverse;
  }

  step(): void {
    this.iterations += 1;
    const slopes = freeSlopes(this.#climb, this.point);
    const inverse = this.#inverseFor(slopes);
    const direction = freeDirection(this.#climb, this.point, inverse.advise(slopes));
    const promised = 0.5 * dot(slopes, direction);
    if (!(promised > 0)) {
      if (inverse.isFresh) this.state = 'converged';
      this.#inverse = undefined;
      return;
    }
    const { point, trials } = search(this.#climb, this.point, direction);
    this.evaluations += trials;
    this.#judge(point, promised, inverse);
    if (this.#inverse !== undefined && this.state === 'climbing') {
      inverse.learn(difference(point.at, this.point.at), fallOf(slopes, point));
    }
    this.point = point;
  }

  /** What a step to `point` means: arrived, stuck, or on; after a failed step the estimate is given up. */
  #judge(point: Point, promised: number, inverse: InverseCurvature): void {
    const { gainTolerance = 1e-7, isArrived } = this.#climb;
    const gain = point.value - this.point.value;
    const tolerance = Math.max(gainTolerance, VALUE_NOISE * Math.abs(this.point.value));
    this.#levelSteps = gain <= tolerance && promised <= tolerance ? this.#levelSteps + 1 : 0;
    const isLevel = this.#levelSteps > 1 || (this.#levelSteps === 1 && (gain <= 0 || !inverse.isFresh));
    if (isNear(this.#known, point)) this.state = 'stuck';
    else if (isLevel || isArrived?.(point.at, point.value)) this.state = 'converged';
    else if (gain <= 0 && inverse.isFresh) this.state = 'stuck';
    else if (gain <= 0) this.#inverse = undefined;
  }
}

function climbFrom(climb: Climb, start: readonly number[], known?: Summit): Summit {
  const climber = new Climber(climb, start, known);
  while (climber.state === 'climbing' && climber.iterations < (climb.maxIterations ?? 200)) climber.step();
  const { point, iterations, evaluations, state, learnt } = climber;
  const bounds = Array.from(point.at, (entry, i) => boundOf(climb, entry, i));
  const converged = state === 'converged';
  return { ...point, iterations, evaluations, converged, bounds, learnt, rival: Number.NEGATIVE_INFINITY };
}

function isHigher(next: Summit, best: Summit): boolean {
  if (next.converged === best.converged) return next.value > best.value;
  return next.value > best.value + (next.converged ? -TIE : TIE);
}

/** The highest of the climbs; of two that are equal, one that converged. */
export function maximise(climb: Climb): Summit {
  const { starts, isEnough = ({ converged }) => converged } = climb;
  const [first, ...others] = starts;
  let best = climbFrom(climb, first);
  let { iterations, evaluations, rival } = best;
  for (const [used, start] of others.entries()) {
    if (isEnough(best, used + 1)) break;
    const next = climbFrom(climb, start, best);
    iterations += next.iterations;
    evaluations += next.evaluations;
    const lower = isHigher(next, best) ? best : next;
    if (lower.converged) rival = Math.max(rival, lower.value);
    if (lower === best) best = next;
  }
  return { ...best, iterations, evaluations, rival };
}
