/**
 * The likelihood of Pareto/NBD (Schmittlein, Morrison & Colombo 1987) over grouped customers, with its gradient. It is
 * written as the NBD likelihood plus what leaving adds,
 *   Σ w·[ −s ln(1 + T/β) + ln(1 − ρ(T) + ρ(t_x)·e^E) ],
 *   E = (r + x) ln((α + T)/(α + t_x)) + s ln((β + T)/(β + t_x)),   ρ(t) = ρ(r + x, s, (β + t)/(α + t)),
 * with ρ from `leaveBeforeOrder`. This equals the published likelihood for α above, below and at β, and no large numbers
 * are ever subtracted: ρ(T) ≤ 1, and a rounding of ρ(t_x) counts for no more than the logarithm itself.
 *
 * The gradient is taken backwards: a pass over the groups gathers, for every distinct (x, moment), by how much the sum
 * would rise with ρ and with the exponent there, and a pass over those finishes. Parameters are taken as positive and
 * finite; the fit sees to that.
 */
import { FARTHEST, raceTo } from './leaveBeforeOrder.ts';
import { type Race, stepDown, stepUp } from './leaveBeforeOrderSteps.ts';
import { nbdFromMargins } from './nbd.ts';
import { type ParetoNbdData, paretoNbdData } from './paretoNbdData.ts';
import type { ParetoNbdParams } from './purchaseModel.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export interface ParetoNbdLikelihood {
  readonly value: number;
  /** Derivatives by each parameter. */
  readonly gradient: ParetoNbdParams;
}

/** What one pass works with: one entry a pair, or one for each x of the longest stretch. */
interface Pass {
  readonly data: ParetoNbdData;
  readonly rho: Float64Array;
  readonly byA: Float64Array;
  readonly byS: Float64Array;
  readonly byLogQ: Float64Array;
  readonly exponent: Float64Array;
  /** ln(1 + t/α) and ln(1 + t/β) of each stretch. */
  readonly growth: Float64Array;
  readonly ageing: Float64Array;
  /** By how much the likelihood rises with ρ and with the exponent of a pair. */
  readonly riseByRho: Float64Array;
  readonly riseByExponent: Float64Array;
  readonly ladder: { readonly rho: Float64Array; readonly byA: Float64Array; readonly byS: Float64Array };
  readonly race: Race;
}

function newPass(data: ParetoNbdData): Pass {
  const { pairs, longestRange } = data;
  const each = (length: number): Float64Array => new Float64Array(length);
  const rungs = longestRange + 2;
  return {
    data,
    rho: each(pairs),
    byA: each(pairs),
    byS: each(pairs),
    byLogQ: each(pairs),
    exponent: each(pairs),
    growth: each(data.stretchAt.length),
    ageing: each(data.stretchAt.length),
    riseByRho: each(pairs),
    riseByExponent: each(pairs),
    ladder: { rho: each(rungs), byA: each(rungs), byS: each(rungs) },
    race: { rho: 0, byA: 0, byS: 0 },
  };
}

function keepRung({ ladder, race }: Pass, rung: number): void {
  ladder.rho[rung] = race.rho;
  ladder.byA[rung] = race.byA;
  ladder.byS[rung] = race.byS;
}

/** The rung from which steps lose no digits in either direction: the top one unless q > 2. */
function soundRung(shape: number, s: number, q: number, rungs: number): number {
  if (q <= 2) return rungs - 1;
  const turn = Math.ceil(s / (q - 2) - shape);
  const lowest = shape < 1 && q <= FARTHEST ? 1 : 0;
  return Math.min(Math.max(turn, lowest), rungs - 1);
}

/** ρ for shapes `shape`, `shape` + 1, … at one moment. */
function climbLadder(pass: Pass, shape: number, s: number, q: number, rungs: number): void {
  const { ladder, race } = pass;
  const start = soundRung(shape, s, q, rungs);
  raceTo(shape + start, s, q, race);
  keepRung(pass, start);
  for (let rung = start - 1; rung >= 0; rung -= 1) {
    stepDown(shape + rung, s, q, race);
    keepRung(pass, rung);
  }
  race.rho = ladder.rho[start] ?? 0;
  race.byA = ladder.byA[start] ?? 0;
  race.byS = ladder.byS[start] ?? 0;
  for (let rung = start + 1; rung < rungs; rung += 1) {
    stepUp(shape + rung - 1, s, q, race);
    keepRung(pass, rung);
  }
}

/** ρ, its derivatives and the exponent of every pair. */
function fillPairs(pass: Pass, { r, alpha, s, beta }: ParetoNbdParams): void {
  const { data, ladder } = pass;
  const { stretchAt, stretchFrom, pairX } = data;
  for (let k = 0; k < stretchAt.length; k += 1) {
    const t = data.grouped.times[stretchAt[k] ?? 0] ?? 0;
    const from = stretchFrom[k] ?? 0;
    const to = stretchFrom[k + 1] ?? 0;
    const least = pairX[from] ?? 0;
    climbLadder(pass, r + least, s, (beta + t) / (alpha + t), (pairX[to - 1] ?? 0) - least + 2);
    const growth = Math.log1p(t / alpha);
    const ageing = Math.log1p(t / beta);
    pass.growth[k] = growth;
    pass.ageing[k] = ageing;
    for (let pair = from; pair < to; pair += 1) {
      const shape = r + (pairX[pair] ?? 0);
      const rung = (pairX[pair] ?? 0) - least;
      const rho = ladder.rho[rung] ?? 0;
      pass.rho[pair] = rho;
      pass.byA[pair] = ladder.byA[rung] ?? 0;
      pass.byS[pair] = ladder.byS[rung] ?? 0;
      pass.byLogQ[pair] = shape * ((ladder.rho[rung + 1] ?? 0) - rho);
      pass.exponent[pair] = shape * growth + s * ageing;
    }
  }
}

/** Σ w·ln(1 − ρ(T) + ρ(t_x)·e^E): the inner loop of every fit, apart so that it is compiled soon and alone. */
function sumGroups({ data, rho, exponent, riseByRho, riseByExponent }: Pass): number {
  const { grouped, txPair, TPair } = data;
  const { count, weight } = grouped;
  let value = 0;
  for (let g = 0; g < count; g += 1) {
    const last = txPair[g] ?? 0;
    const end = TPair[g] ?? 0;
    const share = weight[g] ?? 0;
    const silence = (exponent[end] ?? 0) - (exponent[last] ?? 0);
    const fade = Math.exp(-silence);
    const left = rho[last] ?? 0;
    const sum = left + (1 - (rho[end] ?? 0)) * fade;
    value += share * (silence + Math.log(sum));
    const rise = share / sum;
    riseByRho[last] = (riseByRho[last] ?? 0) + rise;
    riseByRho[end] = (riseByRho[end] ?? 0) - rise * fade;
    riseByExponent[last] = (riseByExponent[last] ?? 0) - rise * left;
    riseByExponent[end] = (riseByExponent[end] ?? 0) + rise * left;
  }
  return value;
}

/** Adds what the pairs give to the gradient by (r, ln α, s, ln β). */
function addPairSlopes(pass: Pass, { r, alpha, s, beta }: ParetoNbdParams, gradient: Float64Array): void {
  const { data, riseByRho, riseByExponent } = pass;
  const { stretchAt, stretchFrom, pairX } = data;
  let [byR, byLogAlpha, byS, byLogBeta] = gradient;
  for (let k = 0; k < stretchAt.length; k += 1) {
    const t = data.grouped.times[stretchAt[k] ?? 0] ?? 0;
    let [exponents, shaped, ratios, shapes, ages] = [0, 0, 0, 0, 0];
    for (let pair = stretchFrom[k] ?? 0; pair < (stretchFrom[k + 1] ?? 0); pair += 1) {
      const rise = riseByRho[pair] ?? 0;
      exponents += riseByExponent[pair] ?? 0;
      shaped += (r + (pairX[pair] ?? 0)) * (riseByExponent[pair] ?? 0);
      ratios += rise * (pass.byLogQ[pair] ?? 0);
      shapes += rise * (pass.byA[pair] ?? 0);
      ages += rise * (pass.byS[pair] ?? 0);
    }
    byR = (byR ?? 0) + shapes + exponents * (pass.growth[k] ?? 0);
    byLogAlpha = (byLogAlpha ?? 0) - (ratios * alpha + shaped * t) / (alpha + t);
    byS = (byS ?? 0) + ages + exponents * (pass.ageing[k] ?? 0);
    byLogBeta = (byLogBeta ?? 0) + (ratios * beta - s * exponents * t) / (beta + t);
  }
  gradient.set([byR ?? 0, byLogAlpha ?? 0, byS ?? 0, byLogBeta ?? 0]);
}

export type ParetoNbdObjective = (params: ParetoNbdParams, gradient: Float64Array) => number;

/** A function that writes the log-likelihood's gradient by (ln r, ln α, ln s, ln β) and returns its value. */
export function paretoNbdInLogs(data: ParetoNbdData): ParetoNbdObjective {
  const pass = newPass(data);
  const { lengths, customersAt } = data.margins;
  return (params, gradient) => {
    const { r, alpha, s, beta } = params;
    fillPairs(pass, params);
    pass.riseByRho.fill(0);
    pass.riseByExponent.fill(0);
    const nbd = nbdFromMargins(params, data.margins);
    let value = nbd.value + sumGroups(pass);
    let [stays, outgrown] = [0, 0];
    for (let at = 0; at < lengths.length; at += 1) {
      const T = lengths[at] ?? 0;
      stays -= (customersAt[at] ?? 0) * Math.log1p(T / beta);
      outgrown += ((customersAt[at] ?? 0) * T) / (beta + T);
    }
    value += s * stays;
    gradient.set([nbd.gradient.r, alpha * nbd.gradient.alpha, stays, s * outgrown]);
    addPairSlopes(pass, params, gradient);
    gradient[0] = r * (gradient[0] ?? 0);
    gradient[2] = s * (gradient[2] ?? 0);
    return value;
  };
}

/** Log-likelihood of the groups and its gradient by the parameters themselves. */
export function paretoNbdLogLikelihood(
  params: ParetoNbdParams,
  grouped: GroupedSummaries,
): ParetoNbdLikelihood {
  const slopes = new Float64Array(4);
  const value = paretoNbdInLogs(paretoNbdData(grouped))(params, slopes);
  const [byR = 0, byAlpha = 0, byS = 0, byBeta = 0] = slopes;
  const { r, alpha, s, beta } = params;
  return { value, gradient: { r: byR / r, alpha: byAlpha / alpha, s: byS / s, beta: byBeta / beta } };
}
