/**
 * Fits a purchase model to a shop and says what of it can be believed. The answer is always usable: for no customers,
 * one, only one-time buyers or histories without dropout it comes with finite parameters and with flags that name the
 * finding, and it never throws.
 *
 * Every model with dropout turns into one without as dropout vanishes, and then its P(alive) is an artefact. So dropout
 * counts as identified only where it raises the log-likelihood by more than chance would; otherwise the caller uses
 * `nbd` and shows no P(alive).
 */
import { betaDropoutData } from './betaDropoutLikelihood.ts';
import {
  type BetaDropoutFit,
  fitBetaDropout,
  hasDropout,
  LEAST_DROPOUT,
  withoutDropout,
} from './fitBetaDropout.ts';
import { fitBgBb } from './fitBgBb.ts';
import { fitNbd, type NbdFit } from './fitNbd.ts';
import { fitParetoNbd } from './fitParetoNbd.ts';
import { fitRegular } from './fitRegular.ts';
import { type NbdParams, orderMargins } from './nbd.ts';
import { BG_NBD, MBG_NBD } from './orderProcess.ts';
import type { FittedModel, PurchaseModelName } from './purchaseModel.ts';
import { type ClimbedModel, climbFlags, dataFlags, type PurchaseFlag } from './purchaseFlags.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export type ModelFit = FittedModel & {
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Empty when there is nothing to say against the fit. */
  readonly flags: readonly PurchaseFlag[];
  readonly customers: number;
  readonly iterations: number;
  /** The same shop without dropout: what to use where `dropout-not-identified`. */
  readonly nbd: NbdParams;
  /** What dropout adds to the log-likelihood of the same model without it; 0 or more. */
  readonly gainOverNbd: number;
};

export interface ModelFitInput {
  readonly model: PurchaseModelName;
  /** For BG/BB, T counts the periods in which an order was possible and t_x the period of the last. */
  readonly grouped: GroupedSummaries;
  /** Sum over all customers of the logarithms of their intervals between orders; MBG/CNBD-k alone reads it. */
  readonly littSum?: number;
  /** Last week's fit: a start from it is near the goal. Of another model, or not positive, it is ignored. */
  readonly warmStart?: FittedModel;
}

const PROCESSES = { 'bg-nbd': BG_NBD, 'mbg-nbd': MBG_NBD } as const;

interface Found extends ClimbedModel {
  readonly fitted: FittedModel;
  readonly logLikelihood: number;
}

function nbdFound({ params, bounds, ...fit }: NbdFit): Found {
  return { ...fit, fitted: { model: 'nbd', params }, bounds, rateShape: params.r };
}

/** The findings on a fit of BG/NBD, MBG/NBD or MBG/CNBD-k. */
function betaFound(fitted: FittedModel, fit: BetaDropoutFit): Found {
  const { params, gain } = fit;
  const dropout = { gain, isNegligible: !hasDropout(params), shape: params.a + params.b };
  return { ...fit, fitted, rateShape: params.r, dropout };
}

function fitPlain(model: 'bg-nbd' | 'mbg-nbd', { grouped, warmStart }: ModelFitInput, nbd: NbdFit): Found {
  const data = betaDropoutData(PROCESSES[model], grouped);
  const warm = warmStart?.model === model ? warmStart.params : undefined;
  const fit = nbd.weeklyRate === 0 ? withoutDropout(data, nbd) : fitBetaDropout(data, nbd, warm);
  return betaFound({ model, params: fit.params }, fit);
}

/** Without the intervals k cannot be told from the rest, and stays 1. */
function fitCnbdK({ grouped, warmStart, littSum }: ModelFitInput, nbd: NbdFit): Found {
  const warm = warmStart?.model === 'mbg-cnbd-k' ? warmStart.params : undefined;
  if (nbd.weeklyRate === 0 || littSum === undefined || !Number.isFinite(littSum)) {
    const data = betaDropoutData(MBG_NBD, grouped);
    const fit = nbd.weeklyRate === 0 ? withoutDropout(data, nbd) : fitBetaDropout(data, nbd, warm);
    return betaFound({ model: 'mbg-cnbd-k', params: { k: 1, ...fit.params } }, fit);
  }
  const fit = fitRegular(grouped, nbd, littSum, warm);
  const found = betaFound({ model: 'mbg-cnbd-k', params: fit.params }, fit);
  return fit.isMostRegular ? { ...found, bounds: [...found.bounds, 'upper'] } : found;
}

function fitPareto({ grouped, warmStart }: ModelFitInput, nbd: NbdFit): Found {
  const warm = warmStart?.model === 'pareto-nbd' ? warmStart.params : undefined;
  const fit = fitParetoNbd(grouped, nbd, warm);
  const gain = Math.max(0, fit.logLikelihood - nbd.logLikelihood);
  const fitted: FittedModel = { model: 'pareto-nbd', params: fit.params };
  const dropout = { gain, isNegligible: false, shape: fit.params.s };
  return { ...fit, fitted, rateShape: fit.params.r, dropout };
}

function fitPeriods({ grouped, warmStart }: ModelFitInput): Found {
  const warm = warmStart?.model === 'bg-bb' ? warmStart.params : undefined;
  const fit = fitBgBb(grouped, warm);
  const { alpha, beta, gamma, delta } = fit.params;
  const gain = Math.max(0, fit.logLikelihood - fit.withoutLeaving.logLikelihood);
  const dropout = { gain, isNegligible: gamma / (gamma + delta) < LEAST_DROPOUT, shape: gamma + delta };
  return { ...fit, fitted: { model: 'bg-bb', params: fit.params }, rateShape: alpha + beta, dropout };
}

function find(input: ModelFitInput, nbd: NbdFit): Found {
  const { model } = input;
  switch (model) {
    case 'nbd':
      return nbdFound(nbd);
    case 'bg-nbd':
    case 'mbg-nbd':
      return fitPlain(model, input, nbd);
    case 'mbg-cnbd-k':
      return fitCnbdK(input, nbd);
    case 'pareto-nbd':
      return fitPareto(input, nbd);
    case 'bg-bb':
      return fitPeriods(input);
  }
}

export function fitModel(input: ModelFitInput): ModelFit {
  const { model, grouped, littSum } = input;
  const nbd = fitNbd(orderMargins(grouped));
  const found = find(input, nbd);
  const flags = dataFlags(grouped);
  if (model === 'mbg-cnbd-k' && littSum === undefined) flags.push('litt-missing');
  flags.push(...climbFlags(found));
  const { fitted, logLikelihood, converged, iterations, dropout } = found;
  return {
    ...fitted,
    logLikelihood,
    converged,
    flags,
    customers: grouped.customers,
    iterations,
    nbd: nbd.params,
    gainOverNbd: dropout?.gain ?? 0,
  };
}
