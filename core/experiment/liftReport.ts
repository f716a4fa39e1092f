/**
 * Everything said of a treated and a control group: their ratio first, then the difference, the lift, how sure, and what it
 * brought. Everybody assigned is in it, whoever was reached. The interval and `p` are for one look on a day fixed before the
 * start; `alwaysValidP` and its interval hold on any day, and the verdict rests on them. What is not defined is null.
 */
import type { Cuped } from './cuped.ts';
import { type Incremental, incremental, type ReturnOnSpend, returnOnSpend } from './incremental.ts';
import type { Arms, Interval } from './interval.ts';
import type { RelativeLift } from './relativeLift.ts';
import { sampleRatio } from './sampleRatio.ts';
import type { Verdict } from './verdict.ts';

export const LIFT_METRICS = ['conversion', 'mean'] as const;
export type LiftMetric = (typeof LIFT_METRICS)[number];

export interface ArmSummary {
  readonly people: number;
  /** Of a conversion only. */
  readonly converted: number | null;
  /** The share who converted, or the mean of all assigned. */
  readonly mean: number | null;
}

/** What one method or another finds; the same for shares and means. */
export interface Findings {
  readonly arms: Arms<ArmSummary>;
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly relative: RelativeLift | null;
  readonly p: number | null;
  readonly chanceToBeat: number | null;
  readonly expectedLoss: { readonly ifTreated: number; readonly ifControl: number } | null;
  readonly alwaysValid: { readonly p: number; readonly interval: Interval } | null;
  readonly verdict: Verdict;
}

/** What the shop planned and paid. */
export interface LiftPlan {
  /** Parts treated : control. */
  readonly expectedRatio: readonly [number, number];
  /** In the unit of the values; null where not known. */
  readonly cost: number | null;
}

export interface LiftReport {
  readonly metric: LiftMetric;
  readonly sampleRatio: {
    readonly p: number | null;
    readonly chiSquare: number | null;
    readonly expected: readonly [number, number];
    readonly mismatch: boolean;
  };
  readonly treated: ArmSummary;
  readonly control: ArmSummary;
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly relativeLift: number | null;
  readonly relativeInterval: Interval | null;
  readonly p: number | null;
  readonly chanceToBeat: number | null;
  readonly expectedLoss: Findings['expectedLoss'];
  readonly alwaysValidP: number | null;
  readonly alwaysValidInterval: Interval | null;
  readonly verdict: Verdict;
  readonly cuped: CupedReport | null;
  readonly incremental: Incremental | null;
  readonly cost: number | null;
  readonly returnOnSpend: ReturnOnSpend | null;
}

export interface CupedReport {
  readonly theta: number;
  readonly difference: number;
  readonly interval: Interval;
  readonly relativeLift: number | null;
  readonly relativeInterval: Interval | null;
  readonly p: number;
  readonly varianceRatio: number;
}

function cupedReport({ theta, difference, relative, varianceRatio }: Cuped): CupedReport {
  return {
    theta,
    difference: difference.difference,
    interval: difference.interval,
    relativeLift: relative?.lift ?? null,
    relativeInterval: relative?.interval ?? null,
    p: difference.p,
    varianceRatio,
  };
}

function ratioOf({ treated, control }: Arms<ArmSummary>, expected: LiftPlan['expectedRatio']) {
  const found = sampleRatio([treated.people, control.people], expected);
  return {
    p: found?.p ?? null,
    chiSquare: found?.chiSquare ?? null,
    expected,
    mismatch: found?.mismatch ?? false,
  };
}

/** Revenue and its return are of means only: of a share nobody knows what it is worth. */
export function liftReport(
  metric: LiftMetric,
  findings: Findings,
  { expectedRatio, cost }: LiftPlan,
  adjusted: Cuped | null = null,
): LiftReport {
  const { arms, difference, interval, relative, alwaysValid } = findings;
  const more =
    difference === null || interval === null ? null : incremental(difference, interval, arms.treated.people);
  return {
    metric,
    sampleRatio: ratioOf(arms, expectedRatio),
    treated: arms.treated,
    control: arms.control,
    difference,
    interval,
    relativeLift: relative?.lift ?? null,
    relativeInterval: relative?.interval ?? null,
    p: findings.p,
    chanceToBeat: findings.chanceToBeat,
    expectedLoss: findings.expectedLoss,
    alwaysValidP: alwaysValid?.p ?? null,
    alwaysValidInterval: alwaysValid?.interval ?? null,
    verdict: findings.verdict,
    cuped: adjusted === null ? null : cupedReport(adjusted),
    incremental: more,
    cost,
    returnOnSpend:
      metric === 'conversion' || more === null || cost === null ? null : returnOnSpend(more, cost),
  };
}
