/** `18 people`, `1 person`. */
import type { CommandContext } from '../context.ts';
import { fill } from '../words/words.ts';
import { count } from './format.ts';

export function people(
  value: number,
  { words, language }: Pick<CommandContext, 'words' | 'language'>,
): string {
  const sentence = value === 1 ? words.publish.people_one : words.publish.people_other;
  return fill(sentence, { count: count(value, language) });
}
