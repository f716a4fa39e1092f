/**
 * The words of human-readable output, in the language asked for. Help and `--json` are outside of it: they are the same
 * everywhere. A name the table does not know is still shown, with its hyphens taken out.
 */
import { en } from './en.ts';
import type { Language } from './language.ts';
import type { Vocabulary, WordTable } from './wordTable.ts';
import { zhCN } from './zhCN.ts';

const TABLES: Readonly<Record<Language, WordTable>> = { en, 'zh-CN': zhCN };

export function wordsIn(language: Language): WordTable {
  return TABLES[language];
}

/** Fills `{name}` in a sentence; a name without a value stays as it is, so that a gap is seen. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (gap: string, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : gap,
  );
}

/** The word for what the API names by id. */
export function wordFor(words: WordTable, vocabulary: Vocabulary, id: string): string {
  const known: Readonly<Record<string, string>> = words[vocabulary];
  return Object.hasOwn(known, id) ? (known[id] ?? id) : id.replaceAll('-', ' ');
}
