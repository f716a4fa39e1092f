/**
 * Which model predicts a shop best, and how well its activity score tells who will order. Both are judged on the time after the
 * holdout day; the model that feeds the activity score, and the weights of that score, are chosen on an earlier holdout
 * within the time before it, so that nothing judged was seen.
 */
import { type ActivityFit, activityScore, fitActivity, innerHorizonDays, settleLevel } from './activity.ts';
import {
  type ActivityAccuracy,
  activityAccuracy,
  type CalibrationGroup,
  calibrationByDecile,
} from './accuracy.ts';
import { CONTINUOUS_MODELS } from './fitColumns.ts';
import {
  type BestModel,
  bestModel,
  type JudgedModel,
  judgeModels,
  judgeRules,
  type Trial,
  type TrialColumns,
  trialColumns,
  type Verdict,
} from './judgeModels.ts';
import { spanOf } from './orderLog.ts';
import type { PurchaseModelName } from './purchaseModel.ts';
import { rocArea } from './ranking.ts';
import type { UtcDay } from '../time.ts';

/** Who is active by silence alone: "ordered within the last so many units". */
export interface HiatusVerdict {
  /** Area of recency as a score. */
  readonly auc: number | null;
  /** Share of right answers by limit in units. */
  readonly accuracy: readonly { readonly limit: number; readonly accuracy: number }[];
  /** The limit that would have been best, known only now; null without customers. */
  readonly best: { readonly limit: number; readonly accuracy: number } | null;
  /** Share of right answers of calling all active, or none. */
  readonly majority: number;
}

export interface ActivityVerdict extends ActivityAccuracy {
  readonly recencyAuc: number | null;
  readonly modelAuc: number | null;
  readonly calibration: readonly CalibrationGroup[];
  readonly fit: ActivityFit;
  /** The model whose probability it combines, chosen on the earlier period. */
  readonly model: PurchaseModelName;
  /** First and last day of what it was combined on; null where the time was too short. */
  readonly combinedOn: readonly [UtcDay, UtcDay] | null;
  readonly judgedOn: readonly [UtcDay, UtcDay];
}

export interface Comparison {
  readonly customers: number;
  readonly active: number;
  readonly orders: number;
  readonly models: readonly JudgedModel[];
  readonly rules: readonly Verdict[];
  readonly best: BestModel | null;
  readonly hiatus: HiatusVerdict;
  readonly activity: ActivityVerdict;
}

const HIATUS_LIMITS = [4, 8, 13, 17, 26, 39, 52];
const LONGEST_LIMIT = 104;
/** Fewer customers or active ones than this choose no model. */
const FEWEST_TO_CHOOSE = 10;

export function judgeHiatus({ tx, T, active }: TrialColumns): HiatusVerdict {
  const rows = Math.max(1, active.length);
  const silence = T.map((end, row) => end - (tx[row] ?? 0));
  const accuracyAt = (limit: number) => {
    let right = 0;
    for (const [row, since] of silence.entries()) if (since <= limit === (active[row] === 1)) right += 1;
    return { limit, accuracy: right / rows };
  };
  const all = Array.from({ length: LONGEST_LIMIT + 1 }, (_, limit) => accuracyAt(limit));
  const best =
    active.length === 0 ? null : all.reduce((most, one) => (one.accuracy > most.accuracy ? one : most));
  const actives = active.reduce((sum, one) => sum + one, 0);
  return {
    auc: rocArea(
      silence.map((since) => -since),
      active,
    ),
    accuracy: HIATUS_LIMITS.map(accuracyAt),
    best,
    majority: Math.max(actives, active.length - actives) / rows,
  };
}

/** The holdout within the time before a trial's own; null where there is no room for one. */
export function innerTrial(trial: Trial): Trial | null {
  const span = spanOf(trial.log);
  if (span === null) return null;
  const { holdoutDay, endDay } = trial;
  const days = innerHorizonDays(holdoutDay - 1 - span.firstDay, endDay - holdoutDay);
  return days < 1 ? null : { ...trial, holdoutDay: holdoutDay - days, endDay: holdoutDay };
}

export interface Rehearsal {
  readonly trial: Trial;
  readonly seen: TrialColumns;
  readonly models: readonly JudgedModel[];
  readonly best: BestModel;
}

/** The models tried on the earlier holdout; null where there is none, or too little in it to choose by. */
export function rehearse(
  trial: Trial,
  models: readonly PurchaseModelName[] = CONTINUOUS_MODELS,
): Rehearsal | null {
  const inner = innerTrial(trial);
  if (inner === null) return null;
  const seen = trialColumns(inner);
  const active = seen.active.reduce((sum, one) => sum + one, 0);
  if (seen.ids.length < FEWEST_TO_CHOOSE || active < FEWEST_TO_CHOOSE) return null;
  const judged = judgeModels(inner, seen, models);
  const best = bestModel(judged);
  return best === null ? null : { trial: inner, seen, models: judged, best };
}

const NOBODY = { x: [], txDays: [], TDays: [], pActive: [] };

function judgeActivity(
  trial: Trial,
  seen: TrialColumns,
  judged: readonly JudgedModel[],
  rehearsal: Rehearsal | null,
): ActivityVerdict {
  const model = rehearsal?.best.model ?? 'mbg-nbd';
  const [outer = judgeModels(trial, seen, [model])[0]] = judged.filter((one) => one.model === model);
  const rehearsed = rehearsal?.models.find((one) => one.model === model);
  const fit =
    rehearsal === null || rehearsed === undefined
      ? fitActivity(NOBODY, [])
      : fitActivity({ ...rehearsal.seen, pActive: rehearsed.scores.pActive }, rehearsal.seen.active);
  const pActive = outer?.scores.pActive ?? new Float64Array(seen.ids.length);
  const columns = { ...seen, pActive };
  const params = rehearsed === undefined ? fit.params : settleLevel(fit, columns);
  const score = activityScore(params, columns);
  const silence = seen.TDays.map((end, row) => (seen.txDays[row] ?? 0) - end);
  return {
    ...activityAccuracy(score, seen.active),
    recencyAuc: rocArea(silence, seen.active),
    modelAuc: rocArea(pActive, seen.active),
    calibration: calibrationByDecile(score, seen.active),
    fit: { ...fit, params },
    model,
    combinedOn: rehearsal === null ? null : [rehearsal.trial.holdoutDay, rehearsal.trial.endDay - 1],
    judgedOn: [trial.holdoutDay, trial.endDay - 1],
  };
}

/** Fits and judges every model named. O(models · customers) and a sort of the customers. */
export function compareModels(trial: Trial, models: readonly PurchaseModelName[]): Comparison {
  const seen = trialColumns(trial);
  const judged = judgeModels(trial, seen, models);
  return {
    customers: seen.ids.length,
    active: seen.active.reduce((sum, one) => sum + one, 0),
    orders: seen.actual.reduce((sum, one) => sum + one, 0),
    models: judged,
    rules: judgeRules(seen),
    best: bestModel(judged),
    hiatus: judgeHiatus(seen),
    activity: judgeActivity(trial, seen, judged, rehearse(trial)),
  };
}
