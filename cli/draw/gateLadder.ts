/** The gates a decision climbed, each passed or stopped, with the fact it rests on. */
import type { Evidence } from '../answers/decision.ts';
import { textIn } from '../answers/localised.ts';
import { padEnd, displayWidth } from '../text/width.ts';
import { outline } from '../text/outline.ts';
import type { Language } from '../words/language.ts';
import type { WordTable } from '../words/wordTable.ts';
import { wordFor } from '../words/words.ts';

const PASSED = '✓';
const STOPPED = '✗';

/** Evidence that is no ladder is shown as it is. */
export function gateLadder(
  evidence: Evidence | null,
  words: WordTable,
  language: Language,
  indent: string,
): string[] {
  if (evidence === null) return [];
  const { gates, ...rest } = evidence;
  if (gates === undefined) return outline(rest, indent);
  const names = gates.map(({ gate }) => wordFor(words, 'gate', gate));
  const width = Math.max(0, ...names.map(displayWidth));
  return gates.map(({ passed, detail }, i) => {
    const mark = passed ? PASSED : STOPPED;
    const fact = detail ? textIn(detail, language) : '';
    return `${indent}${mark} ${padEnd(names[i] ?? '', width)}  ${fact}`.trimEnd();
  });
}
