/**
 * The seven Ps of analytical customer relationship management, each with what a shop's orders truly say, and named what they do
 * not: profiling, persistency, profitability, performance, prospecting, product, promotion. What success is measured by stands
 * among them: the retention rate, the leaky bucket, and where the value lies.
 */
import {
  GRADES,
  type Grade,
  type Lifecycle,
  RFM_GROUPS,
  type RfmGroup,
  STAGES,
  type Stage,
} from '../lifecycle/lifecycle.ts';
import { customerShareOf } from '../lifecycle/marginShare.ts';
import { customerValue } from '../lifecycle/worth.ts';
import type { PersonHistory } from '../ports.ts';
import { isoDay, utcDay } from '../time.ts';
import { concentrationOf } from './concentration.ts';
import { LeakyBucket } from './leakyBucket.ts';
import { minorUnits } from './minorUnits.ts';
import { MonthWalk } from './monthWalk.ts';
import type { SevenPAnswer, SevenPBeside } from './sevenPAnswer.ts';
import { ShopYears } from './shopYears.ts';
import { lifecycleAt, type MergedView, type ViewContext, YEAR_DAYS } from './view.ts';

const MOST_MONTHS = 12;

function mergeCounts<Name extends string>(
  names: readonly Name[],
  into: Record<Name, number>,
  from: Readonly<Record<Name, number>>,
): void {
  for (const name of names) into[name] += from[name];
}

export class SevenPView implements MergedView<SevenPView, SevenPAnswer> {
  private readonly stages: Record<Stage, number> = {
    identification: 0,
    development: 0,
    stability: 0,
    decline: 0,
  };
  private readonly grades: Record<Grade, number> = { A: 0, B: 0, C: 0 };
  private readonly groups: Record<RfmGroup, number> = {
    champions: 0,
    loyal: 0,
    promising: 0,
    new: 0,
    'needs-attention': 0,
    'at-risk': 0,
    'cannot-lose': 0,
    hibernating: 0,
    prospects: 0,
  };
  private readonly bucket = new LeakyBucket();
  private readonly years: ShopYears;
  private readonly spend: number[] = [];
  /** What customers left more, or less, than the shop's margin of their spend. */
  private beyondShop = 0;
  private prospects = 0;
  private repeaters = 0;
  private relationDays = 0;
  private expectedOrders = 0;
  private expectedValue = 0;
  /** Null once a model cannot tell of somebody. */
  private active: number | null = 0;
  private readonly walk: MonthWalk;
  private readonly context: ViewContext;
  private readonly beside: SevenPBeside;

  constructor(context: ViewContext, beside: SevenPBeside) {
    this.context = context;
    this.beside = beside;
    this.walk = new MonthWalk(context);
    this.years = new ShopYears(utcDay(context.until), YEAR_DAYS);
  }

  add(person: PersonHistory): void {
    const lifecycle = lifecycleAt(person, this.context);
    this.stages[lifecycle.stage] += 1;
    this.grades[lifecycle.grade] += 1;
    this.groups[lifecycle.group] += 1;
    const { firstDay, lastDay, orderDays, spendMinor } = lifecycle.statistics;
    if (firstDay === null || lastDay === null) {
      this.prospects += 1;
      return;
    }
    this.spend.push(spendMinor);
    this.beyondShop += this.beyondOf(lifecycle);
    if (orderDays > 1) {
      this.repeaters += 1;
      this.relationDays += lastDay - firstDay;
    }
    this.years.add(person.history);
    this.addWorth(lifecycle);
    for (const step of this.walk.steps(person.history)) this.bucket.add(step);
  }

  private beyondOf({ statistics: { margin, spendMinor } }: Lifecycle): number {
    const { model, settings } = this.context;
    return spendMinor * (customerShareOf(margin, model, settings.value) - settings.value.margin);
  }

  private addWorth({ statistics, stage }: Lifecycle): void {
    const { until, model, settings } = this.context;
    const worth = customerValue(statistics, stage, until, model, settings.value);
    this.expectedOrders += worth.expectedOrders ?? 0;
    this.expectedValue += worth.valueMinor;
    this.active = worth.pAlive === null || this.active === null ? null : this.active + worth.pAlive;
  }

  merge(other: SevenPView): void {
    mergeCounts(STAGES, this.stages, other.stages);
    mergeCounts(GRADES, this.grades, other.grades);
    mergeCounts(RFM_GROUPS, this.groups, other.groups);
    this.bucket.merge(other.bucket);
    this.years.merge(other.years);
    for (const spend of other.spend) this.spend.push(spend);
    this.beyondShop += other.beyondShop;
    this.prospects += other.prospects;
    this.repeaters += other.repeaters;
    this.relationDays += other.relationDays;
    this.expectedOrders += other.expectedOrders;
    this.expectedValue += other.expectedValue;
    this.active = this.active === null || other.active === null ? null : this.active + other.active;
  }

  private persistency(customers: number): SevenPAnswer['persistency'] {
    return {
      yearRetention: this.years.retention(),
      repeatShare: customers === 0 ? null : this.repeaters / customers,
      meanRelationDays: this.repeaters === 0 ? null : this.relationDays / this.repeaters,
      bucket: this.bucket.months(this.walk.lastMonth, MOST_MONTHS),
      notSaid: ['attitude'],
    };
  }

  private profitability(customers: number): SevenPAnswer['profitability'] {
    const shop = this.context.settings.value.margin;
    const spendMinor = this.spend.reduce((sum, one) => sum + one, 0);
    const margin = spendMinor === 0 ? shop : shop + this.beyondShop / spendMinor;
    return {
      spendMinor,
      contributionMinor: minorUnits(spendMinor * margin),
      contributionEachMinor: customers === 0 ? null : minorUnits((spendMinor * margin) / customers),
      margin,
      concentration: concentrationOf(this.spend),
      notSaid: ['cost-to-acquire', 'cost-to-serve'],
    };
  }

  private performance(): SevenPAnswer['performance'] {
    const { lastYear, yearBefore } = this.years.figures();
    const before = yearBefore.revenueMinor;
    return {
      lastYear,
      yearBefore,
      growth: before === 0 ? null : lastYear.revenueMinor / before - 1,
      notSaid: ['channel', 'place', 'kind-of-product'],
    };
  }

  answer(): SevenPAnswer {
    const { context, beside } = this;
    const customers = this.spend.length;
    return {
      view: 'seven-p',
      until: isoDay(utcDay(context.until)),
      currency: context.currency,
      profiling: {
        customers,
        prospects: this.prospects,
        stages: this.stages,
        grades: this.grades,
        groups: this.groups,
        notSaid: ['age-and-income', 'tastes'],
      },
      persistency: this.persistency(customers),
      profitability: this.profitability(customers),
      performance: this.performance(),
      prospecting: {
        horizonWeeks: context.settings.value.horizonWeeks,
        expectedOrders: this.expectedOrders,
        expectedValueMinor: minorUnits(this.expectedValue),
        active: this.active,
        newcomersLastYear: this.years.newcomers(),
        notSaid: ['unknown-market'],
      },
      product: { figures: beside.product, notSaid: ['association', 'design'] },
      promotion: { figures: beside.promotion, notSaid: ['effect-of-campaigns'] },
    };
  }
}
