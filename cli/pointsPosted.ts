/** What an operation on points came to, as commands tell it. */
import { postedSchema } from './answers/loyalty.ts';
import { readAnswer } from './answers/read.ts';
import type { ExitCode } from './args/spec.ts';
import type { CommandContext } from './context.ts';
import { cleanText } from './text/clean.ts';
import { count } from './text/format.ts';
import { fill } from './words/words.ts';

/** The name of the operation, where one is given, as the API takes it. */
export function keyOf({ args }: CommandContext): { headers?: Record<string, string> } {
  const operation = args.text('operation');
  return operation === undefined ? {} : { headers: { 'idempotency-key': operation } };
}

export async function tellPosted(
  { json, printer, words, language }: CommandContext,
  answer: unknown,
): Promise<ExitCode> {
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { customer, outcome, operation, entry } = readAnswer(postedSchema, answer);
  const told = {
    customer: cleanText(customer),
    operation: cleanText(operation),
    points: count(entry.points, language),
    available: count(entry.balance.available, language),
  };
  await printer.lines([
    fill(outcome === 'posted' ? words.loyaltyProgramme.posted : words.loyaltyProgramme.repeated, told),
  ]);
  return 0;
}
