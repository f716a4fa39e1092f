/**
 * The lifecycle of one customer under the shop's model: stage with evidence, grade, RFM group. Pure, and the same whether an
 * evaluation or an order asks.
 */
import type { OrderHistory } from '../customer/order.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, startOfDay, utcDay } from '../time.ts';
import { gradeOf } from './grade.ts';
import type { Lifecycle, PurchaseStatistics } from './lifecycle.ts';
import type { OwnMargin } from './marginFound.ts';
import type { ShopModel } from './model.ts';
import { rfmGroup, rfmScores } from './rfm.ts';
import { judgeStage, keepDecline } from './stage.ts';
import { statisticsOf } from './statistics.ts';
import { customerValue } from './worth.ts';

export interface EvaluationInput {
  readonly knownSince: Instant;
  /** As stored; null at the first evaluation. */
  readonly lifecycle: Lifecycle | null;
  readonly history: OrderHistory;
  /** As the fit of this run counted it; null where it measured none. Left out, the stored one stays: it is of the model in force. */
  readonly margin?: OwnMargin | null;
}

/** No order came between two evaluations: what moved are the shop's limits, and they do not date a stage anew. */
function onSameOrders(before: PurchaseStatistics, after: PurchaseStatistics): boolean {
  return after.lastDay !== null && before.lastDay === after.lastDay && before.orderDays === after.orderDays;
}

function sameStatistics(a: PurchaseStatistics, b: PurchaseStatistics): boolean {
  return (
    a.lastOrderAt === b.lastOrderAt &&
    a.orders === b.orders &&
    a.orderDays === b.orderDays &&
    a.firstDay === b.firstDay &&
    a.lastDay === b.lastDay &&
    a.spendMinor === b.spendMinor &&
    a.repeatSpendMinor === b.repeatSpendMinor &&
    sameMargin(a.margin, b.margin)
  );
}

function sameMargin(a: OwnMargin | undefined, b: OwnMargin | undefined): boolean {
  return a?.marginMinor === b?.marginMinor && a?.revenueMinor === b?.revenueMinor && a?.orders === b?.orders;
}

/** Statistics of a history; the stored ones where they are equal, so that memory holds them once. */
function statisticsAfter({ history, lifecycle: stored, margin }: EvaluationInput): PurchaseStatistics {
  const own = margin === undefined ? stored?.statistics.margin : margin;
  const counted = statisticsOf(history);
  const statistics = own == null ? counted : { ...counted, margin: own };
  return stored !== null && sameStatistics(stored.statistics, statistics) ? stored.statistics : statistics;
}

/** Lifecycle as of `at`; orders of `history` must lie before it, or on its day. */
export function evaluateCustomer(
  input: EvaluationInput,
  at: Instant,
  model: ShopModel,
  settings: Settings,
): Lifecycle {
  const evaluationDay = utcDay(at);
  const { history, lifecycle: stored } = input;
  const days = { days: history.days, knownSinceDay: utcDay(input.knownSince), evaluationDay };
  const verdict = keepDecline(judgeStage(days, model.rhythm, settings.lifecycle), stored);
  const statistics = statisticsAfter(input);
  const worth = customerValue(statistics, verdict.stage, at, model, settings.value);
  const rfm = rfmScores(statistics, evaluationDay, model.rfm);
  const keepsBeginning =
    stored !== null && stored.stage === verdict.stage && onSameOrders(stored.statistics, statistics);
  return {
    stage: verdict.stage,
    stageSince: keepsBeginning ? stored.stageSince : startOfDay(verdict.sinceDay),
    evidence: verdict.evidence,
    nextChangeAt: verdict.nextChangeDay === null ? null : startOfDay(verdict.nextChangeDay),
    grade: gradeOf(worth, model.grades, stored?.grade ?? null, settings.grades),
    rfm,
    group: rfmGroup(rfm, statistics.orderDays, verdict.stage === 'decline'),
    statistics,
    evaluatedAt: at,
    modelVersion: model.version,
    ...(keepsBeginning && stored.winBack !== undefined ? { winBack: stored.winBack } : {}),
  };
}

/** Whether two lifecycles say the same of a customer, so that nothing need be written. */
export function sameLifecycle(before: Lifecycle, after: Lifecycle): boolean {
  return (
    before.stage === after.stage &&
    before.grade === after.grade &&
    before.group === after.group &&
    before.nextChangeAt === after.nextChangeAt &&
    before.rfm?.recency === after.rfm?.recency &&
    before.rfm?.frequency === after.rfm?.frequency &&
    before.rfm?.monetary === after.rfm?.monetary &&
    before.statistics.orders === after.statistics.orders &&
    before.statistics.lastOrderAt === after.statistics.lastOrderAt &&
    before.statistics.spendMinor === after.statistics.spendMinor &&
    sameMargin(before.statistics.margin, after.statistics.margin)
  );
}
