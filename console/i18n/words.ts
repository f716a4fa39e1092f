/**
 * Words for what the server names by id: stages, outcomes, gates, reasons. A name the console does not know yet is
 * still shown, with its hyphens taken out, so a newer server never leaves a blank.
 */
import type { LocalisedText } from '../api/types.ts';
import { en } from './en.ts';
import type { Language } from './language.ts';
import { zhCN } from './zhCN.ts';

const WORDS = { en, 'zh-CN': zhCN } as const;

export type Vocabulary =
  | 'stage'
  | 'outcome'
  | 'group'
  | 'class'
  | 'channel'
  | 'topic'
  | 'gate'
  | 'reason'
  | 'suppression'
  | 'guard'
  | 'merge'
  | 'refusal'
  | 'rule'
  | 'ended'
  | 'consent'
  | 'event'
  | 'festival'
  | 'weekday'
  | 'language'
  | 'feedbackKind'
  | 'feedbackShort';

/** The word for an id, or the id itself made readable. */
export function wordFor(vocabulary: Vocabulary, id: string, language: Language): string {
  const words: Readonly<Record<string, string>> = WORDS[language][vocabulary];
  return Object.hasOwn(words, id) ? (words[id] ?? id) : id.replaceAll('-', ' ');
}

/** What the phrases of a language are. */
export function phrasesIn(language: Language) {
  const { phrase, trigger, condition, wait, step, passage } = WORDS[language];
  return { phrase, trigger, condition, wait, step, passage };
}

/** Fills `{{name}}` in a sentence. A name without a value stays as it is, so that a gap is seen. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (gap: string, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? gap) : gap,
  );
}

/** What the server says it is doing, told in the reader's language where its first word is known. */
export function doingInWords(doing: string, language: Language): string {
  const words: Readonly<Record<string, string>> = WORDS[language].doing;
  const verb = /^[a-z]+/.exec(doing.toLowerCase())?.[0] ?? '';
  return Object.hasOwn(words, verb) ? (words[verb] ?? doing) : doing;
}

/** A text the server sent in both languages, or in one. */
export function textIn(text: LocalisedText | string, language: Language): string {
  return typeof text === 'string' ? text : (text[language] ?? text.en);
}
