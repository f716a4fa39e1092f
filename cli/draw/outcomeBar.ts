/**
 * Decisions by outcome as bars. Outcomes are textures, never colours: sent solid, not sent hatched, held out hollow, pending
 * pale, unknown dotted; the word and the figure always stand beside.
 */
import { count, share } from '../text/format.ts';
import { displayWidth, padEnd, padStart } from '../text/width.ts';
import type { Language } from '../words/language.ts';
import type { WordTable } from '../words/wordTable.ts';
import { wordFor } from '../words/words.ts';

const TEXTURES: Readonly<Record<string, string>> = {
  sent: '█',
  suppressed: '▒',
  heldOut: '□',
  'held-out': '□',
  pending: '░',
  failed: '×',
  unknown: '·',
};
const LONGEST_BAR = 40;

export function outcomeBar(
  byOutcome: Readonly<Record<string, number>>,
  words: WordTable,
  language: Language,
): string[] {
  const entries = Object.entries(byOutcome);
  const total = entries.reduce((sum, [, value]) => sum + value, 0);
  const most = Math.max(1, ...entries.map(([, value]) => value));
  const labels = entries.map(([outcome]) => wordFor(words, 'outcome', outcome));
  const figures = entries.map(([, value]) => count(value, language));
  const labelWidth = Math.max(0, ...labels.map(displayWidth));
  const figureWidth = Math.max(0, ...figures.map(displayWidth));
  return entries.map(([outcome, value], i) => {
    const length = value === 0 ? 0 : Math.max(1, Math.round((value / most) * LONGEST_BAR));
    const bar = (TEXTURES[outcome] ?? '▪').repeat(length);
    const part = total === 0 ? '' : `  ${padStart(share(value / total, language), 6)}`;
    return `${padEnd(labels[i] ?? '', labelWidth)}  ${padStart(figures[i] ?? '', figureWidth)}${part}  ${bar}`.trimEnd();
  });
}
