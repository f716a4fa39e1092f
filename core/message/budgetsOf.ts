/**
 * The budgets a send draws on: what the settings allow its channel, class or journey to cost in a period, what a new sender may
 * send a day while it warms up, and what the provider takes in a day. Each is kept under a key of its own in every period.
 */
import { instantOnDay, localTimeAt } from '../journey/clock/localTime.ts';
import type { Budget } from '../settings/messages.ts';
import type { Settings } from '../settings/settings.ts';
import {
  civilDate,
  DAY_MS,
  dayOfCivil,
  type Instant,
  isoDay,
  parseIso,
  startOfDay,
  utcDay,
} from '../time.ts';
import type { Decision } from './decision.ts';
import { senderOf } from './sender.ts';

/** A budget in one period. */
export interface BudgetOfSend {
  readonly id: string;
  /** `<id>/<first day of the period>`. */
  readonly key: string;
  /** In millionths of a US dollar, messages, minor units of the shop's currency, or grants of an offer. */
  readonly limit: number;
  readonly unit: 'micro-usd' | 'messages' | 'minor' | 'grants';
  /** When the next period begins. */
  readonly freeAt: Instant;
}

/** Budgets with nothing left for a send, by id, and when their next period begins. */
export type Exhausted = ReadonlyMap<string, Instant>;

export const NONE_EXHAUSTED: Exhausted = new Map();

const MICRO_USD_A_CENT = 10_000;
const MONDAY = 1;

interface Period {
  readonly first: number;
  readonly next: number;
}

function periodOf(per: Budget['per'], day: number, weekday: number): Period {
  switch (per) {
    case 'day':
      return { first: day, next: day + 1 };
    case 'week': {
      const first = day - (weekday - MONDAY);
      return { first, next: first + 7 };
    }
    case 'month': {
      const { year, month } = civilDate(day);
      const first = dayOfCivil(year, month, 1);
      const next = month === 12 ? dayOfCivil(year + 1, 1, 1) : dayOfCivil(year, month + 1, 1);
      return { first, next };
    }
  }
}

/** The period of a zone's days that `now` is in: what its budgets are kept under, and when the next begins. */
export function budgetPeriod(
  id: string,
  per: Budget['per'],
  zone: string,
  now: Instant,
): Pick<BudgetOfSend, 'id' | 'key' | 'freeAt'> {
  const local = localTimeAt(zone, now);
  const { first, next } = periodOf(per, local?.day ?? utcDay(now), local?.weekday ?? MONDAY);
  return { id, key: `${id}/${isoDay(first)}`, freeAt: instantOnDay(zone, next, 0) ?? startOfDay(next) };
}

function inPeriod(budget: Budget, settings: Settings, now: Instant): BudgetOfSend {
  return {
    ...budgetPeriod(budget.id, budget.per, budget.zone ?? settings.shop.zone, now),
    limit: budget.limitUsdCents * MICRO_USD_A_CENT,
    unit: 'micro-usd',
  };
}

function applies(budget: Budget, decision: Decision): boolean {
  if (budget.channel !== undefined && budget.channel !== decision.channel) return false;
  if (budget.class !== undefined && budget.class !== decision.class) return false;
  return budget.journey === undefined || budget.journey === decision.journeyId;
}

/** Most messages of a sender on its n-th day, the first being 0. */
export function warmUpLimit(warmUp: { firstDay: number; growth: number }, day: number): number {
  return Math.floor(warmUp.firstDay * warmUp.growth ** day);
}

/** After as many days nobody asks any more. */
const WARM_AFTER_DAYS = 60;

function warmUpOf(decision: Decision, settings: Settings, now: Instant): BudgetOfSend[] {
  if (decision.channel !== 'email') return [];
  const { id, warmUp } = senderOf(settings, decision);
  const from = warmUp === null ? null : parseIso(warmUp.from);
  if (warmUp === null || from === null) return [];
  const day = utcDay(now) - utcDay(from);
  if (day < 0 || day > WARM_AFTER_DAYS) return [];
  return [perDay(`warm-up-${id}`, warmUpLimit(warmUp, day), now)];
}

function perDay(id: string, limit: number, now: Instant): BudgetOfSend {
  const today = utcDay(now);
  return { id, key: `${id}/${isoDay(today)}`, limit, unit: 'messages', freeAt: startOfDay(today) + DAY_MS };
}

/** Share of the provider's day that only awaited mail may use. */
const KEPT_FOR_AWAITED = 0.1;

function quotaOf(decision: Decision, dailyQuota: number | null, now: Instant): BudgetOfSend[] {
  const isAwaited = decision.lane === 'transactional';
  if (dailyQuota === null || decision.channel !== 'email' || isAwaited) return [];
  return [perDay('provider-day', Math.floor(dailyQuota * (1 - KEPT_FOR_AWAITED)), now)];
}

/**
 * Every budget the decision draws on now; none for most. A message a person waits for is charged to budgets of money, so that
 * they tell the truth, but not held back by warm-up or quota.
 *
 * @param dailyQuota what the email provider takes in 24 hours; null where that is without end.
 */
export function budgetsOf(
  decision: Decision,
  settings: Settings,
  dailyQuota: number | null,
  now: Instant,
): readonly BudgetOfSend[] {
  const { budgets } = settings.messages;
  const money = budgets.filter((one) => applies(one, decision)).map((one) => inPeriod(one, settings, now));
  const isAwaited = decision.lane === 'transactional';
  const warmUp = isAwaited ? [] : warmUpOf(decision, settings, now);
  return [...money, ...warmUp, ...quotaOf(decision, dailyQuota, now)];
}
