/** Which command the words of a call name, and what to say when they name none. */
import { type Failure, misuse } from '../failure.ts';
import { didYouMean, seeHelp } from './hints.ts';
import { nearest } from '../../core/nearest.ts';
import type { CommandSpec } from './spec.ts';

/** The command whose name the words begin with, two-word names first. */
export function findCommand(words: readonly string[], commands: readonly CommandSpec[]): CommandSpec | null {
  const pair = words.slice(0, 2).join(' ');
  return (
    commands.find((command) => command.name === pair) ??
    commands.find((command) => command.name === words[0]) ??
    null
  );
}

/** Commands whose two-word name begins with `word`. */
export function groupOf(word: string, commands: readonly CommandSpec[]): readonly CommandSpec[] {
  return commands.filter((command) => command.name.startsWith(`${word} `));
}

function unknownInGroup(first: string, second: string | undefined, group: readonly CommandSpec[]): Failure {
  const names = group.map((command) => command.name.slice(first.length + 1));
  if (second === undefined)
    return misuse(`"${first}" needs one of: ${names.join(', ')}.`, { remedy: seeHelp(group[0] ?? null) });
  const meant = nearest(second, names);
  return misuse(`There is no command "${first} ${second}".`, {
    remedy: didYouMean(meant === null ? null : `"${first} ${meant}"`, null),
  });
}

export function unknownCommand(words: readonly string[], commands: readonly CommandSpec[]): Failure {
  const [first = '', second] = words;
  const group = groupOf(first, commands);
  if (group.length > 0) return unknownInGroup(first, second, group);
  const names = commands.map((command) => command.name);
  const firsts = [...new Set(names.map((name) => name.split(' ')[0] ?? name))];
  const meant = nearest(words.slice(0, 2).join(' '), names) ?? nearest(first, firsts);
  return misuse(`There is no command "${first}".`, {
    remedy: didYouMean(meant === null ? null : `"${meant}"`, null),
  });
}
