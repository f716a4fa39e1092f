/**
 * Which purchase model foretells this shop best: each is fitted to what was known a quarter before the evaluation and held
 * against what customers then bought. Another model than the one in force is proposed where its squared errors are smaller
 * by more than chance would have it; nothing uses it until the settings name it.
 */
import { orderAccuracy } from '../value/accuracy.ts';
import {
  type ModelProposal,
  type ModelTrial,
  SHOP_MODELS,
  type ShopModelName,
  type TrialFigures,
} from './model.ts';
import { QUARTER_DAYS } from './pastSample.ts';
import { foretell, type PastStanding } from './pastStanding.ts';

/** With fewer customers or purchases a trial says nothing. */
const FEWEST_CUSTOMERS = 100;
const FEWEST_PURCHASES = 30;
/** So much smaller must the mean squared error be, and by so many of its standard errors: four rivals are tried at once. */
const LEAST_SHARE = 0.01;
const LEAST_STANDARD_ERRORS = 2.5;

/** Purchase days a model foretold of each customer. */
type ForetoldByModel = ReadonlyMap<ShopModelName, Float64Array>;

/** Every model's expectations for the quarter after the standing. Fits them all: O(customers) a climb. */
function foretellByAll(standing: PastStanding): ForetoldByModel {
  return new Map(SHOP_MODELS.map((model) => [model, foretell(model, standing).expectedOrders]));
}

function figuresOf(model: ShopModelName, foretold: Float64Array, bought: Int32Array): TrialFigures {
  const { mae, rmse, totalPctError, spearman } = orderAccuracy(foretold, bought);
  const totalError = totalPctError === null ? null : totalPctError / 100;
  return { model, mae, rmse, totalError, rankCorrelation: spearman };
}

/** How much smaller the squared errors of one are than those of the other: as a share, and in standard errors of the difference. */
function smallerErrors(one: Float64Array, other: Float64Array, bought: Int32Array) {
  let [sum, squares, before] = [0, 0, 0];
  for (const [row, expected] of one.entries()) {
    const actual = bought[row] ?? 0;
    const worse = ((other[row] ?? 0) - actual) ** 2;
    const saved = worse - (expected - actual) ** 2;
    sum += saved;
    squares += saved * saved;
    before += worse;
  }
  const spread = Math.sqrt(Math.max(0, squares - (sum * sum) / one.length));
  return { smallerBy: before === 0 ? 0 : sum / before, standardErrors: spread === 0 ? 0 : sum / spread };
}

function proposalOf(
  foretold: ForetoldByModel,
  bought: Int32Array,
  { figures }: Pick<ModelTrial, 'figures'>,
  inForce: ShopModelName,
): ModelProposal | null {
  const best = figures.reduce((low, next) => (next.rmse < low.rmse ? next : low));
  const [one, other] = [foretold.get(best.model), foretold.get(inForce)];
  if (best.model === inForce || one === undefined || other === undefined) return null;
  const found = smallerErrors(one, other, bought);
  const isClear = found.smallerBy >= LEAST_SHARE && found.standardErrors >= LEAST_STANDARD_ERRORS;
  return isClear ? { model: best.model, insteadOf: inForce, ...found } : null;
}

/** Null where too little was bought to tell. Ties go to the simpler model. */
export function tryModels(
  standing: PastStanding,
  inForce: ShopModelName,
): { readonly trial: ModelTrial | null; readonly proposal: ModelProposal | null } {
  const { bought } = standing;
  const purchases = bought.reduce((sum, one) => sum + one, 0);
  if (bought.length < FEWEST_CUSTOMERS || purchases < FEWEST_PURCHASES)
    return { trial: null, proposal: null };
  const foretold = foretellByAll(standing);
  const figures = Array.from(foretold, ([model, expected]) => figuresOf(model, expected, bought));
  const trial = { days: QUARTER_DAYS, customers: bought.length, bought: purchases, figures };
  return { trial, proposal: proposalOf(foretold, bought, trial, inForce) };
}
