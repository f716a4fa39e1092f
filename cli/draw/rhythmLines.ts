/** The rhythm of one customer in three lines: the strip, what it says in words, and its legend. */
import { isoDay, parseIso, utcDay } from '../../core/time.ts';
import type { CustomerDetail } from '../answers/customer.ts';
import { days } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill, wordsIn } from '../words/words.ts';
import { MARKS, rhythmOf } from './rhythm.ts';

const STRIP_WIDTH = 60;

function dayOf(text: string | null | undefined): number | null {
  const at = text ? parseIso(text) : null;
  return at === null ? null : utcDay(at);
}

/** The last day anything is known of this person: no clock decides who is late. */
function knownUntil(customer: CustomerDetail): number {
  const told = [
    customer.evaluatedAt,
    customer.stageSince,
    ...customer.facts.map((fact) => fact.at),
    ...customer.ordersList.map((order) => order.at),
    ...customer.decisions.map((decision) => decision.decidedAt),
  ];
  return told.reduce(
    (latest, text) => Math.max(latest, dayOf(text) ?? latest),
    dayOf(customer.knownSince) ?? 0,
  );
}

function purchaseDays(customer: CustomerDetail, refunds: boolean): number[] {
  const chosen = customer.ordersList.filter((order) => order.amountMinor < 0 === refunds);
  return [...new Set(chosen.flatMap((order) => dayOf(order.at) ?? []))].sort((a, b) => a - b);
}

export function rhythmLines(customer: CustomerDetail, language: Language): string[] {
  const { customer: words, list } = wordsIn(language);
  const limitDays = customer.evidence?.limitDays ?? null;
  const found = rhythmOf(
    {
      orderDays: purchaseDays(customer, false),
      refundDays: purchaseDays(customer, true),
      limitDays,
      knownUntil: knownUntil(customer),
    },
    STRIP_WIDTH,
  );
  if (found === null) return [words.noOrders];
  const limit = limitDays === null ? null : days(Math.round(limitDays), language);
  const median = found.medianGapDays === null ? null : days(Math.round(found.medianGapDays), language);
  const usual =
    limit === null
      ? null
      : median === null
        ? fill(words.rhythmLimit, { limit })
        : fill(words.rhythmUsual, { median, limit });
  const since = fill(words.lastDays, { days: days(found.daysSinceLast, language) });
  const sentence = [usual, since, found.late ? words.late : null]
    .filter((part) => part !== null)
    .join(list.semicolon);
  return [
    `${isoDay(found.firstDay)} ${found.strip} ${isoDay(found.lastDay)}`,
    sentence,
    fill(words.legend, MARKS),
  ];
}
