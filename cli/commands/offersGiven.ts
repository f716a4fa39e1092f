/** `offers given`: what one customer was given, and what became of it. */
import { grantsAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { minute } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

export async function run({ args, ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const path = `/v1/customers/${encodeURIComponent(args.operand())}/offers`;
  const answer = await ask({ method: 'GET', path });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { customer, items } = readAnswer(grantsAnswer, answer);
  const { offers } = words;
  if (items.length === 0) {
    await printer.note(fill(offers.nothingGiven, { customer }));
    return 0;
  }
  const columns = [offers.at, offers.offer, offers.code, offers.state, offers.until].map((title) => ({
    title,
  }));
  const rows = items.map(({ at, offer, code, state, until }) => [
    minute(at),
    offer,
    code ?? offers.noCode,
    wordFor(words, 'couponState', state),
    until === null ? offers.noEnd : minute(until),
  ]);
  await printer.lines(table(columns, rows));
  return 0;
}
