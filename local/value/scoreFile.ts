/**
 * The models that score a cohort: those handed in, or fitted to the cohort itself. Where dropout is not identified, NBD and the
 * hiatus rule take over; where spend cannot be told from chance, its pooled mean.
 */
import type { SpendFit } from '../../core/value/fitSpend.ts';
import { fitColumns, fitSpendColumns } from '../../core/value/fitColumns.ts';
import type { GammaGammaParams } from '../../core/value/gammaGamma.ts';
import { limitsOfGaps, limitsOfSummaries } from '../../core/value/hiatus.ts';
import { gapsBefore } from '../../core/value/orderLog.ts';
import type { FittedModel } from '../../core/value/purchaseModel.ts';
import type { OrderModel, SpendSource } from '../../core/value/scoreCohort.ts';
import { type Cohort, daysOf } from './cohort.ts';
import { fitNamed, type ModelName } from './fitNamed.ts';
import type { GivenParams } from './readParams.ts';

export interface ScoringModels {
  readonly orders: OrderModel;
  readonly model: FittedModel;
  readonly flags: readonly string[];
  readonly spend: SpendSource | null;
  readonly spendFlags: readonly string[];
}

const NOT_IDENTIFIED = 'dropout-not-identified';

function hiatusOf(cohort: Cohort): Extract<OrderModel, { kind: 'hiatus' }>['limits'] {
  const { orders, unit, x, tx } = cohort;
  const unitDays = daysOf(unit);
  if (orders === null) return limitsOfSummaries(x, tx, unitDays);
  const { first, all } = gapsBefore(orders.log, orders.untilDay);
  const inUnit = (days: Float64Array): Float64Array => days.map((one) => one / unitDays);
  return limitsOfGaps({ first: inUnit(first), all: inUnit(all) }, unitDays);
}

interface Purchases {
  readonly fitted: FittedModel;
  readonly flags: readonly string[];
  readonly nbd: { readonly r: number; readonly alpha: number } | null;
}

function purchasesOf(cohort: Cohort, given: GivenParams, model: ModelName): Purchases {
  if (given.purchases !== null) return given.purchases;
  const named = fitNamed(cohort, model === 'gamma-gamma' ? 'mbg-nbd' : model);
  if (named.kind === 'spend') throw new Error('a model of orders was asked for');
  return { fitted: named.fit, flags: named.fit.flags, nbd: named.fit.nbd };
}

function orderModelOf(cohort: Cohort, { fitted, flags, nbd }: Purchases): OrderModel {
  if (!flags.includes(NOT_IDENTIFIED)) return { kind: 'model', fitted };
  const known = nbd ?? fitColumns('nbd', cohort).nbd;
  return { kind: 'hiatus', nbd: known, limits: hiatusOf(cohort) };
}

/** The fit where it can be believed, else the shop's mean. */
function believed({
  params,
  pooled,
  flags,
}: {
  params: GammaGammaParams;
  pooled: GammaGammaParams | null;
  flags: readonly string[];
}): GammaGammaParams {
  return flags.includes('spend-not-identified') ? (pooled ?? params) : params;
}

function spendOf(
  cohort: Cohort,
  given: GivenParams,
): { params: GammaGammaParams; flags: readonly string[] } | null {
  if (given.spend !== null) return { params: believed(given.spend), flags: given.spend.flags };
  if (cohort.meanSpend === null) return null;
  const fit: SpendFit = fitSpendColumns(cohort);
  return fit.flags.includes('no-repeat-spend') ? null : { params: believed(fit), flags: fit.flags };
}

export function scoringModels(cohort: Cohort, given: GivenParams, model: ModelName): ScoringModels {
  const purchases = purchasesOf(cohort, given, model);
  const spend = spendOf(cohort, given);
  const nobody = new Float64Array(cohort.rows).fill(Number.NaN);
  return {
    orders: orderModelOf(cohort, purchases),
    model: purchases.fitted,
    flags: purchases.flags,
    spend: spend === null ? null : { params: spend.params, meanSpend: cohort.meanSpend ?? nobody },
    spendFlags: spend?.flags ?? [],
  };
}
