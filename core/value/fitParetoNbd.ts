/**
 * Fits Pareto/NBD to grouped customers: the climb alone. What may be believed of the result, and what stands in for it
 * where leaving cannot be told, is for the caller to say, who hands in the fit without leaving as a yardstick.
 * It never throws; without any repeat order it answers that yardstick with hardly any leaving.
 */
import { coarseGroups } from './coarseGroups.ts';
import type { NbdFit } from './fitNbd.ts';
import type { InverseCurvature } from './inverseCurvature.ts';
import { type Bound, maximise, type Summit } from './maximise.ts';
import { paretoNbdData } from './paretoNbdData.ts';
import { type ParetoNbdObjective, paretoNbdInLogs } from './paretoNbdLikelihood.ts';
import type { ParetoNbdParams } from './purchaseModel.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export interface ParetoNbdFit {
  readonly params: ParetoNbdParams;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Where r, r/alpha, s and s/beta lie in the box that was searched, in this order. */
  readonly bounds: readonly Bound[];
}

/** Of r, the mean rate of orders r/alpha, s and the mean rate of leaving s/beta. */
const LOWEST = [1e-5, 1e-12, 1e-5, 1e-12].map(Math.log);
const HIGHEST = [1e6, 1e6, 1e6, 1e6].map(Math.log);
/** Leaving in the parameters that stand for none: one customer in 10^10 leaves in a unit of time. */
const NO_LEAVING = { s: 1e-4, beta: 1e6 } as const;
/** With this much more log-likelihood than without leaving, one climb settles it; with less, every start is tried. */
const CLEAR_EVIDENCE = 50;
/** A climb has run into NBD when it is this near to its log-likelihood and this few have left by the mean length. */
const AT_LIMIT = { below: 1e-2, above: 1e-4, left: 1e-3 } as const;
/** From this many groups on, a likeness is worth making. */
const MANY_GROUPS = 300;
const SKETCH_TOLERANCE = 1e-4;
/** Lifetimes are told so badly by some shops that a gain of 1e-7 is half a percent of s and beta. */
const TOLERANCE = 1e-9;

type Start = readonly number[];

/** The climb goes by shapes and mean rates: a mean is known well where a shape is not, so they hardly interfere. */
function inLogs({ r, alpha, s, beta }: ParetoNbdParams): Start {
  return [Math.log(r), Math.log(r / alpha), Math.log(s), Math.log(s / beta)];
}

function toParams(at: Float64Array): ParetoNbdParams {
  const [r = 0, orderRate = 0, s = 0, leavingRate = 0] = at.map(Math.exp);
  return { r, alpha: r / orderRate, s, beta: s / leavingRate };
}

/** From slopes by the logarithms of r, alpha, s and beta to those by what the climb goes by, in place. */
function turnSlopes(gradient: Float64Array): void {
  const [byR = 0, byAlpha = 0, byS = 0, byBeta = 0] = gradient;
  gradient.set([byR + byAlpha, -byAlpha, byS + byBeta, -byBeta]);
}

/** Lifetimes about as long as the time observed; all alike; as good as endless; nothing for some and endless for the rest. */
function startsFrom({ weeklyRate, params }: NbdFit, meanT: number): readonly [Start, ...Start[]] {
  return [
    inLogs({ r: 0.7, alpha: 0.35 / weeklyRate, s: 0.6, beta: 0.3 * meanT }),
    inLogs({ r: 1, alpha: 0.3 / weeklyRate, s: 5, beta: 5 * meanT }),
    inLogs({ ...params, s: 0.1, beta: meanT }),
    inLogs({ ...params, s: 0.05, beta: 0.001 * meanT }),
  ];
}

function meanLength({ count, T, weight, customers }: GroupedSummaries): number {
  let sum = 0;
  for (let g = 0; g < count; g += 1) sum += (weight[g] ?? 0) * (T[g] ?? 0);
  return sum / Math.max(1, customers);
}

interface Search {
  readonly objective: ParetoNbdObjective;
  readonly starts: readonly [Start, ...Start[]];
  readonly curvature: number;
  readonly isEnough: (best: Summit) => boolean;
  readonly isArrived: (at: Float64Array, value: number) => boolean;
  readonly learnt?: InverseCurvature;
  readonly gainTolerance?: number;
}

function climb({ objective, ...search }: Search): Summit {
  return maximise({
    gainTolerance: TOLERANCE,
    ...search,
    objective: (point, gradient) => {
      const logLikelihood = objective(toParams(point), gradient);
      turnSlopes(gradient);
      return logLikelihood;
    },
    lower: LOWEST,
    upper: HIGHEST,
  });
}

/** A cold climb of many groups finds the way up a likeness of the shop first, and goes on from its top. */
function climbCold(grouped: GroupedSummaries, search: Search): Summit {
  if (grouped.count < MANY_GROUPS) return climb(search);
  const likeness = paretoNbdInLogs(paretoNbdData(coarseGroups(grouped)));
  const sketch = climb({ ...search, objective: likeness, gainTolerance: SKETCH_TOLERANCE });
  if (!search.isEnough(sketch)) return climb(search);
  const learnt = sketch.learnt === undefined ? {} : { learnt: sketch.learnt };
  const summit = climb({ ...search, starts: [Array.from(sketch.at), ...search.starts], ...learnt });
  return { ...summit, iterations: summit.iterations + sketch.iterations };
}

/** The fit without leaving, written with hardly any: the answer where leaving adds nothing. */
function withoutLeaving(objective: ParetoNbdObjective, { params }: NbdFit): ParetoNbdFit {
  const written = { ...params, ...NO_LEAVING };
  const logLikelihood = objective(written, new Float64Array(4));
  return { params: written, logLikelihood, converged: false, iterations: 0, bounds: [] };
}

function isUsable(params: ParetoNbdParams | undefined): params is ParetoNbdParams {
  return params !== undefined && inLogs(params).every(Number.isFinite);
}

/** `nbd` is the fit of the same groups without leaving; `warmStart`, parameters of a near fit. */
export function fitParetoNbd(
  grouped: GroupedSummaries,
  nbd: NbdFit,
  warmStart?: ParetoNbdParams,
): ParetoNbdFit {
  const objective = paretoNbdInLogs(paretoNbdData(grouped));
  if (nbd.weeklyRate === 0) return withoutLeaving(objective, nbd);
  const meanT = meanLength(grouped);
  const cold = startsFrom(nbd, meanT);
  const isWarm = isUsable(warmStart);
  const search: Search = {
    objective,
    starts: isWarm ? [inLogs(warmStart), ...cold] : cold,
    curvature: grouped.customers / 10,
    isEnough: (best) => best.converged && best.value - nbd.logLikelihood >= CLEAR_EVIDENCE,
    isArrived: (at, value) => {
      const { s, beta } = toParams(at);
      const gain = value - nbd.logLikelihood;
      return s * Math.log1p(meanT / beta) < AT_LIMIT.left && gain > -AT_LIMIT.below && gain < AT_LIMIT.above;
    },
  };
  const { at, value, converged, iterations, bounds } = isWarm ? climb(search) : climbCold(grouped, search);
  if (value - nbd.logLikelihood < AT_LIMIT.above)
    return { ...withoutLeaving(objective, nbd), converged, iterations };
  return { params: toParams(at), logLikelihood: value, converged, iterations, bounds };
}
