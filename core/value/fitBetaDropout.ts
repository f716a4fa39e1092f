/**
 * Fits BG/NBD, MBG/NBD or, at a given k, MBG/CNBD-k to grouped customers. All of them turn into a model without dropout
 * as a/(a + b) runs to 0, and a climb that runs there has nowhere to arrive; so that limit is fitted first, and where
 * dropout adds nothing to it the answer is the limit, written with hardly any dropout. It never throws.
 */
import {
  type BetaDropoutData,
  betaDropoutData,
  betaDropoutInLogs,
  stagesInLogs,
} from './betaDropoutLikelihood.ts';
import { alongRidge, type Slope } from './alongRidge.ts';
import { coarseGroups } from './coarseGroups.ts';
import type { NbdFit } from './fitNbd.ts';
import type { InverseCurvature } from './inverseCurvature.ts';
import { type Bound, maximise, type Summit } from './maximise.ts';
import { ALIKE_ABOVE, DROPOUT_EVIDENCE } from './purchaseFlags.ts';
import type { MbgNbdParams } from './purchaseModel.ts';

export interface BetaDropoutFit {
  readonly params: MbgNbdParams;
  readonly logLikelihood: number;
  /** What dropout adds to the log-likelihood; 0 or more. */
  readonly gain: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly bounds: readonly Bound[];
}

/** With this much evidence two climbs settle it; with less, every start is tried. */
const CLEAR_EVIDENCE = 50;
/** From this many groups on, a likeness is worth making. */
const MANY_GROUPS = 300;
const SKETCH_TOLERANCE = 1e-4;
/** Of the evidence: a second top nearer than this to the first, in a likeness, may be the higher one in truth. */
const CLEAR_LEAD = 0.05;
/** Dropout in the parameters that stand for none: one order in 10^12 is the last. */
const NO_DROPOUT = { a: 1e-6, b: 1e6 } as const;
/** A mean dropout chance this small is none, however much data says so. */
export const LEAST_DROPOUT = 1e-5;
/** A climb has run into the limit when it is this near to its log-likelihood with hardly any dropout left. */
const AT_LIMIT = { below: 1e-2, above: 1e-4, dropout: 1e-3 } as const;

const LOWEST = [1e-5, 1e-5, 1e-6, 1e-6].map(Math.log);
const HIGHEST = [1e6, 1e10, 1e6, 1e6].map(Math.log);

type Starts = readonly [readonly number[], ...(readonly number[])[]];

function inLogs({ r, alpha, a, b }: MbgNbdParams): number[] {
  return [Math.log(r), Math.log(alpha), Math.log(a), Math.log(b)];
}

function toParams(at: Float64Array): MbgNbdParams {
  const [r = 0, alpha = 0, a = 0, b = 0] = at.map(Math.exp);
  return { r, alpha, a, b };
}

function isUsable(params: MbgNbdParams | undefined): params is MbgNbdParams {
  return params !== undefined && inLogs(params).every(Number.isFinite);
}

/**
 * Where to start a cold fit: the likelihood can have a top where customers are alike in loyalty and another where some
 * leave at once and the rest hardly ever (a, b < 1), so both are climbed. The other two starts, equal dropout for all
 * and hardly any, are for histories that say little.
 */
function coldStarts(
  { weeklyRate, params }: NbdFit,
  k: number,
): readonly [number[], number[], number[], number[]] {
  const alpha = 0.5 / (k * weeklyRate);
  return [
    inLogs({ r: 1, alpha, a: 1, b: 2 }),
    inLogs({ r: 1, alpha, a: 0.2, b: 0.1 }),
    inLogs({ r: 1, alpha: 0.4 * alpha, a: 20, b: 40 }),
    inLogs({ ...params, a: 0.1, b: 5 }),
  ];
}

export function hasDropout({ a, b }: MbgNbdParams): boolean {
  return a / (a + b) >= LEAST_DROPOUT;
}

/** A near fit says where the top is; if it says there was no dropout, only where not to look for it. */
function startsFrom(limit: NbdFit, k: number, warm: MbgNbdParams | undefined): Starts {
  const [usual, leaveOrStay, ...others] = coldStarts(limit, k);
  if (warm === undefined) return [usual, leaveOrStay, ...others];
  return hasDropout(warm) ? [inLogs(warm), usual, leaveOrStay] : [usual, leaveOrStay];
}

interface Search {
  readonly data: BetaDropoutData;
  readonly limit: NbdFit;
  readonly starts: Starts;
  /** Evidence for dropout with which the first climb settles it. */
  readonly forFirst: number;
  readonly learnt?: InverseCurvature;
  readonly gainTolerance?: number;
}

function climbOf(data: BetaDropoutData): Slope {
  return {
    objective: (at, gradient) => betaDropoutInLogs(toParams(at), data, gradient),
    lower: LOWEST,
    upper: HIGHEST,
  };
}

/** The best of the climbs. */
function climbAll({ data, limit, forFirst, ...search }: Search): Summit {
  const gainOf = (value: number): number => value - limit.logLikelihood;
  return maximise({
    ...search,
    ...climbOf(data),
    curvature: data.grouped.customers / 10,
    isEnough: (best, used) =>
      best.converged && gainOf(best.value) >= (used === 1 ? forFirst : CLEAR_EVIDENCE),
    isArrived: (at, value) => {
      const { a, b } = toParams(at);
      const gain = gainOf(value);
      return a < AT_LIMIT.dropout * b && gain > -AT_LIMIT.below && gain < AT_LIMIT.above;
    },
  });
}

/**
 * A cold fit of many groups looks for tops in a likeness of the shop first, with every start, and goes on from there; one
 * climb of the shop is then enough, unless little speaks for dropout or a second top is nearly as high.
 */
function climbCold(data: BetaDropoutData, limit: NbdFit): Summit {
  const starts = startsFrom(limit, data.process.k, undefined);
  const throughout = { data, limit, starts, forFirst: Number.POSITIVE_INFINITY };
  if (data.grouped.count < MANY_GROUPS) return climbAll(throughout);
  const likeness = betaDropoutData(data.process, coarseGroups(data.grouped));
  const logLikelihood = stagesInLogs(limit.params, likeness, new Float64Array(2));
  const likeLimit = { ...limit, logLikelihood };
  const sketch = climbAll({
    ...throughout,
    data: likeness,
    limit: likeLimit,
    gainTolerance: SKETCH_TOLERANCE,
  });
  const gain = sketch.value - logLikelihood;
  const isPlain =
    sketch.converged && gain > CLEAR_EVIDENCE && sketch.value - sketch.rival > CLEAR_LEAD * gain;
  if (!isPlain) return climbAll(throughout);
  const learnt = sketch.learnt === undefined ? {} : { learnt: sketch.learnt };
  const near = { starts: [Array.from(sketch.at), ...starts], forFirst: CLEAR_EVIDENCE, ...learnt } as const;
  const summit = climbAll({ ...throughout, ...near });
  return { ...summit, iterations: summit.iterations + sketch.iterations };
}

/** From parameters with dropout one climb will do, if it finds dropout again. */
function climb(data: BetaDropoutData, limit: NbdFit, warm: MbgNbdParams | undefined): Summit {
  if (warm === undefined) return climbCold(data, limit);
  const forFirst = hasDropout(warm) ? DROPOUT_EVIDENCE : Number.POSITIVE_INFINITY;
  return climbAll({ data, limit, starts: startsFrom(limit, data.process.k, warm), forFirst });
}

/** Where customers hardly differ the likelihood is a ridge, on which a climb may have stopped short of the top. */
function climbRidge(data: BetaDropoutData, limit: NbdFit, summit: Summit): Summit {
  const { r, a, b } = toParams(summit.at);
  const isAtLimit = summit.value - limit.logLikelihood <= AT_LIMIT.above;
  if (isAtLimit || (r < ALIKE_ABOVE && a + b < ALIKE_ABOVE)) return summit;
  return alongRidge(climbOf(data), summit);
}

/** The limit written as a model with dropout: the answer where nothing says otherwise. */
export function withoutDropout(data: BetaDropoutData, { params }: NbdFit): BetaDropoutFit {
  const written = { ...params, ...NO_DROPOUT };
  const logLikelihood = betaDropoutInLogs(written, data, new Float64Array(4));
  return { params: written, logLikelihood, gain: 0, converged: false, iterations: 0, bounds: [] };
}

/** `limit` is the fit without dropout at the same k, with a rate above 0; `warm`, parameters of a near fit. */
export function fitBetaDropout(data: BetaDropoutData, limit: NbdFit, warm?: MbgNbdParams): BetaDropoutFit {
  const first = climb(data, limit, isUsable(warm) ? warm : undefined);
  const summit = climbRidge(data, limit, first);
  const { converged, iterations, bounds } = summit;
  const gain = summit.value - limit.logLikelihood;
  const found =
    gain > AT_LIMIT.above
      ? { params: toParams(summit.at), logLikelihood: summit.value, gain }
      : withoutDropout(data, limit);
  return { ...found, converged, iterations, bounds };
}
