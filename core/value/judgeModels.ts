/**
 * Purchase models put to the test on a shop's own past: each is fitted to the orders before a day, says what every customer
 * will do after it, and is held against what they did; so are the simple rules a shop could use instead.
 *
 * The best is the model with the smallest mean of three ratios to the smallest any model reached: of the mean absolute error,
 * which tells of the many who hardly order; of the root mean squared error, which tells of the few who order much; and of one
 * plus the error in the total, which neither sees.
 */
import {
  type ActivityAccuracy,
  activityAccuracy,
  type CalibrationGroup,
  calibrationByDecile,
  type OrderAccuracy,
  orderAccuracy,
  type TopCustomers,
  topCustomers,
} from './accuracy.ts';
import { type CohortColumns, fitColumns } from './fitColumns.ts';
import type { ModelFit } from './fitModel.ts';
import { columnsBefore, type OrderLog, purchasesWithin } from './orderLog.ts';
import { type PeriodColumns, periodColumns } from './periodSummary.ts';
import type { FittedModel, PurchaseModelName } from './purchaseModel.ts';
import { type ColumnScores, scoreColumns } from './scoreColumns.ts';
import { foldOrders } from '../customer/order.ts';
import { startOfDay, type UtcDay } from '../time.ts';

/** Orders before `holdoutDay` are learnt from, those from it on and before `endDay` are to be said. */
export interface Trial {
  readonly log: OrderLog;
  readonly holdoutDay: UtcDay;
  readonly endDay: UtcDay;
  /** Days of the models' unit of time, and of a period of BG/BB. */
  readonly unitDays: number;
}

/** What was seen of each customer, in ascending order of id, and what came. */
export interface TrialColumns extends CohortColumns {
  readonly ids: readonly string[];
  readonly x: Int32Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  readonly txDays: Int32Array;
  readonly TDays: Int32Array;
  /** Days with an order in the holdout. */
  readonly actual: Int32Array;
  /** 1 where there was one. */
  readonly active: Uint8Array;
  /** The holdout in units. */
  readonly horizon: number;
}

/** How predictions of orders did; `pActive` where probabilities of an order were given too. */
export interface Verdict {
  readonly name: string;
  readonly orders: OrderAccuracy;
  readonly pActive: ActivityAccuracy | null;
  readonly pAlive: ActivityAccuracy | null;
  /** Of `pActive`, by decile; empty without. */
  readonly calibration: readonly CalibrationGroup[];
  readonly top10: TopCustomers;
  readonly top20: TopCustomers;
}

export interface JudgedModel extends Verdict {
  readonly model: PurchaseModelName;
  readonly fit: ModelFit;
  readonly scores: ColumnScores;
}

export interface BestModel {
  readonly model: PurchaseModelName;
  /** Mean of the three ratios; 1 where it is best in all. */
  readonly score: number;
  /** The next that is another model. */
  readonly runnerUp: { readonly model: PurchaseModelName; readonly score: number } | null;
  /** Of every model. */
  readonly scores: ReadonlyMap<PurchaseModelName, number>;
}

interface Id {
  readonly text: string;
  /** NaN for an id that is no number. */
  readonly number: number;
}

function compareIds(left: Id, right: Id): number {
  const [isLeftText, isRightText] = [Number.isNaN(left.number), Number.isNaN(right.number)];
  if (isLeftText !== isRightText) return isLeftText ? 1 : -1;
  if (!isLeftText && left.number !== right.number) return left.number - right.number;
  if (left.text === right.text) return 0;
  return left.text < right.text ? -1 : 1;
}

/** Ids that are numbers in their order as numbers, before all others in theirs as text. */
export function sortedIds(ids: Iterable<string>): string[] {
  const read = Array.from(ids, (text) => ({ text, number: Number(text) }));
  return read.sort(compareIds).map(({ text }) => text);
}

export function trialColumns({ log, holdoutDay, endDay, unitDays }: Trial): TrialColumns {
  const sorted = new Map(sortedIds(log.keys()).map((id) => [id, log.get(id) ?? []] as const));
  const columns = columnsBefore(sorted, holdoutDay);
  const { ids, x, txDays, TDays } = columns;
  const actual = purchasesWithin(sorted, ids, { fromDay: holdoutDay, toDay: endDay });
  const inUnits = (days: Int32Array): Float64Array => Float64Array.from(days, (day) => day / unitDays);
  return {
    ids,
    x,
    txDays,
    TDays,
    tx: inUnits(txDays),
    T: inUnits(TDays),
    litt: columns.logGaps.map((logs, row) => logs - (x[row] ?? 0) * Math.log(unitDays)),
    meanSpend: columns.meanRepeatMinor,
    count: null,
    actual,
    active: Uint8Array.from(actual, (orders) => (orders > 0 ? 1 : 0)),
    horizon: (endDay - holdoutDay) / unitDays,
  };
}

/** The customers as BG/BB counts them, in whole periods up to the day before `untilDay`. */
export function periodsOf(
  log: OrderLog,
  ids: readonly string[],
  untilDay: UtcDay,
  periodDays: number,
): PeriodColumns {
  const histories = ids.map((id) => foldOrders(log.get(id) ?? [], startOfDay(untilDay)).days);
  return periodColumns(histories, untilDay, periodDays);
}

function inPeriods({ log, holdoutDay, unitDays }: Trial, { ids }: TrialColumns): CohortColumns {
  return { ...periodsOf(log, ids, holdoutDay, unitDays), litt: null, meanSpend: null, count: null };
}

export function verdictOn(
  name: string,
  { actual, active }: Pick<TrialColumns, 'actual' | 'active'>,
  said: { readonly orders: Float64Array; readonly pActive?: Float64Array; readonly pAlive?: Float64Array },
): Verdict {
  const { orders, pActive, pAlive } = said;
  return {
    name,
    orders: orderAccuracy(orders, actual),
    pActive: pActive === undefined ? null : activityAccuracy(pActive, active),
    pAlive: pAlive === undefined ? null : activityAccuracy(pAlive, active),
    calibration: pActive === undefined ? [] : calibrationByDecile(pActive, active),
    top10: topCustomers(orders, actual, 0.1),
    top20: topCustomers(orders, actual, 0.2),
  };
}

/** What a fitted model says of the customers, held against what came. */
export function judgeFitted(
  fitted: FittedModel,
  cohort: CohortColumns,
  seen: TrialColumns,
): Verdict & { scores: ColumnScores } {
  const scores = scoreColumns(fitted, cohort, { horizon: seen.horizon });
  const { expectedOrders, pActive, pAlive } = scores;
  return { ...verdictOn(fitted.model, seen, { orders: expectedOrders, pActive, pAlive }), scores };
}

export function judgeModels(
  trial: Trial,
  seen: TrialColumns,
  models: readonly PurchaseModelName[],
): JudgedModel[] {
  return models.map((model) => {
    const cohort = model === 'bg-bb' ? inPeriods(trial, seen) : seen;
    const fit = fitColumns(model, cohort);
    return { model, fit, ...judgeFitted(fit, cohort, seen) };
  });
}

/** Orders at the rate so far, at the rate of all, and none; and for the top customers, the number so far. */
export function judgeRules(seen: TrialColumns): Verdict[] {
  const { x, T, horizon } = seen;
  const rows = x.length;
  const orders = x.reduce((sum, one) => sum + one, 0);
  const time = T.reduce((sum, one) => sum + one, 0);
  const pastRate = Float64Array.from(x, (count, row) =>
    (T[row] ?? 0) > 0 ? (count / (T[row] ?? 1)) * horizon : 0,
  );
  const cohortMean = new Float64Array(rows).fill(time > 0 ? (orders / time) * horizon : 0);
  return [
    verdictOn('past-rate', seen, { orders: pastRate }),
    verdictOn('cohort-mean', seen, { orders: cohortMean }),
    verdictOn('zero', seen, { orders: new Float64Array(rows) }),
    verdictOn('past-frequency', seen, { orders: Float64Array.from(x) }),
  ];
}

/** What models are ranked by, each a figure above 0, the smaller the better. */
const MEASURES: readonly ((orders: OrderAccuracy) => number)[] = [
  ({ mae }) => mae,
  ({ rmse }) => rmse,
  ({ totalPctError }) => 1 + Math.abs(totalPctError ?? 0) / 100,
];

/** Models whose scores are closer are one: MBG/CNBD-k with k = 1 is MBG/NBD. */
const SAME_SCORE = 1e-6;
/** Errors smaller than this are as good as none. */
const LEAST_ERROR = 1e-3;

/** Null without models, and where nothing happened to judge them by. Equal scores go to the model named first. */
export function bestModel(judged: readonly JudgedModel[]): BestModel | null {
  if (!judged.some(({ orders }) => orders.totalActual > 0)) return null;
  const least = MEASURES.map((measure) =>
    Math.max(LEAST_ERROR, Math.min(...judged.map(({ orders }) => measure(orders)))),
  );
  const scoreOf = (orders: OrderAccuracy): number =>
    MEASURES.reduce(
      (sum, measure, at) => sum + Math.max(LEAST_ERROR, measure(orders)) / (least[at] ?? 1),
      0,
    ) / MEASURES.length;
  const ranked = judged
    .map(({ model, orders }) => ({ model, score: scoreOf(orders) }))
    .sort((a, b) => a.score - b.score);
  const [best] = ranked;
  const runnerUp = ranked.find(({ score }) => score > (best?.score ?? 0) + SAME_SCORE) ?? null;
  const scores = new Map(ranked.map(({ model, score }) => [model, score]));
  return best === undefined ? null : { ...best, runnerUp, scores };
}
