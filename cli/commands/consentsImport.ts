/** `import consents`: consents with their proof, from a file of this machine. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { importContacts } from './importContacts.ts';

export function run(context: CommandContext): Promise<ExitCode> {
  return importContacts(context, '/v1/imports/consents');
}
