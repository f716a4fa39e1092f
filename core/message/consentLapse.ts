/** Consent that was not said in words ends by itself, after the months its jurisdiction gives to the basis it rests on. */
import type { Jurisdiction } from '../settings/jurisdictions.ts';
import { civilDate, dayOfCivil, type Instant, startOfDay, utcDay } from '../time.ts';
import type { ConsentChange } from './contact.ts';

/** The same day and time so many months later; the last of the month where it has no such day. */
function monthsAfter(at: Instant, months: number): Instant {
  const { year, month, day } = civilDate(utcDay(at));
  const first = dayOfCivil(year, month, 1);
  const intoDay = at - startOfDay(first + day - 1);
  const target = year * 12 + month - 1 + months;
  const [targetYear, targetMonth] = [Math.floor(target / 12), (target % 12) + 1];
  const begins = dayOfCivil(targetYear, targetMonth, 1);
  const next =
    targetMonth === 12 ? dayOfCivil(targetYear + 1, 1, 1) : dayOfCivil(targetYear, targetMonth + 1, 1);
  return startOfDay(Math.min(begins + day - 1, next - 1)) + intoDay;
}

/** When a consent stops counting; null where it does not lapse. */
export function lapsesAt(
  { basis, at }: ConsentChange,
  { lapseMonths }: Pick<Jurisdiction, 'lapseMonths'>,
): Instant | null {
  const months = basis === undefined ? undefined : lapseMonths[basis];
  return months === undefined ? null : monthsAfter(at, months);
}
