/**
 * Fits Pareto/NBD to grouped customers: the climb alone. What may be believed of the result, and what stands in for it
 * where leaving cannot be told, is for the caller to say, who hands in the fit without leaving as a yardstick.
 * It never throws; without any repeat order it answers that yardstick with hardly any leaving.
 */
import type { NbdFit } from './fitNbd.ts';
import { type Bound, maximise } from './maximise.ts';
import { paretoNbdData } from './paretoNbdData.ts';
import { paretoNbdInLogs } from './paretoNbdLikelihood.ts';
import type { ParetoNbdParams } from './purchaseModel.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export interface ParetoNbdFit {
  readonly params: ParetoNbdParams;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Where r, alpha, s and beta lie in the box that was searched, in this order. */
  readonly bounds: readonly Bound[];
}

const LOWEST = [1e-5, 1e-5, 1e-5, 1e-5].map(Math.log);
const HIGHEST = [1e6, 1e10, 1e6, 1e10].map(Math.log);
/** Leaving in the parameters that stand for none: one customer in 10^10 leaves in a unit of time. */
const NO_LEAVING = { s: 1e-4, beta: 1e6 } as const;
/** With this much more log-likelihood than without leaving, one climb settles it; with less, every start is tried. */
const CLEAR_EVIDENCE = 50;

type Start = readonly number[];

function inLogs({ r, alpha, s, beta }: ParetoNbdParams): Start {
  return [Math.log(r), Math.log(alpha), Math.log(s), Math.log(beta)];
}

function toParams(at: Float64Array): ParetoNbdParams {
  const [r = 0, alpha = 0, s = 0, beta = 0] = at.map(Math.exp);
  return { r, alpha, s, beta };
}

/** Lifetimes about as long as the time observed, then shorter and all alike, then as good as endless. */
function startsFrom({ weeklyRate, params }: NbdFit, meanT: number, warm: ParetoNbdParams | undefined) {
  const usual: [Start, ...Start[]] = [
    inLogs({ r: 0.7, alpha: 0.35 / weeklyRate, s: 0.6, beta: 0.3 * meanT }),
    inLogs({ r: 1, alpha: 0.3 / weeklyRate, s: 5, beta: 5 * meanT }),
    inLogs({ ...params, s: 0.1, beta: meanT }),
  ];
  const warmer = warm === undefined ? [] : inLogs(warm);
  return warm !== undefined && warmer.every(Number.isFinite) ? ([warmer, ...usual] as const) : usual;
}

function meanLength({ count, T, weight, customers }: GroupedSummaries): number {
  let sum = 0;
  for (let g = 0; g < count; g += 1) sum += (weight[g] ?? 0) * (T[g] ?? 0);
  return sum / Math.max(1, customers);
}

export function fitParetoNbd(
  grouped: GroupedSummaries,
  nbd: NbdFit,
  warmStart?: ParetoNbdParams,
): ParetoNbdFit {
  const objective = paretoNbdInLogs(paretoNbdData(grouped));
  if (nbd.weeklyRate === 0) {
    const params = { ...nbd.params, ...NO_LEAVING };
    const logLikelihood = objective(params, new Float64Array(4));
    return { params, logLikelihood, converged: false, iterations: 0, bounds: [] };
  }
  const { at, value, converged, iterations, bounds } = maximise({
    objective: (point, gradient) => objective(toParams(point), gradient),
    starts: startsFrom(nbd, meanLength(grouped), warmStart),
    lower: LOWEST,
    upper: HIGHEST,
    curvature: grouped.customers / 10,
    isEnough: (best) => best.converged && best.value - nbd.logLikelihood >= CLEAR_EVIDENCE,
  });
  return { params: toParams(at), logLikelihood: value, converged, iterations, bounds };
}
