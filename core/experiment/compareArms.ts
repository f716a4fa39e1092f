/** Two arms of a journey by one metric, with the orders and the revenue they brought beside it and CUPED by the time before. */
import type { ArmColumns } from './armColumns.ts';
import { compareMeans } from './compareMeans.ts';
import { compareShares } from './compareShares.ts';
import { cuped } from './cuped.ts';
import { type Incremental, incremental, type ReturnOnSpend, returnOnSpend } from './incremental.ts';
import { type Arms, type Conversions, isSparse } from './interval.ts';
import { type LiftPlan, type LiftReport, liftReport } from './liftReport.ts';
import { momentsOf } from './moments.ts';
import { welch } from './welch.ts';

/** Share who reached the journey's goal, share who ordered, revenue a person. */
export const JOURNEY_METRICS = ['orders', 'revenue', 'goal'] as const;
export type JourneyMetric = (typeof JOURNEY_METRICS)[number];

export interface ArmComparison extends LiftReport {
  /** Orders and revenue that would not have come; null where their spread cannot be told. */
  readonly incrementalOrders: Incremental | null;
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

function reportOf(arms: Arms<ArmColumns>, metric: JourneyMetric, plan: LiftPlan): LiftReport {
  switch (metric) {
    case 'goal':
      return liftReport('conversion', compareShares(of(arms, (arm) => shareOf(arm.reached))), plan);
    case 'orders': {
      const shares = of(arms, (arm) => shareOf(arm.ordered));
      const columns = of(arms, (arm) => ({ pre: arm.orderedBefore, post: arm.ordered }));
      return liftReport('conversion', compareShares(shares), plan, isSparse(shares) ? null : cuped(columns));
    }
    case 'revenue': {
      const adjusted = cuped(of(arms, (arm) => ({ pre: arm.revenueBefore, post: arm.revenueMinor })));
      const findings = compareMeans(of(arms, (arm) => momentsOf(arm.revenueMinor)));
      return liftReport('mean', findings, plan, adjusted);
    }
  }
}

/** Cost in minor units of the shop's currency. */
export function compareArms(arms: Arms<ArmColumns>, metric: JourneyMetric, plan: LiftPlan): ArmComparison {
  const report = reportOf(arms, metric, plan);
  const incrementalRevenue = more(arms, (arm) => arm.revenueMinor);
  const returned: ReturnOnSpend | null =
    incrementalRevenue === null || plan.cost === null ? null : returnOnSpend(incrementalRevenue, plan.cost);
  return {
    ...report,
    incrementalOrders: more(arms, (arm) => arm.orders),
    incrementalRevenue,
    returnOnSpend: returned,
  };
}
