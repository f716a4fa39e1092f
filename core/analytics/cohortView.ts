/**
 * Cohorts: customers by the month of their first order, and what became of them month by month. Retention at an age is the share
 * of the cohort that ordered in that calendar month. Orders of one day count once; revenue is purchases, for refunds have no
 * day of their own to stand in. A month that is not over is marked, since its cells still grow.
 */
import type { PersonHistory } from '../ports.ts';
import { isoDay, utcDay } from '../time.ts';
import type { Cohort, CohortAnswer } from './answers.ts';
import { concentrationOf } from './concentration.ts';
import { firstDayOf, isoMonth, type Month, MonthCursor } from './months.ts';
import { addInto, type MergedView, type ViewContext } from './view.ts';

interface Cells {
  customers: number;
  readonly active: number[];
  readonly orders: number[];
  readonly revenueMinor: number[];
}

function emptyCells(): Cells {
  return { customers: 0, active: [], orders: [], revenueMinor: [] };
}

function bump(cells: number[], place: number, by: number): void {
  cells[place] = (cells[place] ?? 0) + by;
}

export class CohortView implements MergedView<CohortView, CohortAnswer> {
  private readonly byMonth = new Map<Month, Cells>();
  private readonly spend: number[] = [];
  private readonly months = new MonthCursor();
  private readonly context: ViewContext;

  constructor(context: ViewContext) {
    this.context = context;
  }

  private cellsOf(month: Month): Cells {
    const known = this.byMonth.get(month) ?? emptyCells();
    this.byMonth.set(month, known);
    return known;
  }

  add({ history }: PersonHistory): void {
    const { days, dayMinor, refundsMinor } = history;
    const [firstDay] = days;
    if (firstDay === undefined) return;
    const first = this.months.of(firstDay);
    const cells = this.cellsOf(first);
    cells.customers += 1;
    let seen = -1;
    let spend = refundsMinor;
    for (let i = 0; i < days.length; i += 1) {
      const age = this.months.of(days[i] ?? firstDay) - first;
      if (age !== seen) bump(cells.active, age, 1);
      seen = age;
      bump(cells.orders, age, 1);
      bump(cells.revenueMinor, age, dayMinor[i] ?? 0);
      spend += dayMinor[i] ?? 0;
    }
    this.spend.push(spend);
  }

  merge(other: CohortView): void {
    for (const [month, theirs] of other.byMonth) {
      const ours = this.cellsOf(month);
      ours.customers += theirs.customers;
      addInto(ours.active, theirs.active);
      addInto(ours.orders, theirs.orders);
      addInto(ours.revenueMinor, theirs.revenueMinor);
    }
    for (const spend of other.spend) this.spend.push(spend);
  }

  answer(): CohortAnswer {
    const endDay = utcDay(this.context.until);
    const last = this.months.of(endDay - 1);
    const isPartial = firstDayOf(last + 1) !== endDay;
    const months = [...this.byMonth.keys()].sort((a, b) => a - b);
    const cohorts = months.map((month) => cohortOf(month, last, this.cellsOf(month)));
    return {
      view: 'cohorts',
      until: isoDay(endDay),
      currency: this.context.currency,
      customers: cohorts.reduce((sum, { customers }) => sum + customers, 0),
      cohorts,
      retentionByAge: retentionByAge(cohorts, isPartial ? 1 : 0),
      partialMonth: isPartial ? isoMonth(last) : null,
      concentration: concentrationOf(this.spend),
    };
  }
}

function cohortOf(month: Month, last: Month, cells: Cells): Cohort {
  const ages = Array.from({ length: Math.max(0, last - month) + 1 }, (_, age) => ({
    age,
    active: cells.active[age] ?? 0,
    orders: cells.orders[age] ?? 0,
    revenueMinor: cells.revenueMinor[age] ?? 0,
    retention: (cells.active[age] ?? 0) / cells.customers,
  }));
  return { month: isoMonth(month), customers: cells.customers, ages };
}

/** Of the cohorts whose month at an age is over: `unfinished` of each one's last months are not. */
function retentionByAge(cohorts: readonly Cohort[], unfinished: number): CohortAnswer['retentionByAge'] {
  const oldest = Math.max(0, ...cohorts.map(({ ages }) => ages.length - unfinished));
  return Array.from({ length: oldest }, (_, age) => {
    const reached = cohorts.filter(({ ages }) => ages.length - unfinished > age);
    const customers = reached.reduce((sum, cohort) => sum + cohort.customers, 0);
    const active = reached.reduce((sum, cohort) => sum + (cohort.ages[age]?.active ?? 0), 0);
    return { age, customers, retention: active / customers };
  });
}
