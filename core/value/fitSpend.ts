/**
 * Fits Gamma-Gamma to a shop's repeat spend and says what of it can be believed. It never throws: without spend, with
 * one customer, with equal amounts throughout or with amounts in the millions it answers finite parameters and flags.
 *
 * Beside the fit stands `pooled`, for use where the fit cannot be believed: p = 1, q = 2 and γ = M, the mean value of
 * a repeat order in the shop. With it the expected order value is M for a customer without repeat spend and
 * (M + x·mean)/(1 + x) for one with.
 */
import {
  type GammaGammaData,
  type GammaGammaParams,
  gammaGammaData,
  gammaGammaInLogs,
  type SpendColumns,
} from './gammaGamma.ts';
import { maximise } from './maximise.ts';

/**
 * `too-few-customers`: fewer than 10 with repeat spend.
 * `no-repeat-spend`: nothing to fit; the parameters are `pooled`, with M = 1.
 * `spend-not-identified`: q ≤ 1, so the shop has no mean order value; or the amounts never differ; or no climb
 * converged. Use `pooled`.
 * `spend-alike`: q above 1,000: customers differ no more than chance, and all draw to the common mean.
 */
export type SpendFlag = 'too-few-customers' | 'no-repeat-spend' | 'spend-not-identified' | 'spend-alike';

export interface SpendFit {
  readonly model: 'gamma-gamma';
  readonly params: GammaGammaParams;
  /** At `params`, in the unit of the amounts given. */
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Empty when there is nothing to say against the fit. */
  readonly flags: readonly SpendFlag[];
  /** Those with repeat spend. */
  readonly customers: number;
  readonly iterations: number;
  readonly pooled: GammaGammaParams;
}

export interface SpendFitInput extends SpendColumns {
  /** Last week's parameters, in the same unit of money. Values that are not positive are ignored. */
  readonly warmStart?: GammaGammaParams;
}

const FEWEST_CUSTOMERS = 10;
const ALIKE_ABOVE = 1_000;
/** With this many customers one climb settles it; with fewer the likelihood may have two tops. */
const CLEAR_CUSTOMERS = 1_000;
/** Amounts closer than this, relatively, are equal. */
const LEAST_SPREAD = 1e-9;

/** Bounds of (p, q, γ in the data's unit). */
const LOWEST = [1e-4, 1e-4, 1e-10].map(Math.log);
const HIGHEST = [1e6, 1e6, 1e10].map(Math.log);

type Start = readonly [number, number, number];

function inLogs({ p, q, gamma }: GammaGammaParams): Start {
  return [Math.log(p), Math.log(q), Math.log(gamma)];
}

function toParams(at: Float64Array): GammaGammaParams {
  const [p = 0, q = 0, gamma = 0] = at.map(Math.exp);
  return { p, q, gamma };
}

function pooledIn({ totals, orders }: GammaGammaData): GammaGammaParams {
  let spend = 0;
  for (const total of totals) spend += total;
  return { p: 1, q: 2, gamma: orders === 0 ? 1 : spend / orders };
}

function startsFrom(pooled: GammaGammaParams, warmStart: GammaGammaParams | undefined): [Start, ...Start[]] {
  const usual: [Start, ...Start[]] = [
    inLogs({ p: 3, q: 3, gamma: (2 / 3) * pooled.gamma }),
    inLogs({ p: 5, q: 500, gamma: 100 * pooled.gamma }),
    inLogs(pooled),
  ];
  if (warmStart === undefined) return usual;
  const warm = inLogs(warmStart);
  return warm.every(Number.isFinite) ? [warm, ...usual] : usual;
}

function findings({ q }: GammaGammaParams, converged: boolean, customers: number): SpendFlag[] {
  const flags: SpendFlag[] = [];
  if (customers < FEWEST_CUSTOMERS) flags.push('too-few-customers');
  if (!converged || q <= 1) flags.push('spend-not-identified');
  if (q > ALIKE_ABOVE) flags.push('spend-alike');
  return flags;
}

function inMoney(params: GammaGammaParams, unit: number): GammaGammaParams {
  return { ...params, gamma: params.gamma * unit };
}

/** Nothing to climb: no rows, or one amount throughout. */
function pooledFit(data: GammaGammaData): SpendFit {
  const { customers, unit } = data;
  const scaled = pooledIn(data);
  const flags = findings(scaled, false, customers);
  if (customers === 0) flags.push('no-repeat-spend');
  const logLikelihood = gammaGammaInLogs(scaled, data, new Float64Array(3)) - customers * Math.log(unit);
  const params = inMoney(scaled, unit);
  return {
    model: 'gamma-gamma',
    params,
    pooled: params,
    logLikelihood,
    converged: false,
    flags,
    customers,
    iterations: 0,
  };
}

export function fitSpend({ x, meanSpend, warmStart }: SpendFitInput): SpendFit {
  const data = gammaGammaData({ x, meanSpend });
  const { customers, unit, spread } = data;
  if (customers === 0 || spread < LEAST_SPREAD) return pooledFit(data);
  const scaledPool = pooledIn(data);
  const summit = maximise({
    objective: (at, gradient) => gammaGammaInLogs(toParams(at), data, gradient),
    starts: startsFrom(scaledPool, warmStart && inMoney(warmStart, 1 / unit)),
    lower: LOWEST,
    upper: HIGHEST,
    curvature: customers / 10,
    isEnough: (best, used) => best.converged && (customers >= CLEAR_CUSTOMERS || used >= 3),
  });
  const { converged, iterations } = summit;
  const params = inMoney(toParams(summit.at), unit);
  const flags = findings(params, converged, customers);
  const logLikelihood = summit.value - customers * Math.log(unit);
  const pooled = inMoney(scaledPool, unit);
  return { model: 'gamma-gamma', params, pooled, logLikelihood, converged, flags, customers, iterations };
}
