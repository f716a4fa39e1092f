/** `offers grant`: gives one customer an offer by hand. */
import { grantedAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { minute } from '../text/format.ts';
import { fill } from '../words/words.ts';

export async function run({ args, ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const [customer = '', offer = ''] = args.operands;
  const key = args.text('operation');
  const answer = await ask({
    method: 'POST',
    path: `/v1/customers/${encodeURIComponent(customer)}/offers`,
    body: { offer },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const given = readAnswer(grantedAnswer, answer);
  const { offers } = words;
  const code = given.code ?? offers.noCode;
  const until = given.until === null ? offers.noEnd : minute(given.until);
  const sentence = given.repeated ? offers.givenAgain : offers.given;
  await printer.lines([fill(sentence, { customer: given.customer, offer, code, until })]);
  return 0;
}
