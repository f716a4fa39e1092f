/** The words of the pages by language, and what is told in codes read back into words. */
import { en } from './en.ts';
import { type PageLocale, type PageWords, REASONS, type ReasonCode, SOURCES } from './pageWords.ts';
import { zhCN } from './zhCN.ts';

const WORDS: Readonly<Record<PageLocale, PageWords>> = { en, 'zh-CN': zhCN };

export function pageWords(locale: PageLocale): PageWords {
  return WORDS[locale];
}

export function isReason(text: string | null): text is ReasonCode {
  return REASONS.some((reason) => reason === text);
}

/** Where a change was told, as the reader knows it. */
export function sourceName(words: PageWords, source: string): string {
  const known = SOURCES.find((one) => one === source);
  return known === undefined ? source : words.source[known];
}
