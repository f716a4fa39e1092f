/** `lists add`: the customers of a file. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { changeListBy } from '../listChange.ts';

export function run(context: CommandContext): Promise<ExitCode> {
  return changeListBy(context, 'add');
}
