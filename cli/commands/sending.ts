/** `sending`: whether it is stopped. */
import { sendingSchema } from '../answers/sending.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { sendingLines } from '../draw/sendingLines.ts';

/** Prints what the API answered about sending. */
export async function printSending(context: CommandContext, answer: unknown): Promise<ExitCode> {
  const { json, printer, words, language } = context;
  const state = readAnswer(sendingSchema, answer);
  if (json) await printer.document(answer);
  else await printer.lines(sendingLines(state, words, language));
  return 0;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  return printSending(context, await context.ask({ method: 'GET', path: '/v1/sending' }));
}
