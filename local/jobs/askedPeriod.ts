/** The period a replay of recorded history is asked for: whole UTC days, the end exclusive. */
import { type Instant, parseIso, startOfDay, utcDay } from '../../core/time.ts';
import { misuse } from '../../functions/shared/problem.ts';

function dayOf(field: string, text: string): Instant {
  const at = parseIso(text);
  if (at === null) throw misuse(field, `"${text}" is no date`, 'write it as YYYY-MM-DD');
  return startOfDay(utcDay(at));
}

/** Throws a `Problem` of status 400 for what is no date, and for a period without a day. */
export function askedPeriod(asked: { readonly from: string; readonly to: string }): {
  readonly from: Instant;
  readonly to: Instant;
} {
  const [from, to] = [dayOf('from', asked.from), dayOf('to', asked.to)];
  if (to <= from)
    throw misuse('to', '--to must be later than --from', 'the end is exclusive: give the day after the last');
  return { from, to };
}
