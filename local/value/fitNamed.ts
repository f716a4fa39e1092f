/**
 * A model by the name the user gave, fitted to a cohort. `auto` chooses: by a holdout within the orders where there are
 * orders and enough of them, else by likelihood.
 */
import { rehearse } from '../../core/value/compareModels.ts';
import { type Contender, fitColumns, fitLikeliest, fitSpendColumns } from '../../core/value/fitColumns.ts';
import type { ModelFit } from '../../core/value/fitModel.ts';
import type { SpendFit } from '../../core/value/fitSpend.ts';
import { periodsOf } from '../../core/value/judgeModels.ts';
import { PURCHASE_MODELS, type PurchaseModelName } from '../../core/value/purchaseModel.ts';
import { type Cohort, daysOf } from './cohort.ts';

export const MODEL_NAMES = [...PURCHASE_MODELS, 'gamma-gamma', 'auto'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

/** What each model reached where they were tried; the smaller the better. */
interface Tried {
  readonly model: PurchaseModelName;
  readonly score: number;
}

export type Choice =
  | {
      readonly by: 'holdout';
      readonly model: PurchaseModelName;
      readonly runnerUp: PurchaseModelName | null;
      readonly holdoutDays: number;
      readonly tried: readonly (Tried & {
        readonly mae: number;
        readonly rmse: number;
        readonly totalPctError: number | null;
      })[];
    }
  | { readonly by: 'likelihood'; readonly model: PurchaseModelName; readonly tried: readonly Contender[] };

export type NamedFit =
  | { readonly kind: 'purchases'; readonly fit: ModelFit; readonly chosen: Choice | null }
  | { readonly kind: 'spend'; readonly fit: SpendFit };

/** Longer than this ahead nobody asks a new shop to see. */
const MOST_AHEAD_DAYS = 365;

function byHoldout({ orders, unit }: Cohort): Choice | null {
  if (orders === null) return null;
  const { log, untilDay } = orders;
  const rehearsal = rehearse({
    log,
    holdoutDay: untilDay,
    endDay: untilDay + MOST_AHEAD_DAYS,
    unitDays: daysOf(unit),
  });
  if (rehearsal === null) return null;
  const { trial, models, best } = rehearsal;
  const tried = models.map(({ model, orders: { mae, rmse, totalPctError } }) => ({
    model,
    score: best.scores.get(model) ?? Number.NaN,
    mae,
    rmse,
    totalPctError,
  }));
  tried.sort((a, b) => a.score - b.score);
  const runnerUp = best.runnerUp?.model ?? null;
  return { by: 'holdout', model: best.model, runnerUp, holdoutDays: trial.endDay - trial.holdoutDay, tried };
}

function fitChosen(cohort: Cohort): NamedFit {
  const held = byHoldout(cohort);
  if (held !== null) return { kind: 'purchases', fit: fitColumns(held.model, cohort), chosen: held };
  const { fit, contenders } = fitLikeliest(cohort);
  return { kind: 'purchases', fit, chosen: { by: 'likelihood', model: fit.model, tried: contenders } };
}

/** The cohort as the model counts it: BG/BB sees whole periods, as long as the unit. */
export function asCounted(cohort: Cohort, model: PurchaseModelName): Cohort {
  const { orders, unit } = cohort;
  if (model !== 'bg-bb' || orders === null) return cohort;
  const ids = Array.from({ length: cohort.rows }, (_, row) => cohort.idOf(row));
  const periods = periodsOf(orders.log, ids, orders.untilDay, daysOf(unit));
  return { ...cohort, ...periods, litt: null };
}

export function fitNamed(cohort: Cohort, model: ModelName): NamedFit {
  if (model === 'gamma-gamma') return { kind: 'spend', fit: fitSpendColumns(cohort) };
  if (model === 'auto') return fitChosen(cohort);
  return { kind: 'purchases', fit: fitColumns(model, asCounted(cohort, model)), chosen: null };
}
