/** `coupons void`: takes a code back from its customer. */
import { voidedAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import { pathOfCode } from '../checkout.ts';
import type { CommandContext } from '../context.ts';
import { fill } from '../words/words.ts';

export async function run({ args, ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const code = args.operand();
  const customer = args.text('customer');
  const body = customer === undefined ? {} : { customer };
  const answer = await ask({ method: 'POST', path: pathOfCode(code, '/void'), body });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { voided } = readAnswer(voidedAnswer, answer);
  await printer.lines([fill(voided ? words.offers.voided : words.offers.notVoided, { code })]);
  return 0;
}
