/**
 * What time alone changes in an account: points mature and lapse, their lapsing is told ahead, a tier's period ends, a birthday
 * comes. `passTime` brings an account to `now`; `nextTimeOf` says when to do so next. After `passTime` nothing is due.
 */
import { parseDateAttribute, monthDayOf } from '../journey/clock/attributeDate.ts';
import { valueAt } from '../journey/condition.ts';
import { nextAnniversary } from '../journey/clock/dateOffset.ts';
import type { JsonObject } from '../json.ts';
import { DAY_MS, type Instant } from '../time.ts';
import type { Account, Lot } from './account.ts';
import { lastDayBefore, periodOf } from './calendar.ts';
import { type LoyaltyDefinition, worthMinor } from './definition.ts';
import { expireOp, matureOp } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { pointsOf } from './lots.ts';
import { assessTier, tierLeftAt } from './tiers.ts';

export const POINTS_EXPIRING = 'Points Expiring';
const ON_THE_DAY = { offsetDays: 0, atMinute: 0 };

/** What is asked of the member beside the account. */
export interface MemberDates {
  readonly traits: JsonObject;
  /** Their own zone, else the shop's. */
  readonly zone: string;
}

function byNotice({ notices }: LoyaltyDefinition): number[] {
  return [...notices].sort((a, b) => a - b);
}

/** The notice a lot is due to be told of: the nearest that has come and was not told. */
function noticeDue(
  { expiresAt, told, maturesAt }: Lot,
  notices: readonly number[],
  now: Instant,
): number | null {
  if (expiresAt === null || maturesAt !== null || expiresAt <= now) return null;
  const days = notices.find((one) => expiresAt - one * DAY_MS <= now);
  return days !== undefined && (told === null || told > days) ? days : null;
}

function tellExpiring(ledger: Ledger): void {
  const notices = byNotice(ledger.definition);
  const { now } = ledger.context;
  if (!ledger.account.lots.some((lot) => noticeDue(lot, notices, now) !== null)) return;
  for (const days of notices) {
    const isDue = (lot: Lot) => noticeDue(lot, notices, now) === days;
    const due = ledger.account.lots.filter(isDue);
    const first = due[0];
    if (first === undefined || first.expiresAt === null) continue;
    ledger.markTold(days, isDue);
    const points = pointsOf(due);
    ledger.tell({
      name: POINTS_EXPIRING,
      properties: {
        days,
        points,
        worthMinor: worthMinor(points, ledger.definition),
        at: lastDayBefore(ledger.context.zone, first.expiresAt),
        available: ledger.account.available,
      },
    });
  }
}

function nextBirthday(
  { traits, zone }: MemberDates,
  { earn }: LoyaltyDefinition,
  after: Instant,
): Instant | null {
  if (earn.birthday === undefined) return null;
  const date = parseDateAttribute(valueAt(traits, earn.birthday.trait) ?? null);
  const monthDay = date === null ? null : monthDayOf(zone, date);
  return monthDay === null ? null : nextAnniversary(zone, monthDay, after, ON_THE_DAY);
}

/** A birthday is kept within two days, so that one told on the day itself is not missed, and one long gone is no gift. */
const BIRTHDAY_KEPT_MS = 2 * DAY_MS;

/** Points of a birthday that has come since the account was opened; one a year. */
function giveBirthday(ledger: Ledger, dates: MemberDates): void {
  const { birthday } = ledger.definition.earn;
  const { now } = ledger.context;
  const came = nextBirthday(dates, ledger.definition, now - BIRTHDAY_KEPT_MS);
  if (birthday === undefined || came === null || came > now) return;
  const period = periodOf(dates.zone, came, 'year');
  const { counts } = ledger.account;
  if ((counts['birthday']?.period ?? '') >= period) return;
  ledger.note({ counts: { ...counts, birthday: { period, count: 1 } } });
  ledger.earn(
    `birthday:${period}`,
    birthday.points,
    { earnedAt: now, maturesAt: null },
    { reason: 'birthday' },
  );
}

/** Entries that time makes are named after the version of the account they are committed with. */
export function passTime(ledger: Ledger, version: number, dates: MemberDates | null): void {
  if (ledger.account.mergedInto !== null) return;
  ledger.mature(matureOp(version + 1));
  ledger.expire(expireOp(version + 1));
  if (dates !== null) giveBirthday(ledger, dates);
  assessTier(ledger);
  tellExpiring(ledger);
}

/** Infinity where time alone does nothing to the lot. */
function nextTimeOfLot(
  { maturesAt, expiresAt }: Lot,
  notices: LoyaltyDefinition['notices'],
  now: Instant,
): Instant {
  if (maturesAt !== null) return maturesAt;
  if (expiresAt === null) return Number.POSITIVE_INFINITY;
  let next = expiresAt;
  for (const days of notices) {
    const at = expiresAt - days * DAY_MS;
    if (at > now && at < next) next = at;
  }
  return next;
}

/** The first moment after `now` at which time alone changes something; null where it never does. */
export function nextTimeOf(
  account: Account,
  definition: LoyaltyDefinition,
  now: Instant,
  dates: MemberDates | null,
): Instant | null {
  if (account.mergedInto !== null) return null;
  let next = Number.POSITIVE_INFINITY;
  for (const lot of account.lots) next = Math.min(next, nextTimeOfLot(lot, definition.notices, now));
  for (const at of [account.tierUntil, tierLeftAt(account, definition)])
    if (at !== null && at > now) next = Math.min(next, at);
  const birthday = dates === null ? null : nextBirthday(dates, definition, now + 1);
  if (birthday !== null) next = Math.min(next, birthday);
  return next === Number.POSITIVE_INFINITY ? null : next;
}
