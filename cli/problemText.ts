/**
 * What the API says of a line of a definition, in the language of the call. The API says it in English; a sentence whose form is
 * known is said again in the other language with its own names and figures, any other as it came.
 */
import { enProblems } from './words/enProblems.ts';
import { fill } from './words/words.ts';
import type { WordTable } from './words/wordTable.ts';

type Key = keyof typeof enProblems.problems;

interface Form {
  readonly key: Key;
  readonly pattern: RegExp;
}

const SPECIAL = /[.*+?^$()|[\]\\]/g;

function formOf(key: Key): Form {
  const sentence = enProblems.problems[key].replaceAll(SPECIAL, String.raw`\$&`);
  return { key, pattern: new RegExp(`^${sentence.replaceAll(/\{(\w+)\}/g, '(?<$1>.+?)')}$`, 's') };
}

function isKey(key: string): key is Key {
  return Object.hasOwn(enProblems.problems, key);
}

const FORMS = Object.keys(enProblems.problems).filter(isKey).map(formOf);

export function problemText(message: string, { problems }: Pick<WordTable, 'problems'>): string {
  for (const { key, pattern } of FORMS) {
    const found = pattern.exec(message);
    if (found !== null) return fill(problems[key], found.groups ?? {});
  }
  return message;
}
