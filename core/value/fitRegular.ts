/**
 * Fits MBG/CNBD-k: the model at every k from 1 on, and of those the likeliest (Reutterer, Platzer & Schröder 2021). The
 * search ends at k = 12, or when the likelihood has fallen twice in a row. Each k starts from the fit before it, whose
 * intervals have the same mean when alpha shrinks as k grows. At k = 1 everything is MBG/NBD.
 */
import { type BetaDropoutData, betaDropoutData, stagesInLogs, withStages } from './betaDropoutLikelihood.ts';
import { type BetaDropoutFit, fitBetaDropout } from './fitBetaDropout.ts';
import type { NbdFit } from './fitNbd.ts';
import { logGamma } from './logGamma.ts';
import { maximise } from './maximise.ts';
import { MBG_NBD } from './orderProcess.ts';
import type { MbgCnbdKParams, MbgNbdParams } from './purchaseModel.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export interface RegularFit extends Omit<BetaDropoutFit, 'params'> {
  readonly params: MbgCnbdKParams;
  /** k was the largest tried: intervals may be more regular still. */
  readonly isMostRegular: boolean;
}

export const MOST_STAGES = 12;
const LOWEST = [1e-5, 1e-5].map(Math.log);
const HIGHEST = [1e6, 1e10].map(Math.log);

/** What the intervals say of k whatever the other parameters: (k − 1)·Σ ln(interval) − Σ x·ln Γ(k). */
function intervalTerm(k: number, littSum: number, orders: number): number {
  return (k - 1) * littSum - orders * logGamma(k);
}

function ordersOf({ count, x, weight }: GroupedSummaries): number {
  let orders = 0;
  for (let g = 0; g < count; g += 1) orders += (x[g] ?? 0) * (weight[g] ?? 0);
  return orders;
}

/** The same k without dropout. For k = 1 that is `nbd`, which is fitted already. */
function fitLimit(data: BetaDropoutData, nbd: NbdFit, near: NbdFit): NbdFit {
  const { k } = data.process;
  if (k === 1) return nbd;
  const summit = maximise({
    objective: (at, gradient) =>
      stagesInLogs({ r: Math.exp(at[0] ?? 0), alpha: Math.exp(at[1] ?? 0) }, data, gradient),
    starts: [
      [Math.log(near.params.r), Math.log((near.params.alpha * (k - 1)) / k)],
      [0, -Math.log(k * nbd.weeklyRate)],
    ],
    lower: LOWEST,
    upper: HIGHEST,
    curvature: data.grouped.customers / 10,
  });
  const { at, value: logLikelihood, converged, iterations, bounds } = summit;
  const params = { r: Math.exp(at[0] ?? 0), alpha: Math.exp(at[1] ?? 0) };
  return { params, logLikelihood, converged, iterations, bounds, weeklyRate: nbd.weeklyRate };
}

interface Tried {
  readonly k: number;
  readonly limit: NbdFit;
  readonly fit: BetaDropoutFit;
  readonly logLikelihood: number;
}

/** Parameters of another k under which intervals have the same mean. */
function withRegularity(params: MbgNbdParams, from: number, to: number): MbgNbdParams {
  return { ...params, alpha: (params.alpha * from) / to };
}

interface Search {
  readonly data: BetaDropoutData;
  readonly nbd: NbdFit;
  readonly littSum: number;
  readonly orders: number;
}

function tryStages({ data, nbd, littSum, orders }: Search, k: number, before: Tried): Tried {
  const staged = withStages(data, k);
  const limit = fitLimit(staged, nbd, before.limit);
  const fit = fitBetaDropout(staged, limit, withRegularity(before.fit.params, before.k, k));
  return { k, limit, fit, logLikelihood: fit.logLikelihood + intervalTerm(k, littSum, orders) };
}

function tryOne({ data, nbd }: Search, warm: MbgCnbdKParams | undefined): Tried {
  const start = warm === undefined ? undefined : withRegularity(warm, warm.k, 1);
  const fit = fitBetaDropout(data, nbd, start);
  return { k: 1, limit: nbd, fit, logLikelihood: fit.logLikelihood };
}

/** `nbd` is the fit without dropout at k = 1, with a rate above 0; `littSum`, of the logarithms of all intervals. */
export function fitRegular(
  grouped: GroupedSummaries,
  nbd: NbdFit,
  littSum: number,
  warm?: MbgCnbdKParams,
): RegularFit {
  const search = { data: betaDropoutData(MBG_NBD, grouped), nbd, littSum, orders: ordersOf(grouped) };
  let last = tryOne(search, warm);
  let best = last;
  let { iterations } = last.fit;
  for (let k = 2, falls = 0; k <= MOST_STAGES && falls < 2; k += 1) {
    const next = tryStages(search, k, last);
    falls = next.logLikelihood < last.logLikelihood ? falls + 1 : 0;
    if (next.logLikelihood > best.logLikelihood) best = next;
    iterations += next.limit.iterations + next.fit.iterations;
    last = next;
  }
  const params = { k: best.k, ...best.fit.params };
  const isMostRegular = best.k === MOST_STAGES;
  return { ...best.fit, params, logLikelihood: best.logLikelihood, iterations, isMostRegular };
}
