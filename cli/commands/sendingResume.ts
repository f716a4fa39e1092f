/** `sending resume`: lifts the switch. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { printSending } from './sending.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  return printSending(context, await context.ask({ method: 'POST', path: '/v1/sending/resume', body: {} }));
}
