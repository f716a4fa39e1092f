/**
 * Fits MBG/NBD to a shop and says what of it can be believed. The answer is always usable: for no customers, one,
 * only one-time buyers or histories without dropout it comes with finite parameters and with flags that name the
 * finding, and it never throws.
 *
 * MBG/NBD turns into NBD as dropout vanishes, and then its P(alive) is an artefact. So NBD is fitted beside it, and
 * dropout counts as identified only where it raises the log-likelihood by more than chance would: half the 95 % point
 * of chi-square for the two parameters it adds. Otherwise the caller uses `nbd` and shows no P(alive).
 */
import { fitNbd, type NbdFit } from './fitNbd.ts';
import { maximise, type Summit } from './maximise.ts';
import type { MbgNbdParams } from './mbgNbd.ts';
import { type MbgNbdData, mbgNbdData, mbgNbdInLogs } from './mbgNbdLikelihood.ts';
import type { NbdParams } from './nbd.ts';
import type { GroupedSummaries } from './repeatSummary.ts';

/**
 * `too-few-customers`: fewer than 50 customers, or fewer than 10 with repeat orders.
 * `no-repeat-orders`: nothing to fit; the parameters are the fallback.
 * `dropout-not-identified`: the history reads as well without dropout; P(alive) means nothing.
 * `order-rates-alike`, `dropout-chances-alike`: r above 1,000 or a + b above 1,000: customers do not differ, and the
 * parameters matter only by their ratio.
 * `parameter-at-bound`, `not-converged`: of the climb. `rows-rejected`: impossible histories were left out.
 */
export type PurchaseFlag =
  | 'too-few-customers'
  | 'no-repeat-orders'
  | 'dropout-not-identified'
  | 'order-rates-alike'
  | 'dropout-chances-alike'
  | 'parameter-at-bound'
  | 'not-converged'
  | 'rows-rejected';

export interface PurchaseFit {
  readonly model: 'mbg-nbd';
  readonly params: MbgNbdParams;
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Empty when there is nothing to say against the fit. */
  readonly flags: readonly PurchaseFlag[];
  readonly customers: number;
  readonly iterations: number;
  /** The same shop without dropout: what to use where `dropout-not-identified`. */
  readonly nbd: NbdParams;
  /** What dropout adds to the log-likelihood; 0 or more. */
  readonly gainOverNbd: number;
}

export interface PurchaseFitInput {
  readonly grouped: GroupedSummaries;
  /** Last week's parameters; a start from them is near the goal. Values that are not positive are ignored. */
  readonly warmStart?: MbgNbdParams;
}

/** Half the 95 % point of chi-square with 2 degrees of freedom. */
export const DROPOUT_EVIDENCE = 2.996;
/** With this much evidence two climbs settle it; with less, every start is tried. */
const CLEAR_EVIDENCE = 50;
const FEWEST_CUSTOMERS = 50;
const FEWEST_REPEATERS = 10;
const ALIKE_ABOVE = 1_000;
/** Dropout in the parameters that stand for none: one order in 10^12 is the last. */
const NO_DROPOUT = { a: 1e-6, b: 1e6 } as const;
/** A mean dropout chance this small is none, however much data says so. */
const LEAST_DROPOUT = 1e-5;
/** A climb has run into NBD when it is this near to its log-likelihood with hardly any dropout left. */
const AT_NBD = { below: 1e-2, above: 1e-4, dropout: 1e-3 } as const;

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
function coldStarts({ weeklyRate, params }: NbdFit): readonly [number[], number[], number[], number[]] {
  return [
    inLogs({ r: 1, alpha: 0.5 / weeklyRate, a: 1, b: 2 }),
    inLogs({ r: 1, alpha: 0.5 / weeklyRate, a: 0.2, b: 0.1 }),
    inLogs({ r: 1, alpha: 0.2 / weeklyRate, a: 20, b: 40 }),
    inLogs({ ...params, a: 0.1, b: 5 }),
  ];
}

function hasDropout({ a, b }: MbgNbdParams): boolean {
  return a / (a + b) >= LEAST_DROPOUT;
}

/** Last week's parameters say where the top is; if they say there was no dropout, only where not to look for it. */
function startsFrom(nbd: NbdFit, warm: MbgNbdParams | undefined): Starts {
  const [usual, leaveOrStay, ...others] = coldStarts(nbd);
  if (warm === undefined) return [usual, leaveOrStay, ...others];
  return hasDropout(warm) ? [inLogs(warm), usual, leaveOrStay] : [usual, leaveOrStay];
}

/** The best of the climbs. From parameters with dropout one climb will do, if it finds dropout again. */
function climbAll(data: MbgNbdData, nbd: NbdFit, warm: MbgNbdParams | undefined): Summit {
  const forFirst = warm !== undefined && hasDropout(warm) ? DROPOUT_EVIDENCE : Number.POSITIVE_INFINITY;
  const gainOf = (value: number): number => value - nbd.logLikelihood;
  return maximise({
    objective: (at, gradient) => mbgNbdInLogs(toParams(at), data, gradient),
    starts: startsFrom(nbd, warm),
    lower: LOWEST,
    upper: HIGHEST,
    curvature: data.grouped.customers / 10,
    isEnough: (best, used) =>
      best.converged && gainOf(best.value) >= (used === 1 ? forFirst : CLEAR_EVIDENCE),
    isArrived: (at, value) => {
      const { a, b } = toParams(at);
      const gain = gainOf(value);
      return a < AT_NBD.dropout * b && gain > -AT_NBD.below && gain < AT_NBD.above;
    },
  });
}

function fewness({ count, x, weight, customers }: GroupedSummaries): PurchaseFlag[] {
  let repeaters = 0;
  for (let g = 0; g < count; g += 1) if ((x[g] ?? 0) > 0) repeaters += weight[g] ?? 0;
  return customers < FEWEST_CUSTOMERS || repeaters < FEWEST_REPEATERS ? ['too-few-customers'] : [];
}

function findings({ r, a, b }: MbgNbdParams, summit: Summit, gainOverNbd: number): PurchaseFlag[] {
  const flags: PurchaseFlag[] = [];
  if (gainOverNbd < DROPOUT_EVIDENCE || a / (a + b) < LEAST_DROPOUT) flags.push('dropout-not-identified');
  if (r > ALIKE_ABOVE) flags.push('order-rates-alike');
  if (a + b > ALIKE_ABOVE && gainOverNbd > 0) flags.push('dropout-chances-alike');
  if (summit.bounds.some((bound) => bound !== 'free')) flags.push('parameter-at-bound');
  if (!summit.converged) flags.push('not-converged');
  return flags;
}

/** NBD written as MBG/NBD: the answer where nothing says otherwise. */
function withoutDropout(
  data: MbgNbdData,
  nbd: NbdFit,
): Pick<PurchaseFit, 'params' | 'logLikelihood' | 'gainOverNbd'> {
  const params = { ...nbd.params, ...NO_DROPOUT };
  const logLikelihood = mbgNbdInLogs(params, data, new Float64Array(4));
  return { params, logLikelihood, gainOverNbd: 0 };
}

export function fitPurchases({ grouped, warmStart }: PurchaseFitInput): PurchaseFit {
  const data = mbgNbdData(grouped);
  const nbd = fitNbd(data.margins);
  const common = { model: 'mbg-nbd', customers: grouped.customers, nbd: nbd.params } as const;
  const flags = fewness(grouped);
  if (grouped.rejected > 0) flags.push('rows-rejected');
  if (nbd.weeklyRate === 0) {
    flags.push('no-repeat-orders', 'dropout-not-identified');
    return { ...common, ...withoutDropout(data, nbd), converged: false, flags, iterations: 0 };
  }
  const summit = climbAll(data, nbd, isUsable(warmStart) ? warmStart : undefined);
  const gainOverNbd = summit.value - nbd.logLikelihood;
  const found =
    gainOverNbd > AT_NBD.above
      ? { params: toParams(summit.at), logLikelihood: summit.value, gainOverNbd }
      : withoutDropout(data, nbd);
  flags.push(...findings(found.params, summit, found.gainOverNbd));
  const iterations = summit.iterations + nbd.iterations;
  return { ...common, ...found, converged: summit.converged, flags, iterations };
}
