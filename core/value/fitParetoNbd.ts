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
function startsFrom({ weeklyRate, params }: NbdFit, meanT: number, warm: ParetoNbdParams | undefined) {
  const usual: [Start, ...Start[]] = [
    inLogs({ r: 0.7, alpha: 0.35 / weeklyRate, s: 0.6, beta: 0.3 * meanT }),
    inLogs({ r: 1, alpha: 0.3 / weeklyRate, s: 5, beta: 5 * meanT }),
    inLogs({ ...params, s: 0.1, beta: meanT }),
    inLogs({ ...params, s: 0.05, beta: 0.001 * meanT }),
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
    objective: (point, gradient) => {
      const logLikelihood = objective(toParams(point), gradient);
      turnSlopes(gradient);
      return logLikelihood;
    },
    starts: startsFrom(nbd, meanLength(grouped), warmStart),
    lower: LOWEST,
    upper: HIGHEST,
    curvature: grouped.customers / 10,
    isEnough: (best) => best.converged && best.value - nbd.logLikelihood >= CLEAR_EVIDENCE,
  });
  return { params: toParams(at), logLikelihood: value, converged, iterations, bounds };
}
