/**
 * Birthdays, as rules ask for them: by the days of the shop's calendar, from the trait `birthday`, whose year may be missing.
 * 29 February is kept on the 28th in years without one. A day lasts until the next has begun: clocks that are set back over
 * midnight do not bring yesterday back.
 */
import { monthDayOf, type MonthDay, parseDateAttribute } from '../journey/clock/attributeDate.ts';
import { anniversaryIn } from '../journey/clock/dateOffset.ts';
import { instantOnDay, type LocalDay, localDayAt } from '../journey/clock/localTime.ts';
import { valueAt } from '../journey/condition.ts';
import { civilDate, DAY_MS, dayOfCivil, type Instant } from '../time.ts';
import type { SegmentFacts } from './facts.ts';
import { type BirthdayLeaf, spanMs } from './rule.ts';

const TRAIT = 'birthday';
const MONTHS = 12;

function shopDayAt(zone: string, at: Instant): LocalDay | null {
  let day = localDayAt(zone, at);
  if (day === null) return null;
  for (;;) {
    const next = instantOnDay(zone, day + 1, 0);
    if (next === null || next > at) return day;
    day += 1;
  }
}

interface Known {
  readonly monthDay: MonthDay;
  readonly today: LocalDay;
  readonly zone: string;
}

/** Null where no birthday is known. */
function known({ person, shop }: SegmentFacts, now: Instant): Known | null {
  const value = valueAt(person.traits, TRAIT);
  const date = value === undefined ? null : parseDateAttribute(value);
  if (date === null) return null;
  const { zone } = shop.settings.shop;
  const monthDay = monthDayOf(zone, date);
  const today = shopDayAt(zone, now);
  return monthDay === null || today === null ? null : { monthDay, today, zone };
}

/** Today's, or the next there is. */
function nextDay({ monthDay, today }: Known): LocalDay {
  const { year } = civilDate(today);
  const thisYear = anniversaryIn(year, monthDay);
  return thisYear >= today ? thisYear : anniversaryIn(year + 1, monthDay);
}

/** Days ahead that a rule looks; null of one that asks for the month. */
function daysAhead({ birthday }: BirthdayLeaf): number | null {
  if (birthday === 'this-month') return null;
  return birthday === 'today' ? 0 : spanMs(birthday.within) / DAY_MS;
}

export function birthdayHolds(leaf: BirthdayLeaf, facts: SegmentFacts, now: Instant): boolean {
  const of = known(facts, now);
  if (of === null) return false;
  const ahead = daysAhead(leaf);
  return ahead === null ? civilDate(of.today).month === of.monthDay.month : nextDay(of) - of.today <= ahead;
}

/** The first day of the month after this one where it is the month, else of the next such month. */
function monthEdge({ monthDay, today }: Known): LocalDay {
  const { year, month } = civilDate(today);
  if (month === monthDay.month)
    return month === MONTHS ? dayOfCivil(year + 1, 1, 1) : dayOfCivil(year, month + 1, 1);
  return dayOfCivil(monthDay.month > month ? year : year + 1, monthDay.month, 1);
}

/** When the day comes on which the rule's answer changes; null where no birthday is known. */
export function birthdayChange(leaf: BirthdayLeaf, facts: SegmentFacts, now: Instant): Instant | null {
  const of = known(facts, now);
  if (of === null) return null;
  const ahead = daysAhead(leaf);
  if (ahead === null) return instantOnDay(of.zone, monthEdge(of), 0);
  const next = nextDay(of);
  return instantOnDay(of.zone, next - of.today <= ahead ? next + 1 : next - ahead, 0);
}
