/**
 * A purchase model by name fitted to columns of customers, whatever they came from, and the choice among the models where
 * only the likelihood can tell: by Akaike's criterion, which charges a model for its parameters (Akaike 1974).
 */
import { fitModel, type ModelFit } from './fitModel.ts';
import { fitSpend, type SpendFit } from './fitSpend.ts';
import type { PurchaseModelName } from './purchaseModel.ts';
import { groupWeeklySummaries } from './repeatSummary.ts';
import { groupWeighted } from './weightedSummaries.ts';

/** One row a customer, times in one unit. */
export interface CohortColumns {
  readonly x: ArrayLike<number>;
  readonly tx: ArrayLike<number>;
  readonly T: ArrayLike<number>;
  /** Sum of the logs of the intervals; null where it is not known. */
  readonly litt: Float64Array | null;
  /** NaN for customers without one; null where nobody has one. */
  readonly meanSpend: Float64Array | null;
  /** Customers a row stands for; null where it is one throughout. */
  readonly count: Float64Array | null;
}

export interface Contender {
  readonly model: PurchaseModelName;
  readonly logLikelihood: number;
  readonly parameters: number;
  readonly aic: number;
}

export interface LikelihoodChoice {
  readonly fit: ModelFit;
  /** Best first. */
  readonly contenders: readonly Contender[];
}

/** Free parameters; the k of MBG/CNBD-k is chosen and counts as one. */
const PARAMETERS: Readonly<Record<PurchaseModelName, number>> = {
  nbd: 2,
  'bg-nbd': 4,
  'mbg-nbd': 4,
  'mbg-cnbd-k': 5,
  'pareto-nbd': 4,
  'bg-bb': 4,
};
/** Models of the same kind of data: BG/BB counts periods, and its likelihood compares with no other. */
export const CONTINUOUS_MODELS = ['nbd', 'bg-nbd', 'mbg-nbd', 'mbg-cnbd-k', 'pareto-nbd'] as const;

/** Undefined where it is not known of everybody with repeat orders. */
function littSumOf({ x, litt, count }: CohortColumns): number | undefined {
  if (litt === null) return undefined;
  let sum = 0;
  for (let row = 0; row < litt.length; row += 1)
    if ((x[row] ?? 0) > 0) sum += (litt[row] ?? 0) * (count?.[row] ?? 1);
  return Number.isNaN(sum) ? undefined : sum;
}

export function fitColumns(model: PurchaseModelName, columns: CohortColumns): ModelFit {
  const grouped =
    columns.count === null ? groupWeeklySummaries(columns) : groupWeighted(columns, columns.count);
  const littSum = model === 'mbg-cnbd-k' ? littSumOf(columns) : undefined;
  return fitModel({ model, grouped, ...(littSum === undefined ? {} : { littSum }) });
}

/** Of the models that the columns allow, the one with the least information lost. */
export function fitLikeliest(columns: CohortColumns): LikelihoodChoice {
  const known = CONTINUOUS_MODELS.filter(
    (model) => model !== 'mbg-cnbd-k' || littSumOf(columns) !== undefined,
  );
  const fits = known.map((model) => {
    const fit = fitColumns(model, columns);
    const { logLikelihood } = fit;
    const parameters = PARAMETERS[model];
    return { fit, contender: { model, logLikelihood, parameters, aic: 2 * (parameters - logLikelihood) } };
  });
  fits.sort((a, b) => a.contender.aic - b.contender.aic);
  const [best] = fits;
  if (best === undefined) throw new Error('no model was fitted');
  return { fit: best.fit, contenders: fits.map(({ contender }) => contender) };
}

/** Gamma-Gamma on repeat spend; rows that stand for several customers count so often. */
export function fitSpendColumns({ x, meanSpend, count }: CohortColumns): SpendFit {
  if (meanSpend === null) return fitSpend({ x: [], meanSpend: [] });
  if (count === null) return fitSpend({ x, meanSpend });
  const rows = Array.from(count, (times, row) => Array.from({ length: times }, () => row)).flat();
  return fitSpend({
    x: rows.map((row) => x[row] ?? 0),
    meanSpend: rows.map((row) => meanSpend[row] ?? 0),
  });
}
