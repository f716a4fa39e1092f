/** `loyalty check`: the books of points counted anew. Exit 1 when they do not balance. */
import { booksSchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { cleanText } from '../text/clean.ts';
import { count } from '../text/format.ts';
import { fill } from '../words/words.ts';

export async function run({ ask, json, printer, words, language }: CommandContext): Promise<ExitCode> {
  const answer = await ask({ method: 'GET', path: '/v1/loyalty/check' });
  const { accounts, entries, held, heldByEntries, faults, balanced } = readAnswer(booksSchema, answer);
  if (json) await printer.document(answer);
  else {
    const told = {
      accounts: count(accounts, language),
      entries: count(entries, language),
      held: count(held, language),
      byEntries: count(heldByEntries, language),
    };
    const lines = faults.map(({ customerId, what }) => `  ${cleanText(customerId)}: ${what}`);
    await printer.lines([
      fill(balanced ? words.loyaltyProgramme.balanced : words.loyaltyProgramme.unbalanced, told),
      ...lines,
    ]);
  }
  return balanced ? 0 : 1;
}
