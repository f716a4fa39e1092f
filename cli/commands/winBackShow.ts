/** `winback show`: the whole sum of one customer, line by line and rung by rung. */
import { readAnswer } from '../answers/read.ts';
import { customerWinBackSchema } from '../answers/winBack.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { winBackSumLines } from '../draw/winBackSum.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer } = context;
  const path = `/v1/customers/${encodeURIComponent(args.operand())}/win-back`;
  const answer = await ask({ method: 'GET', path });
  if (json) await printer.document(answer);
  else await printer.lines(winBackSumLines(readAnswer(customerWinBackSchema, answer), context));
  return 0;
}
