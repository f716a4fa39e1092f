/**
 * The four stages of a relationship, as a pure function of the order days, the shop's rhythm and the last complete UTC
 * day. It walks the orders once, so hysteresis needs no memory of when evaluations ran: any order of arrival of the same
 * orders gives the same stage. Rules: identification until the shop's usual first gap has passed; late beyond the
 * lateness limit is decline; only an order leaves decline, into development; regular buyers are in stability.
 */
import type { UtcDay } from '../time.ts';
import type { LifecycleSettings } from '../settings/settings.ts';
import { startOfDay } from '../time.ts';
import { leaningOnShopDays } from './gapQuantiles.ts';
import type { Stage, StageEvidence } from './lifecycle.ts';
import type { ShopRhythm } from './model.ts';
import { quantileSorted } from './quantile.ts';

export interface StageVerdict {
  readonly stage: Stage;
  /** Day the stage began: the day of the order, or the first day on which it was late. */
  readonly sinceDay: UtcDay;
  /** First UTC day whose 00:00 evaluation would find another stage; null where only an order changes it. */
  readonly nextChangeDay: UtcDay | null;
  readonly evidence: StageEvidence;
}

/** Gaps of one customer kept in ascending order, with the sums their variation needs. */
class GapWalk {
  readonly sorted: number[] = [];
  private sum = 0;
  private sumOfSquares = 0;

  add(gap: number): void {
    const { sorted } = this;
    let place = sorted.length;
    sorted.push(gap);
    for (; place > 0 && (sorted[place - 1] ?? 0) > gap; place -= 1) sorted[place] = sorted[place - 1] ?? 0;
    sorted[place] = gap;
    this.sum += gap;
    this.sumOfSquares += gap * gap;
  }

  /** Sample standard deviation over the mean; null below two gaps. */
  variation(): number | null {
    const n = this.sorted.length;
    if (n < 2 || this.sum === 0) return null;
    const mean = this.sum / n;
    const variance = Math.max(0, (this.sumOfSquares - n * mean * mean) / (n - 1));
    return Math.sqrt(variance) / mean;
  }
}

/**
 * Days after the last order beyond which a repeat buyer is late: exp((n·ln own P90 + w·ln shop P90)/(n + w)) over the n
 * own gaps (ascending), w the weight of the shop in gaps. Both quantiles are at least one day.
 */
export function latenessLimitDays(
  ownGaps: readonly number[],
  rhythm: ShopRhythm,
  rules: LifecycleSettings,
): number {
  const own = quantileSorted(ownGaps, rules.lateQuantile) ?? 1;
  return leaningOnShopDays(own, rhythm.gapDays, ownGaps.length, rules.shopWeightGaps);
}

/** A limit of 60 days that its formula comes to as 59.99…9 is 60 days. */
const ROUNDING_DAYS = 1e-9;

/** First day whose evaluation (which sees days up to the one before) finds more than `limit` days since `lastDay`. */
function firstLateDay(lastDay: UtcDay, limit: number): UtcDay {
  return lastDay + Math.floor(limit + ROUNDING_DAYS) + 2;
}

function isRegular(walk: GapWalk, orderDays: number, was: Stage, rules: LifecycleSettings): boolean {
  if (orderDays < rules.stabilityMinOrders) return false;
  const variation = walk.variation();
  if (variation === null) return false;
  return variation <= (was === 'stability' ? rules.stabilityLeaveVariation : rules.stabilityEnterVariation);
}

interface Walked {
  readonly walk: GapWalk;
  readonly stage: Stage;
  readonly sinceDay: UtcDay;
  readonly justBack: boolean;
  readonly limit: number;
}

/** The stage right after the last order, and the limit that applies from then on. */
function walkOrders(days: readonly UtcDay[], rhythm: ShopRhythm, rules: LifecycleSettings): Walked {
  const walk = new GapWalk();
  let stage: Stage = 'identification';
  let sinceDay = days[0] ?? 0;
  let justBack = false;
  let limit = rhythm.firstGapDays;
  for (let i = 1; i < days.length; i += 1) {
    const day = days[i] ?? 0;
    const gap = day - (days[i - 1] ?? 0);
    justBack = day >= firstLateDay(days[i - 1] ?? 0, limit);
    walk.add(gap);
    const next: Stage = !justBack && isRegular(walk, i + 1, stage, rules) ? 'stability' : 'development';
    if (next !== stage || justBack) sinceDay = day;
    stage = next;
    limit = latenessLimitDays(walk.sorted, rhythm, rules);
  }
  return { walk, stage, sinceDay, justBack, limit };
}

function ruleFor(walked: Walked, orderDays: number, late: boolean): StageEvidence['rule'] {
  if (orderDays === 1) return late ? 'past-first-gap' : 'within-first-gap';
  if (late) return 'late';
  if (walked.justBack) return 'back-after-decline';
  return walked.stage === 'stability' ? 'regular' : 'repeat-buyer';
}

/**
 * Stage of a customer at the 00:00 UTC evaluation of `evaluationDay`; `knownSinceDay` dates a contact without orders.
 * `days` are distinct purchase days, ascending, all before `evaluationDay`. O(n²) worst, in one customer's orders.
 */
export function judgeStage(
  input: { readonly days: readonly UtcDay[]; readonly knownSinceDay: UtcDay; readonly evaluationDay: UtcDay },
  rhythm: ShopRhythm,
  rules: LifecycleSettings,
): StageVerdict {
  const { days } = input;
  const lastDay = days.at(-1);
  if (lastDay === undefined) {
    return {
      stage: 'identification',
      sinceDay: input.knownSinceDay,
      nextChangeDay: null,
      evidence: {
        rule: 'no-order-yet',
        orderDays: 0,
        lastOrderDay: null,
        limitDays: null,
        ownP90Days: null,
        shopP90Days: rhythm.firstGapDays,
        gapVariation: null,
      },
    };
  }
  const walked = walkOrders(days, rhythm, rules);
  const lateFrom = firstLateDay(lastDay, walked.limit);
  const late = input.evaluationDay >= lateFrom;
  return {
    stage: late ? 'decline' : walked.stage,
    sinceDay: late ? lateFrom : walked.sinceDay,
    nextChangeDay: late ? null : lateFrom,
    evidence: {
      rule: ruleFor(walked, days.length, late),
      orderDays: days.length,
      lastOrderDay: lastDay,
      limitDays: walked.limit,
      ownP90Days: quantileSorted(walked.walk.sorted, rules.lateQuantile),
      shopP90Days: days.length === 1 ? rhythm.firstGapDays : rhythm.gapDays,
      gapVariation: walked.walk.variation(),
    },
  };
}

interface StoredStage {
  readonly stage: Stage;
  readonly stageSince: number;
  readonly evidence: StageEvidence;
}

function onSameOrders(before: StageEvidence, after: StageEvidence): boolean {
  return before.lastOrderDay === after.lastOrderDay && before.orderDays === after.orderDays;
}

/** The one order day that is new came after the stored decline had begun. */
function isFirstOrderSince(stored: StoredStage, { evidence }: StageVerdict): boolean {
  const isOneMore = evidence.orderDays === stored.evidence.orderDays + 1;
  const newest = evidence.lastOrderDay ?? Number.NEGATIVE_INFINITY;
  return isOneMore && newest !== stored.evidence.lastOrderDay && startOfDay(newest) >= stored.stageSince;
}

function backInDevelopment(verdict: StageVerdict): StageVerdict {
  return {
    ...verdict,
    stage: 'development',
    sinceDay: verdict.evidence.lastOrderDay ?? verdict.sinceDay,
    evidence: { ...verdict.evidence, rule: 'back-after-decline' },
  };
}

/**
 * What the shop's moving limits must not undo: only an order leaves decline, and it leads into development. The stored
 * decline holds while no order came that its evidence did not know; the first order after it leads into development even
 * where the limits of today would never have found the customer late; stability takes one more.
 */
export function keepDecline(verdict: StageVerdict, stored: StoredStage | null): StageVerdict {
  if (stored === null || verdict.stage === 'decline') return verdict;
  const unmoved = onSameOrders(stored.evidence, verdict.evidence);
  if (stored.stage !== 'decline') {
    const justBack = unmoved && stored.evidence.rule === 'back-after-decline';
    return justBack && verdict.stage === 'stability' ? backInDevelopment(verdict) : verdict;
  }
  if (!unmoved) return isFirstOrderSince(stored, verdict) ? backInDevelopment(verdict) : verdict;
  return {
    stage: 'decline',
    sinceDay: Math.floor(stored.stageSince / startOfDay(1)),
    nextChangeDay: null,
    evidence: { ...verdict.evidence, rule: 'still-lapsed' },
  };
}
