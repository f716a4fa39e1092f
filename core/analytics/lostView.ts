/**
 * Lost customers: who is in decline, since when, from which stage and grade, what they would have brought and how late they are
 * beyond their limit. The value lost is the expected contribution as of the day before they were lost; what is at stake is that
 * less what is still expected of them. Reasons are told where a profile codes one.
 */
import type { CustomerId } from '../ids.ts';
import { LOSS_REASONS, type LossReason } from '../feedback/lossReason.ts';
import { gradeOf } from '../lifecycle/grade.ts';
import { GRADES, type Lifecycle, STAGES } from '../lifecycle/lifecycle.ts';
import { judgeStage } from '../lifecycle/stage.ts';
import { customerValue } from '../lifecycle/worth.ts';
import type { PersonHistory } from '../ports.ts';
import { DAY_MS, isoDay, startOfDay, utcDay } from '../time.ts';
import type { LostAnswer, LostCustomer } from './answers.ts';
import { minorUnits } from './minorUnits.ts';
import { isoMonth, type Month, monthOf } from './months.ts';
import { lifecycleAt, type MergedView, type ViewContext } from './view.ts';

type Counted = { readonly customers: number; readonly valueMinor: number };

export interface LostOptions {
  /** How many to name. */
  readonly most: number;
  readonly reasons: ReadonlyMap<CustomerId, LossReason>;
}

interface Lost {
  readonly month: Month;
  readonly shown: LostCustomer;
}

const MOST_MONTHS = 12;

export class LostView implements MergedView<LostView, LostAnswer> {
  private readonly lost: Lost[] = [];
  private customers = 0;
  private readonly context: ViewContext;
  private readonly options: LostOptions;

  constructor(context: ViewContext, options: LostOptions) {
    this.context = context;
    this.options = options;
  }

  add(person: PersonHistory): void {
    if (person.history.days.length === 0) return;
    this.customers += 1;
    const lifecycle = lifecycleAt(person, this.context);
    if (lifecycle.stage === 'decline') this.lost.push(this.lostOf(person, lifecycle));
  }

  private lostOf({ person, history }: PersonHistory, lifecycle: Lifecycle): Lost {
    const { model, settings, until } = this.context;
    const { statistics, evidence, stageSince } = lifecycle;
    const lastDay = statistics.lastDay ?? 0;
    const lostDay = Math.max(utcDay(stageSince), lastDay + 1);
    const before = { days: history.days, knownSinceDay: lastDay, evaluationDay: lostDay - 1 };
    const stage = judgeStage(before, model.rhythm, settings.lifecycle).stage;
    const then = customerValue(statistics, stage, startOfDay(lostDay) - DAY_MS, model, settings.value);
    const now = customerValue(statistics, 'decline', until, model, settings.value);
    const daysSince = utcDay(until) - 1 - lastDay;
    const limitDays = evidence.limitDays ?? 0;
    const shown = {
      id: person.id,
      lostOn: isoDay(lostDay),
      lastOrder: isoDay(lastDay),
      orders: statistics.orders,
      stage,
      grade: gradeOf(then, model.grades, null, settings.grades),
      spendMinor: statistics.spendMinor,
      valueMinor: minorUnits(then.valueMinor),
      atStakeMinor: Math.max(0, minorUnits(then.valueMinor - now.valueMinor)),
      daysSince,
      limitDays,
      lateDays: Math.max(0, daysSince - limitDays),
      reason: this.options.reasons.get(person.id) ?? null,
    };
    return { month: monthOf(lostDay), shown };
  }

  merge(other: LostView): void {
    for (const one of other.lost) this.lost.push(one);
    this.customers += other.customers;
  }

  private counted(isOne: (lost: Lost) => boolean): Counted {
    const some = this.lost.filter(isOne);
    return { customers: some.length, valueMinor: sumOf(some, ({ shown }) => shown.valueMinor) };
  }

  private byMonth(): LostAnswer['byMonth'] {
    const last = monthOf(utcDay(this.context.until) - 1);
    return Array.from({ length: MOST_MONTHS }, (_, i) => last - MOST_MONTHS + 1 + i).map((month) => ({
      month: isoMonth(month),
      ...this.counted((one) => one.month === month),
    }));
  }

  answer(): LostAnswer {
    const { lost, context, options } = this;
    const late = lost.map(({ shown }) => shown.lateDays).sort((a, b) => a - b);
    const ordered = lost
      .map(({ shown }) => shown)
      .sort((a, b) => b.atStakeMinor - a.atStakeMinor || (a.id < b.id ? -1 : 1));
    return {
      view: 'lost',
      until: isoDay(utcDay(context.until)),
      currency: context.currency,
      customers: this.customers,
      lost: lost.length,
      valueMinor: sumOf(lost, ({ shown }) => shown.valueMinor),
      atStakeMinor: sumOf(lost, ({ shown }) => shown.atStakeMinor),
      medianLateDays: late[Math.floor(late.length / 2)] ?? null,
      byStage: STAGES.filter((stage) => stage !== 'decline').map((stage) => ({
        stage,
        ...this.counted(({ shown }) => shown.stage === stage),
      })),
      byGrade: GRADES.map((grade) => ({ grade, ...this.counted(({ shown }) => shown.grade === grade) })),
      byMonth: this.byMonth(),
      byReason: [...LOSS_REASONS, 'unknown' as const].map((reason) => ({
        reason,
        ...this.counted(({ shown }) => (shown.reason ?? 'unknown') === reason),
      })),
      top: ordered.slice(0, options.most),
    };
  }
}

function sumOf(lost: readonly Lost[], of: (one: Lost) => number): number {
  return lost.reduce((sum, one) => sum + of(one), 0);
}
