/** `loyalty reassess`: every account brought to now, page by page. */
import { reassessedSchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { fill } from '../words/words.ts';

export async function run({ ask, json, printer, words, language }: CommandContext): Promise<ExitCode> {
  const sum = { people: 0, changed: 0, unchanged: 0, orders: 0 };
  let cursor: string | null = null;
  do {
    const body: { cursor?: string } = cursor === null ? {} : { cursor };
    const answer = await ask({ method: 'POST', path: '/v1/loyalty/reassessments', body });
    const page = readAnswer(reassessedSchema, answer);
    sum.people += page.people;
    sum.changed += page.changed;
    sum.unchanged += page.unchanged;
    sum.orders += page.orders;
    cursor = page.next;
  } while (cursor !== null);
  if (json) await printer.document(sum);
  else {
    const told = Object.fromEntries(
      Object.entries(sum).map(([name, value]) => [name, count(value, language)]),
    );
    await printer.lines([fill(words.loyaltyProgramme.reassessed, told)]);
  }
  return 0;
}
