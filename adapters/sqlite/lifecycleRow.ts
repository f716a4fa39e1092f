/** Guards of a lifecycle kept as JSON: written by hand, because a nightly scan reads one for every customer. */
import {
  GRADES,
  type Lifecycle,
  type PurchaseStatistics,
  RFM_GROUPS,
  type RfmScores,
  type StageEvidence,
  STAGES,
} from '../../core/lifecycle/lifecycle.ts';
import type { OwnMargin } from '../../core/lifecycle/marginFound.ts';

function isOneOf(words: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && words.includes(value);
}

function isNumberOrNull(value: unknown): boolean {
  return value === null || typeof value === 'number';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isEvidence(value: unknown): value is StageEvidence {
  return (
    isObject(value) &&
    typeof value.rule === 'string' &&
    typeof value.orderDays === 'number' &&
    isNumberOrNull(value.lastOrderDay) &&
    isNumberOrNull(value.limitDays) &&
    isNumberOrNull(value.ownP90Days) &&
    typeof value.shopP90Days === 'number' &&
    isNumberOrNull(value.gapVariation)
  );
}

function isScores(value: unknown): value is RfmScores {
  return (
    isObject(value) &&
    typeof value.recency === 'number' &&
    typeof value.frequency === 'number' &&
    typeof value.monetary === 'number'
  );
}

function isMargin(value: unknown): value is OwnMargin {
  return (
    isObject(value) &&
    typeof value.marginMinor === 'number' &&
    typeof value.revenueMinor === 'number' &&
    typeof value.orders === 'number'
  );
}

function isStatistics(value: unknown): value is PurchaseStatistics {
  return (
    isObject(value) &&
    typeof value.orders === 'number' &&
    typeof value.orderDays === 'number' &&
    isNumberOrNull(value.firstDay) &&
    isNumberOrNull(value.lastDay) &&
    isNumberOrNull(value.lastOrderAt) &&
    typeof value.spendMinor === 'number' &&
    typeof value.repeatSpendMinor === 'number' &&
    (value.margin === undefined || isMargin(value.margin))
  );
}

export function isLifecycle(value: unknown): value is Lifecycle {
  return (
    isObject(value) &&
    isOneOf(STAGES, value.stage) &&
    typeof value.stageSince === 'number' &&
    isEvidence(value.evidence) &&
    isNumberOrNull(value.nextChangeAt) &&
    isOneOf(GRADES, value.grade) &&
    (value.rfm === null || isScores(value.rfm)) &&
    isOneOf(RFM_GROUPS, value.group) &&
    isStatistics(value.statistics) &&
    typeof value.evaluatedAt === 'number' &&
    typeof value.modelVersion === 'number'
  );
}
