/** `parked redrive`: has parked records tried again. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { runRedrive } from '../redriving.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  return runRedrive(context, '/v1/parked/redrive', context.words.parked.redriven);
}
