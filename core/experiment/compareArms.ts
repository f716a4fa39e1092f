/**
 * Two arms of a journey by one metric, with the orders and the contribution margin they brought beside it and CUPED by the time
 * before. Revenue stands beside both: what is left of it after goods, returns and offers is what counts.
 */
import type { ArmColumns } from './armColumns.ts';
import { compareMeans } from './compareMeans.ts';
import { compareShares } from './compareShares.ts';
import { cuped } from './cuped.ts';
import { type Incremental, incremental, type ReturnOnSpend, returnOnSpend } from './incremental.ts';
import { type Arms, type Conversions, isSparse } from './interval.ts';
import { type LiftPlan, type LiftReport, liftReport } from './liftReport.ts';
import { momentsOf } from './moments.ts';
import { welch } from './welch.ts';

/** Share who reached the journey's goal, share who ordered; margin net of returns and offers, or revenue, a person. */
export const JOURNEY_METRICS = ['orders', 'margin', 'revenue', 'goal'] as const;
export type JourneyMetric = (typeof JOURNEY_METRICS)[number];

export interface ArmComparison extends LiftReport {
  /** What would not have come; null where its spread cannot be told. */
  readonly incrementalOrders: Incremental | null;
  /** Contribution margin net of returns and offers. */
  readonly incrementalMargin: Incremental | null;
  readonly incrementalRevenue: Incremental | null;
}

type Column = (arm: ArmColumns) => readonly number[];

function of<Value>({ treated, control }: Arms<ArmColumns>, map: (arm: ArmColumns) => Value): Arms<Value> {
  return { treated: map(treated), control: map(control) };
}

function shareOf(column: readonly number[]): Conversions {
  return { converted: column.reduce((sum, one) => sum + one, 0), people: column.length };
}

/** Difference of means a person, times the people treated. */
function more(arms: Arms<ArmColumns>, column: Column): Incremental | null {
  const found = welch(of(arms, (arm) => momentsOf(column(arm))));
  return found === null ? null : incremental(found.difference, found.interval, arms.treated.people);
}

function meansReport(
  columns: Arms<{ readonly pre: readonly number[]; readonly post: readonly number[] }>,
  plan: LiftPlan,
): LiftReport {
  const { treated, control } = columns;
  const findings = compareMeans({ treated: momentsOf(treated.post), control: momentsOf(control.post) });
  return liftReport('mean', findings, plan, cuped(columns));
}

function reportOf(arms: Arms<ArmColumns>, metric: JourneyMetric, plan: LiftPlan): LiftReport {
  switch (metric) {
    case 'goal':
      return liftReport('conversion', compareShares(of(arms, (arm) => shareOf(arm.reached))), plan);
    case 'orders': {
      const shares = of(arms, (arm) => shareOf(arm.ordered));
      const columns = of(arms, (arm) => ({ pre: arm.orderedBefore, post: arm.ordered }));
      return liftReport('conversion', compareShares(shares), plan, isSparse(shares) ? null : cuped(columns));
    }
    case 'margin':
      return meansReport(
        of(arms, (arm) => ({ pre: arm.netBefore, post: arm.netMinor })),
        plan,
      );
    case 'revenue': {
      return meansReport(
        of(arms, (arm) => ({ pre: arm.revenueBefore, post: arm.revenueMinor })),
        plan,
      );
    }
  }
}

/** Cost in minor units of the shop's currency. */
export function compareArms(arms: Arms<ArmColumns>, metric: JourneyMetric, plan: LiftPlan): ArmComparison {
  const report = reportOf(arms, metric, plan);
  const incrementalMargin = more(arms, (arm) => arm.netMinor);
  const returned: ReturnOnSpend | null =
    incrementalMargin === null || plan.cost === null ? null : returnOnSpend(incrementalMargin, plan.cost);
  return {
    ...report,
    incrementalOrders: more(arms, (arm) => arm.orders),
    incrementalMargin,
    incrementalRevenue: more(arms, (arm) => arm.revenueMinor),
    returnOnSpend: returned,
  };
}
