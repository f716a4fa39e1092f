/** `suppressions import`: a suppression list from a file of this machine, ours or another sender's. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { importContacts } from './importContacts.ts';

export function run(context: CommandContext): Promise<ExitCode> {
  return importContacts(context, '/v1/imports/suppressions');
}
