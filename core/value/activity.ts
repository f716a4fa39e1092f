/**
 * The activity score: the probability that a customer orders within a horizon. A purchase model's own probability ranks
 * customers worse than plain recency in some shops and better in others, so the two are combined, with the number of orders
 * and the customer's own rhythm, by a regression drawn towards the mean of the two: it is combined on an earlier period, whose
 * outcome is known, and used on the later one.
 *
 * Which combination is used is decided within the earlier period, on customers a combination had not seen: recency alone
 * or the model alone where the combination does not do better. So the score is hardly ever behind recency, whatever the shop.
 * It never throws, and with too little to learn from it is the mean of model and recency as believed beforehand.
 */
import { type Design, fitLogistic, logistic, type LogisticFit } from './penalisedLogistic.ts';
import { rocArea } from './ranking.ts';

export const ACTIVITY_KINDS = ['combination', 'recency', 'model'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** One row a customer: x repeat orders, the last `txDays` after the first, observed until `TDays` after the first. */
export interface ActivityColumns {
  readonly x: ArrayLike<number>;
  readonly txDays: ArrayLike<number>;
  readonly TDays: ArrayLike<number>;
  /** The purchase model's probability of one order or more in the horizon. */
  readonly pActive: ArrayLike<number>;
}

/** Plain numbers, to be kept with a shop's model. */
export interface ActivityParams {
  readonly kind: ActivityKind;
  readonly intercept: number;
  /** By the logit of the model's probability. */
  readonly byModel: number;
  /** By the log of 1 + days since the last order. */
  readonly byRecency: number;
  /** By the log of 1 + repeat orders. */
  readonly byFrequency: number;
  /** By the log of 1 + days since the last order over the customer's own gap. */
  readonly byRhythm: number;
  /** The shop's mean gap in days, towards which own gaps are drawn as if by two orders. */
  readonly gapDays: number;
}

export interface ActivityFit {
  readonly params: ActivityParams;
  readonly customers: number;
  /** Customers who ordered in the earlier period's horizon. */
  readonly active: number;
  /** Logit of the share that was active, less that of the model's mean probability: how far the model was off. */
  readonly modelMiss: number;
  /** Areas under the ROC curve on customers not learnt from; null where all were active or none was. */
  readonly areas: Readonly<Record<ActivityKind, number | null>>;
}

/** Of the period before, at most this share is held back to learn from. */
const INNER_SHARE = 1 / 3;
/** More customers than this are thinned evenly: the weights no longer change. */
const MOST_ROWS = 50_000;
const FOLDS = 5;
/**
 * How much larger the area of one signal alone must be, on customers not learnt from, for the combination to give way.
 * Recency is what the score is held against, so it takes less; a model that is ahead now may fall behind with the season.
 */
const BETTER_RECENCY = 0.002;
const BETTER_MODEL = 0.02;
const WIDTH = 4;
/** Model, recency, frequency, rhythm. Rhythm says something in few shops, so it must say it clearly. */
const PENALTIES = [30, 30, 30, 120] as const;
const ALONE_PENALTY = [1] as const;
const SMALLEST_P = 1e-9;

/**
 * Days to hold back from the end of the time before, to combine on: the horizon itself where a third of the time leaves
 * room for it. `spanDays` is the time from the shop's first order to the end of observation. 0 where there is no time.
 */
export function innerHorizonDays(spanDays: number, horizonDays: number): number {
  return Math.max(0, Math.round(Math.min(horizonDays, spanDays * INNER_SHARE)));
}

function mean(figures: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < figures.length; row += 1) sum += figures[row] ?? 0;
  return sum / Math.max(1, figures.length);
}

function logitOf(chance: number): number {
  const p = Math.min(Math.max(chance, SMALLEST_P), 1 - SMALLEST_P);
  return Math.log(p / (1 - p));
}

/** Mean days between orders over all customers with repeats. */
function meanGapDays({ x, txDays }: ActivityColumns): number {
  let [days, orders] = [0, 0];
  for (let row = 0; row < x.length; row += 1) {
    days += txDays[row] ?? 0;
    orders += x[row] ?? 0;
  }
  return (days + 1) / (orders + 1);
}

/** One customer's features, in the order of the weights. */
function featuresOf(
  columns: ActivityColumns,
  row: number,
  gapDays: number,
): readonly [number, number, number, number] {
  const orders = columns.x[row] ?? 0;
  const lastDay = columns.txDays[row] ?? 0;
  const silence = Math.max(0, (columns.TDays[row] ?? 0) - lastDay);
  const ownGap = (lastDay + 2 * gapDays) / (orders + 2);
  const p = columns.pActive[row] ?? 0;
  return [logitOf(p), Math.log1p(silence), Math.log1p(orders), Math.log((1 + silence) / ownGap)];
}

interface Lesson {
  readonly design: Design;
  readonly active: Uint8Array;
}

/** Every n-th customer, so that at most `MOST_ROWS` are left. */
function lessonOf(columns: ActivityColumns, active: ArrayLike<number>, gapDays: number): Lesson {
  const all = Math.min(columns.x.length, active.length);
  const stride = Math.max(1, Math.ceil(all / MOST_ROWS));
  const rows = Math.ceil(all / stride);
  const cells = new Float64Array(rows * WIDTH);
  const outcomes = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 1) {
    cells.set(featuresOf(columns, row * stride, gapDays), row * WIDTH);
    outcomes[row] = active[row * stride] === 1 ? 1 : 0;
  }
  return { design: { rows, width: WIDTH, cells }, active: outcomes };
}

/** The rows of a lesson for which `isWanted` holds. */
function part({ design, active }: Lesson, isWanted: (row: number) => boolean): Lesson {
  const rows = Array.from(active.keys()).filter(isWanted);
  const cells = new Float64Array(rows.length * WIDTH);
  for (const [to, row] of rows.entries())
    cells.set(design.cells.subarray(row * WIDTH, (row + 1) * WIDTH), to * WIDTH);
  return {
    design: { rows: rows.length, width: WIDTH, cells },
    active: Uint8Array.from(rows, (row) => active[row] ?? 0),
  };
}

function column({ design }: Lesson, place: number): Design {
  const { rows, cells } = design;
  const one = Float64Array.from({ length: rows }, (_, row) => cells[row * WIDTH + place] ?? 0);
  return { rows, width: 1, cells: one };
}

type Weights = Pick<LogisticFit, 'intercept' | 'weights'>;

/** A signal alone, at its place among the features. It may not turn about: more silence is never a better sign. */
function alone(lesson: Lesson, place: 0 | 1, believed: 1 | -1): Weights {
  const belief = { weights: [believed], penalties: ALONE_PENALTY };
  const fit = fitLogistic(column(lesson, place), lesson.active, belief);
  const weight = Math.max(1e-3, (fit.weights[0] ?? 0) * believed) * believed;
  return { intercept: fit.intercept, weights: place === 0 ? [weight, 0, 0, 0] : [0, weight, 0, 0] };
}

function learn(lesson: Lesson): Record<ActivityKind, Weights> {
  const model = alone(lesson, 0, 1);
  const recency = alone(lesson, 1, -1);
  const weights = model.weights.map((weight, j) => (weight + (recency.weights[j] ?? 0)) / 2);
  const combination = fitLogistic(lesson.design, lesson.active, { weights, penalties: PENALTIES });
  return { combination, recency, model };
}

function logitAt({ intercept, weights }: Weights, features: ArrayLike<number>, from = 0): number {
  let logit = intercept;
  for (let j = 0; j < WIDTH; j += 1) logit += (weights[j] ?? 0) * (features[from + j] ?? 0);
  return logit;
}

/** How one fold of the customers is ranked by what the others taught; null where none of it was active, or all. */
function areaOfFold(lesson: Lesson, fold: number): Record<ActivityKind, number> | null {
  const { combination } = learn(part(lesson, (row) => row % FOLDS !== fold));
  const judged = part(lesson, (row) => row % FOLDS === fold);
  const { cells, rows } = judged.design;
  const scores = Float64Array.from({ length: rows }, (_, row) => logitAt(combination, cells, row * WIDTH));
  const silence = column(judged, 1).cells.map((days) => -days);
  const area = rocArea(scores, judged.active);
  const recency = rocArea(silence, judged.active);
  const model = rocArea(column(judged, 0).cells, judged.active);
  return area === null || recency === null || model === null ? null : { combination: area, recency, model };
}

/** Means over the folds: areas within a fold do not depend on the other folds' intercepts. */
function areasOf(lesson: Lesson): ActivityFit['areas'] {
  const folds = Array.from({ length: FOLDS }, (_, fold) => areaOfFold(lesson, fold)).filter(
    (areas) => areas !== null,
  );
  if (folds.length === 0) return { combination: null, recency: null, model: null };
  const over = (kind: ActivityKind): number => mean(folds.map((areas) => areas[kind]));
  return { combination: over('combination'), recency: over('recency'), model: over('model') };
}

function chosenKind({ combination, recency, model }: ActivityFit['areas']): ActivityKind {
  if (combination === null || recency === null || model === null) return 'combination';
  if (recency > combination + BETTER_RECENCY && recency >= model) return 'recency';
  return model > combination + BETTER_MODEL ? 'model' : 'combination';
}

/**
 * Learns from an earlier period: `columns` as they stood at its end, with the probabilities of a model fitted then, and in
 * `active` a 1 for each customer who ordered in the horizon after it. O(customers), at most 50,000 of them.
 */
export function fitActivity(columns: ActivityColumns, active: ArrayLike<number>): ActivityFit {
  const gapDays = meanGapDays(columns);
  const lesson = lessonOf(columns, active, gapDays);
  const areas = areasOf(lesson);
  const kind = chosenKind(areas);
  const { intercept, weights } = learn(lesson)[kind];
  const [byModel = 0, byRecency = 0, byFrequency = 0, byRhythm = 0] = weights;
  const params = { kind, intercept, byModel, byRecency, byFrequency, byRhythm, gapDays };
  const customers = lesson.design.rows;
  const actives = lesson.active.reduce((sum, one) => sum + one, 0);
  const modelMiss =
    customers === 0 ? 0 : logitOf((actives + 0.5) / (customers + 1)) - logitOf(mean(columns.pActive));
  return { params, customers, active: actives, modelMiss, areas };
}

/** The probability of an order in the horizon, between 0 and 1, for each customer. O(customers). */
export function activityScore(params: ActivityParams, columns: ActivityColumns): Float64Array {
  const { intercept, byModel, byRecency, byFrequency, byRhythm, gapDays } = params;
  const weights = { intercept, weights: [byModel, byRecency, byFrequency, byRhythm] };
  return Float64Array.from({ length: columns.x.length }, (_, row) =>
    logistic(logitAt(weights, featuresOf(columns, row, gapDays))),
  );
}

/** Halvings of a span of 16 logits: to a hundred-millionth. */
const LEVEL_STEPS = 30;

/**
 * The params with their level set for other customers or another horizon than the lesson's: the mean score becomes the
 * model's mean probability there, off by as much as the model was off before. Ranks do not change. O(customers) a step.
 */
export function settleLevel({ params, modelMiss }: ActivityFit, columns: ActivityColumns): ActivityParams {
  if (columns.x.length === 0) return params;
  const logits = activityScore(params, columns).map(logitOf);
  const wanted = logistic(logitOf(mean(columns.pActive)) + modelMiss);
  let [low, high] = [-8, 8];
  for (let step = 0; step < LEVEL_STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (mean(logits.map((logit) => logistic(logit + middle))) < wanted) low = middle;
    else high = middle;
  }
  return { ...params, intercept: params.intercept + (low + high) / 2 };
}
