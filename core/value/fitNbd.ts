/**
 * Fits the model without dropout to a shop. A likelihood of two parameters over a few hundred sums: a fraction of a
 * millisecond, so it accompanies every fit of a model with dropout, as its yardstick and as what is left when dropout
 * cannot be told. It never throws; without any repeat order it answers `pooledNbd`.
 */
import { type Bound, maximise } from './maximise.ts';
import { type NbdParams, nbdFromMargins, type OrderMargins } from './nbd.ts';

export interface NbdFit {
  readonly params: NbdParams;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly bounds: readonly Bound[];
  /** Repeat orders a week over all customers. */
  readonly weeklyRate: number;
}

/** Bounds of (r, alpha): beyond them rates are equal for all, or one customer's rate says nothing of another's. */
const LOWEST = [1e-5, 1e-5].map(Math.log);
const HIGHEST = [1e6, 1e10].map(Math.log);

interface Totals {
  readonly customers: number;
  readonly orders: number;
  readonly weeks: number;
}

function totalsOf({ lengths, customersAt, ordersAt }: OrderMargins): Totals {
  let [customers, orders, weeks] = [0, 0, 0];
  for (const [at, weeksObserved] of lengths.entries()) {
    customers += customersAt[at] ?? 0;
    orders += ordersAt[at] ?? 0;
    weeks += (customersAt[at] ?? 0) * weeksObserved;
  }
  return { customers, orders, weeks };
}

/** Exponential rates about the shop's own, with half an order in one week added, so that it exists for no data. */
function pooledNbd({ orders, weeks }: Totals): NbdParams {
  return { r: 1, alpha: (weeks + 1) / (orders + 0.5) };
}

function toParams(at: Float64Array): NbdParams {
  return { r: Math.exp(at[0] ?? 0), alpha: Math.exp(at[1] ?? 0) };
}

export function fitNbd(margins: OrderMargins): NbdFit {
  const totals = totalsOf(margins);
  const pooled = pooledNbd(totals);
  if (totals.orders === 0) {
    const logLikelihood = nbdFromMargins(pooled, margins).value;
    return { params: pooled, logLikelihood, converged: false, iterations: 0, bounds: [], weeklyRate: 0 };
  }
  const summit = maximise({
    objective: (at, gradient) => {
      const params = toParams(at);
      const likelihood = nbdFromMargins(params, margins);
      gradient[0] = params.r * likelihood.gradient.r;
      gradient[1] = params.alpha * likelihood.gradient.alpha;
      return likelihood.value;
    },
    starts: [
      [0, Math.log(pooled.alpha)],
      [-2, Math.log(pooled.alpha) - 2],
      [3, Math.log(pooled.alpha) + 3],
    ],
    lower: LOWEST,
    upper: HIGHEST,
    curvature: totals.customers / 10,
  });
  const { value: logLikelihood, converged, iterations, bounds } = summit;
  const weeklyRate = totals.orders / totals.weeks;
  return { params: toParams(summit.at), logLikelihood, converged, iterations, bounds, weeklyRate };
}
