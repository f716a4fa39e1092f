/**
 * Customer equity: what all customers, those there are and those still to come, are expected to bring. Of each customer over the
 * settings' horizon, and over all time, discounted, where the model knows of an end. Potential customers are as
 * many as came in the last year: a shop that goes on winning customers as it did. Where the value lies (stages, grades, a few
 * customers or many) and what it is the product of stands beside it; what value, brand and relationship each do for it only
 * customers can say.
 */
import { GRADES, type Grade, STAGES, type Stage } from '../lifecycle/lifecycle.ts';
import { fittedOf } from '../lifecycle/purchaseModelOf.ts';
import { customerShareOf } from '../lifecycle/marginShare.ts';
import { WEEKS_A_YEAR } from '../lifecycle/outlook.ts';
import { meanRepeatMinor, repeatDays } from '../lifecycle/statistics.ts';
import { customerValue } from '../lifecycle/worth.ts';
import type { PersonHistory } from '../ports.ts';
import { isoDay, utcDay, WEEK_DAYS } from '../time.ts';
import { continuousRate } from '../value/clv.ts';
import { customerEquity } from '../value/customerEquity.ts';
import { gammaGammaExpectedOrderValue } from '../value/gammaGamma.ts';
import { predict } from '../value/kernelOf.ts';
import { scoreColumns } from '../value/scoreColumns.ts';
import type { EquityAnswer } from './answers.ts';
import { pastCustomerValue } from '../feedback/pastCustomerValue.ts';
import { concentrationOf } from './concentration.ts';
import { minorUnits } from './minorUnits.ts';
import { discountAnnualOf, lifecycleAt, type MergedView, type ViewContext, YEAR_DAYS } from './view.ts';

type Part = {
  readonly customers: number;
  readonly valueMinor: number;
  /** Of the value of current customers; null where that is 0. */
  readonly share: number | null;
};

interface Columns {
  readonly stage: Stage[];
  readonly grade: Grade[];
  readonly valueMinor: number[];
  readonly expectedOrders: number[];
  readonly pAlive: (number | null)[];
  readonly orderMinor: number[];
  /** The share each is valued with. */
  readonly margin: number[];
  readonly x: number[];
  readonly tx: number[];
  readonly T: number[];
}

function append<Item>(into: Item[], from: readonly Item[]): void {
  for (const item of from) into.push(item);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export class EquityView implements MergedView<EquityView, EquityAnswer> {
  private readonly columns: Columns = {
    stage: [],
    grade: [],
    valueMinor: [],
    expectedOrders: [],
    pAlive: [],
    orderMinor: [],
    margin: [],
    x: [],
    tx: [],
    T: [],
  };
  private prospects = 0;
  private newcomers = 0;
  private past = 0;
  private firstDay = Number.POSITIVE_INFINITY;
  private readonly context: ViewContext;

  constructor(context: ViewContext) {
    this.context = context;
  }

  add(person: PersonHistory): void {
    const { model, settings, until } = this.context;
    const { statistics, stage, grade } = lifecycleAt(person, this.context);
    const repeat = repeatDays(statistics, utcDay(until));
    if (repeat === null || statistics.firstDay === null) {
      this.prospects += 1;
      return;
    }
    const { columns } = this;
    const value = customerValue(statistics, stage, until, model, settings.value);
    columns.stage.push(stage);
    columns.grade.push(grade);
    columns.valueMinor.push(value.valueMinor);
    columns.expectedOrders.push(value.expectedOrders ?? 0);
    columns.pAlive.push(value.pAlive);
    columns.orderMinor.push(gammaGammaExpectedOrderValue(model.spend, repeat.x, meanRepeatMinor(statistics)));
    const margin = customerShareOf(statistics.margin, model, settings.value);
    columns.margin.push(margin);
    columns.x.push(repeat.x);
    columns.tx.push(repeat.txDays / WEEK_DAYS);
    columns.T.push(repeat.TDays / WEEK_DAYS);
    this.past += this.pastOf(person, margin);
    this.firstDay = Math.min(this.firstDay, statistics.firstDay);
    if (utcDay(until) - statistics.firstDay <= YEAR_DAYS) this.newcomers += 1;
  }

  /** Purchases alone: a refund has no day to be carried forward from. */
  private pastOf({ history }: PersonHistory, margin: number): number {
    const { until, settings } = this.context;
    const contributions = history.days.map((day, i) => ({
      contributionMinor: (history.dayMinor[i] ?? 0) * margin,
      yearsAgo: (utcDay(until) - day) / YEAR_DAYS,
    }));
    return pastCustomerValue(contributions, discountAnnualOf(settings));
  }

  merge(other: EquityView): void {
    append(this.columns.stage, other.columns.stage);
    append(this.columns.grade, other.columns.grade);
    append(this.columns.pAlive, other.columns.pAlive);
    for (const name of ['valueMinor', 'expectedOrders', 'orderMinor', 'margin', 'x', 'tx', 'T'] as const)
      append(this.columns[name], other.columns[name]);
    this.prospects += other.prospects;
    this.past += other.past;
    this.newcomers += other.newcomers;
    this.firstDay = Math.min(this.firstDay, other.firstDay);
  }

  /** Newcomers of the last year, or at their pace where the shop is younger, over the horizon. */
  private potential(): EquityAnswer['potential'] {
    const { until, settings, model } = this.context;
    const { horizonWeeks, margin } = settings.value;
    const seenDays = Math.min(YEAR_DAYS, utcDay(until) - this.firstDay);
    const customers = seenDays > 0 ? (this.newcomers / seenDays) * horizonWeeks * WEEK_DAYS : 0;
    const orders = 1 + predict(fittedOf(model.purchase)).expectedOfNew(horizonWeeks);
    const valueMinor = orders * gammaGammaExpectedOrderValue(model.spend, 0, 0) * margin;
    return { customers, valueMinor: Number.isFinite(valueMinor) ? valueMinor : 0 };
  }

  private lifetimeMinor(): number | null {
    const { model, settings } = this.context;
    if (model.purchase.kind === 'hiatus' || model.purchase.kind === 'nbd') return null;
    const discountRate = continuousRate(discountAnnualOf(settings), WEEKS_A_YEAR);
    const { dert } = scoreColumns(fittedOf(model.purchase), this.columns, { horizon: 1, discountRate });
    if (dert === undefined) return null;
    const { orderMinor } = this.columns;
    const revenues = Array.from(dert, (orders, i) => orders * (orderMinor[i] ?? 0));
    const worth = sum(revenues);
    return Number.isFinite(worth) ? minorUnits(worth * this.marginOf(revenues)) : null;
  }

  /** What is left of all of a revenue, that of each customer by their share: the shop's, and how far they are from it. */
  private marginOf(revenues: readonly number[]): number {
    const { margin: shop } = this.context.settings.value;
    const revenue = sum(revenues);
    if (revenue === 0) return shop;
    const beyond = sum(revenues.map((one, i) => one * ((this.columns.margin[i] ?? shop) - shop)));
    return shop + beyond / revenue;
  }

  private part(isOne: (i: number) => boolean): Part {
    const { valueMinor } = this.columns;
    const some = valueMinor.filter((_, i) => isOne(i));
    const total = sum(valueMinor);
    return {
      customers: some.length,
      valueMinor: minorUnits(sum(some)),
      share: total === 0 ? null : sum(some) / total,
    };
  }

  answer(): EquityAnswer {
    const { context, columns } = this;
    const { horizonWeeks } = context.settings.value;
    const potential = this.potential();
    const customers = columns.x.length;
    const value = sum(columns.valueMinor);
    const orders = sum(columns.expectedOrders);
    const revenues = columns.expectedOrders.map((one, i) => one * (columns.orderMinor[i] ?? 0));
    const revenue = sum(revenues);
    const equity = customerEquity({
      current: [{ name: 'customers', customers, value }],
      potential: [
        { name: 'newcomers', prospects: potential.customers, winRate: 1, valueEach: potential.valueMinor },
      ],
    });
    return {
      view: 'equity',
      until: isoDay(utcDay(context.until)),
      currency: context.currency,
      horizonWeeks,
      customers,
      prospects: this.prospects,
      totalMinor: minorUnits(equity.total),
      currentMinor: minorUnits(equity.current),
      potentialMinor: minorUnits(equity.potential),
      potential: { customers: potential.customers, valueMinor: minorUnits(potential.valueMinor) },
      lifetimeMinor: this.lifetimeMinor(),
      pastMinor: minorUnits(this.past),
      discountAnnual: discountAnnualOf(context.settings),
      byStage: STAGES.map((stage) => ({ stage, ...this.part((i) => columns.stage[i] === stage) })),
      byGrade: GRADES.map((grade) => ({ grade, ...this.part((i) => columns.grade[i] === grade) })),
      drivers: {
        customers,
        ordersEach: customers === 0 ? 0 : orders / customers,
        orderMinor: orders === 0 ? 0 : minorUnits(revenue / orders),
        margin: this.marginOf(revenues),
      },
      active: columns.pAlive.includes(null)
        ? null
        : columns.pAlive.reduce((total: number, p) => total + (p ?? 0), 0),
      concentration: concentrationOf(columns.valueMinor),
    };
  }
}
