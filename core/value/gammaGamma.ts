/**
 * Gamma-Gamma, the model of spend per order (Colombo & Jiang 1999; Fader & Hardie 2013, "The Gamma-Gamma Model of
 * Monetary Value"): a customer's orders scatter as Gamma(p, ν) about the customer's own mean p/ν, and
 * ν ~ Gamma(q, γ) across customers. It sees each customer with repeat orders as their number x and their mean value;
 * the first order is not among them, and spend is taken not to depend on how often a customer orders.
 *
 * Any unit of money will do as long as it is one unit; γ and the expected value come in that unit. Rows without
 * repeat orders or without a mean between a billionth and 10^15 say nothing here and are passed over.
 */
import { digammaDifference, logGamma, logGammaRatio } from './logGamma.ts';

/** Scatter of orders p, and Gamma(shape q, rate gamma) across customers; gamma in the unit of money. */
export interface GammaGammaParams {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

export interface GammaGammaLikelihood {
  readonly value: number;
  /** Derivatives by each parameter. */
  readonly gradient: GammaGammaParams;
}

/** Per-customer columns: days with a repeat order, and mean value of the repeat orders. */
export interface SpendColumns {
  readonly x: ArrayLike<number>;
  readonly meanSpend: ArrayLike<number>;
}

/** Customers with equal x, side by side. */
interface SpendRun {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  /** Sum of ln(x·mean) over the run. */
  readonly logTotals: number;
}

/** The rows that count, ascending by (x, mean), with what does not depend on the parameters worked out. */
export interface GammaGammaData {
  readonly customers: number;
  /** x · mean, in units of `unit`. */
  readonly totals: Float64Array;
  readonly runs: readonly SpendRun[];
  /** Geometric mean of the customers' means: the money unit in which the fit is well scaled. 1 when no row counts. */
  readonly unit: number;
  /** Sum of ln(mean) in units of `unit`. */
  readonly logMeans: number;
  /** Standard deviation of ln(mean). */
  readonly spread: number;
  /** Repeat orders of all the customers. */
  readonly orders: number;
}

const LEAST_MEAN = 1e-9;
const MOST_MEAN = 1e15;

function countsForSpend(x: number, mean: number): boolean {
  return Number.isSafeInteger(x) && x > 0 && mean >= LEAST_MEAN && mean <= MOST_MEAN;
}

function meansByCount({ x, meanSpend }: SpendColumns): Map<number, number[]> {
  const byCount = new Map<number, number[]>();
  for (let i = 0; i < Math.min(x.length, meanSpend.length); i += 1) {
    const count = x[i] ?? 0;
    const mean = meanSpend[i] ?? 0;
    if (!countsForSpend(count, mean)) continue;
    const means = byCount.get(count);
    if (means === undefined) byCount.set(count, [mean]);
    else means.push(mean);
  }
  return byCount;
}

/** Average and standard deviation of the logarithms over all the columns. */
function momentsOfLogs(columns: readonly Float64Array[]): { average: number; spread: number } {
  let [count, sum, squares] = [0, 0, 0];
  for (const means of columns) {
    count += means.length;
    for (const mean of means) sum += Math.log(mean);
  }
  const average = sum / Math.max(1, count);
  for (const means of columns) {
    for (const mean of means) squares += (Math.log(mean) - average) ** 2;
  }
  return { average, spread: Math.sqrt(squares / Math.max(1, count)) };
}

export function gammaGammaData(columns: SpendColumns): GammaGammaData {
  const byCount = [...meansByCount(columns)].sort(([left], [right]) => left - right);
  const sorted = byCount.map(([x, means]) => ({ x, means: Float64Array.from(means).sort() }));
  const { average, spread } = momentsOfLogs(sorted.map(({ means }) => means));
  const unit = Math.exp(average);
  const customers = sorted.reduce((sum, { means }) => sum + means.length, 0);
  const totals = new Float64Array(customers);
  const runs: SpendRun[] = [];
  let [from, logMeans, orders] = [0, 0, 0];
  for (const { x, means } of sorted) {
    totals.set(
      means.map((mean) => x * (mean / unit)),
      from,
    );
    const to = from + means.length;
    let logTotals = 0;
    for (let i = from; i < to; i += 1) logTotals += Math.log(totals[i] ?? 1);
    logMeans += logTotals - means.length * Math.log(x);
    orders += x * means.length;
    runs.push({ x, from, to, logTotals });
    from = to;
  }
  return { customers, totals, runs, unit, logMeans, spread, orders };
}

/** ln Γ(left + right) − ln Γ(left) − ln Γ(right), keeping the digits when one is large. */
function negativeLogBeta(left: number, right: number): number {
  const small = Math.min(left, right);
  return logGammaRatio(Math.max(left, right), small) - logGamma(small);
}

/**
 * Writes the gradient by (ln p, ln q, ln γ), with γ in the data's unit, and returns the log-likelihood in it. The
 * logarithm of 1 + total/γ rather than of γ + total keeps the digits where customers hardly differ and q, γ run up.
 */
export function gammaGammaInLogs(
  params: GammaGammaParams,
  data: GammaGammaData,
  gradient: Float64Array,
): number {
  const { p, q, gamma } = params;
  let value = 0;
  let byP = 0;
  let byQ = 0;
  let byLogGamma = 0;
  for (const { x, from, to, logTotals } of data.runs) {
    let logs = 0;
    let shares = 0;
    for (let i = from; i < to; i += 1) {
      const ratio = (data.totals[i] ?? 0) / gamma;
      logs += Math.log1p(ratio);
      shares += ratio / (1 + ratio);
    }
    const customers = to - from;
    const shape = p * x;
    const excess = logTotals - customers * Math.log(gamma) - logs;
    value += customers * negativeLogBeta(shape, q) + shape * excess - q * logs;
    byP += x * (customers * digammaDifference(shape, q) + excess);
    byQ += customers * digammaDifference(q, shape) - logs;
    byLogGamma += (shape + q) * shares - customers * shape;
  }
  value -= data.logMeans;
  gradient[0] = p * byP;
  gradient[1] = q * byQ;
  gradient[2] = byLogGamma;
  return value;
}

/**
 * Log-likelihood of the customers with repeat spend and its gradient (Fader & Hardie 2013, equation 1a). It is a
 * density of means in the unit given, so in another unit it differs by a constant.
 */
export function gammaGammaLogLikelihood(
  params: GammaGammaParams,
  columns: SpendColumns,
): GammaGammaLikelihood {
  const data = gammaGammaData(columns);
  const slopes = new Float64Array(3);
  const scaled = { ...params, gamma: params.gamma / data.unit };
  const value = gammaGammaInLogs(scaled, data, slopes) - data.customers * Math.log(data.unit);
  const [byP = 0, byQ = 0, byGamma = 0] = slopes;
  return { value, gradient: { p: byP / params.p, q: byQ / params.q, gamma: byGamma / params.gamma } };
}

/**
 * Expected value of an order to come: the customer's own mean drawn towards the population's (Fader & Hardie 2013,
 * equation 5), p(γ + x·mean)/(p·x + q − 1). Where that mean does not exist (p·x + q ≤ 1, so q ≤ 1), the customer's own
 * mean stands in for it, or for a customer without repeat spend p·γ/q, the order value at the mean of ν.
 */
export function gammaGammaExpectedOrderValue(
  { p, q, gamma }: GammaGammaParams,
  x: number,
  meanSpend: number,
): number {
  const orders = countsForSpend(x, meanSpend) ? x : 0;
  const mean = orders > 0 ? meanSpend : 0;
  const freedom = p * orders + q - 1;
  if (freedom > 0) return (p * (gamma + orders * mean)) / freedom;
  return orders > 0 ? mean : (p * gamma) / q;
}
