/** What the ledger cannot say the end of, by age; what is parked; what went with people who were erased. */
import { count } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import type { Language } from '../words/language.ts';
import { fill } from '../words/words.ts';
import type { WordTable } from '../words/wordTable.ts';

export interface Doubts {
  readonly unknown?:
    | {
        readonly total: number;
        readonly oldestAt: string | null;
        readonly oldestAgeMs: number | null;
        readonly byAge: Readonly<Record<string, number>>;
      }
    | undefined;
  readonly parked?: { readonly total: number } | undefined;
  readonly erased: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function ageText(ageMs: number, { ledgerMore }: WordTable, language: Language): string {
  if (ageMs < HOUR_MS)
    return fill(ledgerMore.ageMinutes, { count: count(Math.floor(ageMs / 60_000), language) });
  if (ageMs < 2 * DAY_MS)
    return fill(ledgerMore.ageHours, { count: count(Math.floor(ageMs / HOUR_MS), language) });
  return fill(ledgerMore.ageDays, { count: count(Math.floor(ageMs / DAY_MS), language) });
}

/** Lines below the bar; none where there is nothing to say. */
export function ledgerDoubts(
  { unknown, parked, erased }: Doubts,
  words: WordTable,
  language: Language,
): string[] {
  const told = words.ledgerMore;
  const bands: Readonly<Record<string, string>> = told;
  const lines: string[] = [];
  if (unknown !== undefined && unknown.total > 0) {
    const { oldestAt, oldestAgeMs, byAge } = unknown;
    if (oldestAt !== null && oldestAgeMs !== null)
      lines.push(fill(told.oldest, { at: oldestAt, age: ageText(oldestAgeMs, words, language) }));
    const rows = Object.entries(byAge).filter(([, number]) => number > 0);
    const named = rows.map(
      ([band, number]) => [fill(told.band, { band: bands[band] ?? band }), count(number, language)] as const,
    );
    lines.push(...pairs(named));
  }
  if (parked !== undefined && parked.total > 0)
    lines.push(fill(told.parked, { count: count(parked.total, language) }));
  if (erased > 0) lines.push(fill(told.erased, { count: count(erased, language) }));
  return lines.length === 0 ? [] : ['', ...lines];
}
