/**
 * Fits BG/BB to grouped customers, with T the number of periods in which an order was possible. Beside the fit stands
 * the beta-binomial model, in which nobody leaves: the yardstick that tells whether the histories show any leaving.
 * It never throws; without any order it answers a low order chance and hardly any leaving.
 */
import { type BgBbData, betaBinomial, bgBbData, bgBbInLogs } from './bgBbLikelihood.ts';
import { type Bound, maximise } from './maximise.ts';
import type { BgBbParams } from './purchaseModel.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

export interface BgBbFit {
  readonly params: BgBbParams;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Where alpha, beta, gamma and delta lie in the box that was searched, in this order. */
  readonly bounds: readonly Bound[];
  /** Customers whose history the model knows, and the rows left out. */
  readonly customers: number;
  readonly rejected: number;
  /** The best of the same shop if nobody leaves. */
  readonly withoutLeaving: { readonly alpha: number; readonly beta: number; readonly logLikelihood: number };
}

const LEAST = Math.log(1e-5);
const MOST = Math.log(1e6);
/** Leaving in the parameters that stand for none: one customer in 10^10 leaves in a period. */
const NO_LEAVING = { gamma: 1e-4, delta: 1e6 } as const;
/** With this much more log-likelihood than without leaving, one climb settles it; with less, every start is tried. */
const CLEAR_EVIDENCE = 50;
const NOTHING = 1e-4;
/** Leaving is told so badly by some shops that a gain of 1e-7 is half a percent of gamma and delta. */
const TOLERANCE = 1e-9;

function inLogs({ alpha, beta, gamma, delta }: BgBbParams): readonly number[] {
  return [Math.log(alpha), Math.log(beta), Math.log(gamma), Math.log(delta)];
}

function toParams(at: Float64Array): BgBbParams {
  const [alpha = 0, beta = 0, gamma = 0, delta = 0] = at.map(Math.exp);
  return { alpha, beta, gamma, delta };
}

/** Odds against an order in a period, with half an order and half a period without one added. */
function oddsAgainst({ orders, periods }: BgBbData): number {
  return (periods - orders + 0.5) / (orders + 0.5);
}

function fitWithoutLeaving(data: BgBbData): BgBbFit['withoutLeaving'] {
  const odds = Math.log(oddsAgainst(data));
  const { at, value } = maximise({
    objective: (point, gradient) => {
      const [alpha = 0, beta = 0] = point.map(Math.exp);
      gradient.fill(0);
      const logLikelihood = betaBinomial(alpha, beta, data, gradient);
      gradient[0] = alpha * (gradient[0] ?? 0);
      gradient[1] = beta * (gradient[1] ?? 0);
      return logLikelihood;
    },
    starts: [
      [0, odds],
      [3, 3 + odds],
    ],
    lower: [LEAST, LEAST],
    upper: [MOST, MOST],
    curvature: data.customers / 10,
  });
  return { alpha: Math.exp(at[0] ?? 0), beta: Math.exp(at[1] ?? 0), logLikelihood: value };
}

/** Leaving spread over the periods; alike for all; hardly any; at once or never. */
function startsFrom(
  data: BgBbData,
  { alpha, beta }: BgBbFit['withoutLeaving'],
  warm: BgBbParams | undefined,
) {
  const odds = oddsAgainst(data);
  const usual = [
    inLogs({ alpha: 1, beta: 0.5 * odds, gamma: 0.7, delta: 3 }),
    inLogs({ alpha: 1, beta: 0.5 * odds, gamma: 5, delta: 40 }),
    inLogs({ alpha, beta, gamma: 0.1, delta: 5 }),
    inLogs({ alpha, beta, gamma: 0.02, delta: 0.1 }),
  ] as const;
  const warmer = warm === undefined ? [] : inLogs(warm);
  return warm !== undefined && warmer.every(Number.isFinite) ? ([warmer, ...usual] as const) : usual;
}

type Found = Pick<BgBbFit, 'params' | 'logLikelihood'>;

/** Nobody leaves, written with hardly any leaving: the answer where leaving adds nothing. */
function written(data: BgBbData, alpha: number, beta: number): Found {
  const params = { alpha, beta, ...NO_LEAVING };
  return { params, logLikelihood: bgBbInLogs(params, data, new Float64Array(4)) };
}

/** `warmStart`, parameters of a near fit: ignored where they are not all positive. */
export function fitBgBb(grouped: GroupedSummaries, warmStart?: BgBbParams): BgBbFit {
  const data = bgBbData(grouped);
  const { customers, rejected } = data;
  const withoutLeaving = fitWithoutLeaving(data);
  const common = { customers, rejected, withoutLeaving };
  if (data.orders === 0)
    return { ...common, ...written(data, 1, oddsAgainst(data)), converged: false, iterations: 0, bounds: [] };
  const gainOf = (value: number): number => value - withoutLeaving.logLikelihood;
  const { at, value, converged, iterations, bounds } = maximise({
    objective: (point, gradient) => bgBbInLogs(toParams(point), data, gradient),
    starts: startsFrom(data, withoutLeaving, warmStart),
    lower: [LEAST, LEAST, LEAST, LEAST],
    upper: [MOST, MOST, MOST, MOST],
    curvature: customers / 10,
    gainTolerance: TOLERANCE,
    isEnough: (best) => best.converged && gainOf(best.value) >= CLEAR_EVIDENCE,
  });
  const found: Found =
    gainOf(value) < NOTHING
      ? written(data, withoutLeaving.alpha, withoutLeaving.beta)
      : { params: toParams(at), logLikelihood: value };
  return { ...common, ...found, converged, iterations, bounds };
}
