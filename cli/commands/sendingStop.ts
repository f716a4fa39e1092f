/** `sending stop`: throws the switch. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { printSending } from './sending.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask } = context;
  const classes = args.flag('all') ? 'all' : 'promotional';
  const body = { why: args.text('why') ?? '', classes };
  return printSending(context, await ask({ method: 'POST', path: '/v1/sending/stop', body }));
}
