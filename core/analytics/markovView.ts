/**
 * The relationship as a Markov chain over the four stages, a step a month: how often customers pass from stage to stage, how long
 * they stay, where the shop settles if nothing changes, and what a customer in each stage is worth. What was counted is the
 * shop's own past; that the next month depends on this month's stage alone is the model, and an approximation.
 */
import { STAGES, type Stage } from '../lifecycle/lifecycle.ts';
import type { PersonHistory } from '../ports.ts';
import { isoDay, utcDay } from '../time.ts';
import { type TransitionCell, transitionMatrix } from '../value/markov.ts';
import { chainTimes, steadyState } from '../value/markovChain.ts';
import { valueByStage } from '../value/markovValue.ts';
import type { MarkovAnswer, MarkovStage } from './answers.ts';
import { minorUnits } from './minorUnits.ts';
import { isoMonth, type Month } from './months.ts';
import { MonthWalk } from './monthWalk.ts';
import { discountAnnualOf, type MergedView, type ViewContext } from './view.ts';

function perStage(): Record<Stage, number> {
  return { identification: 0, development: 0, stability: 0, decline: 0 };
}

function interval({ low, high }: TransitionCell): number[] {
  return [low, high];
}

export class MarkovView implements MergedView<MarkovView, MarkovAnswer> {
  private readonly counts = STAGES.map(() => STAGES.map(() => 0));
  private readonly revenueMinor = perStage();
  private readonly months = perStage();
  private readonly beginsIn = perStage();
  private readonly now = perStage();
  private first: Month | null = null;
  private readonly walk: MonthWalk;
  private readonly context: ViewContext;

  constructor(context: ViewContext) {
    this.context = context;
    this.walk = new MonthWalk(context);
  }

  private count(from: Stage, to: Stage, by: number): void {
    const row = this.counts[STAGES.indexOf(from)];
    const column = STAGES.indexOf(to);
    if (row !== undefined) row[column] = (row[column] ?? 0) + by;
  }

  add({ history }: PersonHistory): void {
    const steps = this.walk.steps(history);
    for (const { month, from, to, revenueMinor } of steps) {
      if (from === null) {
        this.beginsIn[to] += 1;
        continue;
      }
      this.first = Math.min(this.first ?? month, month);
      this.count(from, to, 1);
      this.months[from] += 1;
      this.revenueMinor[from] += revenueMinor;
    }
    const last = steps.at(-1);
    if (last !== undefined) this.now[last.to] += 1;
  }

  merge(other: MarkovView): void {
    for (const [i, from] of STAGES.entries()) {
      for (const [j, to] of STAGES.entries()) this.count(from, to, other.counts[i]?.[j] ?? 0);
      this.revenueMinor[from] += other.revenueMinor[from];
      this.months[from] += other.months[from];
      this.beginsIn[from] += other.beginsIn[from];
      this.now[from] += other.now[from];
    }
    if (other.first !== null) this.first = Math.min(this.first ?? other.first, other.first);
  }

  private monthlyMinor(stage: Stage): number {
    const months = this.months[stage];
    return months === 0 ? 0 : (this.revenueMinor[stage] * this.context.settings.value.margin) / months;
  }

  private stagesOf(P: readonly (readonly number[])[]): MarkovStage[] {
    const { perStay } = chainTimes(P);
    const steady = steadyState(P);
    const rewards = STAGES.map((stage) => this.monthlyMinor(stage));
    const values = valueByStage(P, rewards, (1 + discountAnnualOf(this.context.settings)) ** (1 / 12) - 1);
    return STAGES.map((stage, i) => ({
      stage,
      customers: this.now[stage],
      months: this.months[stage],
      expectedMonths: Number.isFinite(perStay[i]) ? (perStay[i] ?? null) : null,
      steadyState: steady.kind === 'unique' ? (steady.shares[i] ?? null) : null,
      monthlyMinor: minorUnits(rewards[i]),
      valueMinor: minorUnits(values[i]),
    }));
  }

  answer(): MarkovAnswer {
    const { cells, probabilities, unobserved } = transitionMatrix(STAGES, this.counts);
    const steps = STAGES.reduce((sum, stage) => sum + this.months[stage], 0);
    return {
      view: 'markov',
      until: isoDay(utcDay(this.context.until)),
      currency: this.context.currency,
      from: this.first === null ? null : isoMonth(this.first),
      to: this.first === null ? null : isoMonth(this.walk.lastMonth),
      steps,
      discountAnnual: discountAnnualOf(this.context.settings),
      states: [...STAGES],
      counts: this.counts,
      probabilities: probabilities.map((row) => [...row]),
      intervals: cells.map((row) => row.map(interval)),
      unobserved: [...unobserved],
      beginsIn: this.beginsIn,
      stages: this.stagesOf(probabilities),
    };
  }
}
