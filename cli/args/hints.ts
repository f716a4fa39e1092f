/** Where to look when a call was not understood. */
import type { CommandSpec } from './spec.ts';

export function seeHelp(command: CommandSpec | null): string {
  return `See \`perennial ${command === null ? '' : `${command.name} `}--help\`.`;
}

/** `meant` is what was probably wanted, or null. */
export function didYouMean(meant: string | null, command: CommandSpec | null): string {
  return meant === null ? seeHelp(command) : `Did you mean ${meant}? ${seeHelp(command)}`;
}
