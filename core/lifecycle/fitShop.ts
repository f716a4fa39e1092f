/**
 * Fits the shop: its rhythm, purchase and spend models, and the cut points of RFM and grades, frozen as one version. Where
 * dropout is not identified the hiatus model takes over. Never throws, whatever the shop.
 */
import { fitModel, type ModelFit } from '../value/fitModel.ts';
import { fitSpend, type SpendFit } from '../value/fitSpend.ts';
import { groupSummaries } from '../value/repeatSummary.ts';
import type { LifecycleSettings, Settings } from '../settings/settings.ts';
import { type Instant, WEEK_DAYS } from '../time.ts';
import { coldRhythm } from './coldModel.ts';
import { gradeCuts, topCuts } from './grade.ts';
import type { PurchaseModel, ShopModel, ShopModelName, ShopRhythm, SpendModel } from './model.ts';
import { tryModels } from './modelTrial.ts';
import { standingLater } from './pastStanding.ts';
import { fittedOf, purchaseModelOf } from './purchaseModelOf.ts';
import type { DayCounts } from './quantile.ts';
import { quintileCuts } from './rfm.ts';
import type { SegmentSummary, SummaryColumns } from './segmentSummary.ts';
import type { ShopMargin } from './marginFound.ts';
import { learnActivity } from './shopActivity.ts';
import { worthOf } from './worth.ts';

function rhythmOf({ gaps, firstGaps }: SegmentSummary, rules: LifecycleSettings): ShopRhythm {
  const cold = coldRhythm(gaps.total, rules);
  if (gaps.total < rules.minGaps) return cold;
  return {
    firstGapDays: firstGaps.quantile(rules.lateQuantile) ?? cold.firstGapDays,
    gapDays: gaps.quantile(rules.lateQuantile) ?? cold.gapDays,
    p50Days: gaps.quantile(0.5) ?? cold.p50Days,
    p80Days: gaps.quantile(0.8) ?? cold.p80Days,
    firstP50Days: firstGaps.quantile(0.5) ?? cold.firstP50Days,
    firstP80Days: firstGaps.quantile(0.8) ?? cold.firstP80Days,
    gaps: gaps.total,
  };
}

/** The sum of the logarithms of all gaps in weeks: exact whatever the segments, since the gaps are counted by days. */
function logGapSum(gaps: DayCounts): number {
  return gaps
    .list()
    .reduce((sum, times, days) => (times === 0 ? sum : sum + times * Math.log(days / WEEK_DAYS)), 0);
}

function fitPurchases(
  { columns, gaps }: SegmentSummary,
  model: ShopModelName,
  previous: ShopModel | null,
): ModelFit {
  const known = previous === null || previous.purchase.kind === 'hiatus' ? null : previous.purchase;
  return fitModel({
    model,
    grouped: groupSummaries(columns),
    littSum: logGapSum(gaps),
    ...(known === null ? {} : { warmStart: fittedOf(known) }),
  });
}

/** The fit where it can be believed; else the shop's mean repeat order, or without repeats its mean order. */
function spendModelOf(fit: SpendFit, averageMinor: Float64Array): SpendModel {
  if (fit.flags.includes('no-repeat-spend') && averageMinor.length > 0) {
    const mean = averageMinor.reduce((sum, amount) => sum + amount, 0) / averageMinor.length;
    return { p: 1, q: 2, gamma: Math.max(mean, 1) };
  }
  return fit.flags.includes('spend-not-identified') ? fit.pooled : fit.params;
}

/** Late at the fit, for the hiatus rule: beyond the shop's own limit. An approximation used for the cut points only. */
function isLateForShop(sinceLastDays: number, x: number, rhythm: ShopRhythm): boolean {
  return sinceLastDays > (x === 0 ? rhythm.firstGapDays : rhythm.gapDays);
}

/** Of a row's customer, where the run measured it. */
function marginOfRow({ marginMinor, marginRevenueMinor }: SummaryColumns, i: number) {
  const revenueMinor = marginRevenueMinor[i] ?? 0;
  if (revenueMinor === 0) return {};
  return { margin: { marginMinor: marginMinor[i] ?? 0, revenueMinor } };
}

/** Cuts of values, as the model keeps them. */
function valueCutsOf(
  columns: SummaryColumns,
  models: { rhythm: ShopRhythm; purchase: PurchaseModel; spend: SpendModel; margin: ShopMargin | null },
  settings: Settings,
) {
  const n = columns.x.length;
  const valueMinor = new Float64Array(n);
  const potentialMinor = new Float64Array(n);
  const frequency = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const x = columns.x[i] ?? 0;
    const worth = worthOf(
      {
        x,
        txDays: columns.txDays[i] ?? 0,
        TDays: columns.TDays[i] ?? 0,
        meanRepeatMinor: columns.meanRepeatMinor[i] ?? 0,
        lapsed: isLateForShop(columns.sinceLastDays[i] ?? 0, x, models.rhythm),
        ...marginOfRow(columns, i),
      },
      models,
      settings.value,
    );
    valueMinor[i] = worth.valueMinor;
    potentialMinor[i] = worth.potentialMinor;
    frequency[i] = worth.frequency;
  }
  const grades = gradeCuts(
    { valueMinor: valueMinor.sort(), potentialMinor: potentialMinor.sort(), frequency: frequency.sort() },
    settings.grades,
  );
  return { grades, topValuesMinor: topCuts(valueMinor) };
}

export interface FitRequest {
  readonly at: Instant;
  readonly model: ShopModelName;
  /** As measured from costs; null or missing where only the settings state one. */
  readonly margin?: ShopMargin | null;
}

/**
 * The next model of the shop, of the purchase model named; `previous` warms the start of the fit and gives the version. It
 * takes O(n log n) in customers, and the trial of the other models a time that does not grow with them.
 */
export function fitShop(
  summary: SegmentSummary,
  { at, model, margin = null }: FitRequest,
  previous: ShopModel | null,
  settings: Settings,
): ShopModel {
  const { columns } = summary;
  const fit = fitPurchases(summary, model, previous);
  const warmSpend = previous === null ? {} : { warmStart: previous.spend };
  const spendFit = fitSpend({ x: columns.x, meanSpend: columns.meanRepeatMinor, ...warmSpend });
  const rhythm = rhythmOf(summary, settings.lifecycle);
  const purchase = purchaseModelOf(fit);
  const spend = spendModelOf(spendFit, columns.averageMinor);
  return {
    version: (previous?.version ?? 0) + 1,
    fittedAt: at,
    customers: columns.x.length,
    rhythm,
    purchase,
    spend,
    margin,
    fit: {
      name: fit.model,
      params: { ...fit.params },
      logLikelihood: fit.logLikelihood,
      converged: fit.converged,
      flags: [...fit.flags, ...spendFit.flags],
    },
    rfm: {
      recency: quintileCuts(columns.sinceLastDays.map((days) => -1 - days).sort()),
      frequency: quintileCuts(columns.x.map((x) => x + 1).sort()),
      averageMinor: quintileCuts(columns.averageMinor.slice().sort()),
    },
    ...valueCutsOf(columns, { rhythm, purchase, spend, margin }, settings),
    ...tryModels(standingLater(summary.past), model),
    activity: learnActivity(summary.past, model),
  };
}
