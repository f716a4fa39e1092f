/** `customers show`: the whole picture of one person. */
import { customerDetailSchema } from '../answers/customer.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { drawCustomer } from '../draw/drawCustomer.ts';

export async function run({ ask, args, json, printer, language }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: `/v1/customers/${encodeURIComponent(args.operand())}` });
  if (json) await printer.document(answer);
  else await printer.lines(drawCustomer(readAnswer(customerDetailSchema, answer), language, printer.paint));
  return 0;
}
