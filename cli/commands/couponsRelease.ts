/** `coupons release`: gives a reservation back. */
import { releasedAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import { pathOfCode } from '../checkout.ts';
import type { CommandContext } from '../context.ts';
import { fill } from '../words/words.ts';

export async function run({ args, ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const [code = '', reservation = ''] = args.operands;
  const customer = args.text('customer');
  const body = { reservation, ...(customer === undefined ? {} : { customer }) };
  const answer = await ask({ method: 'POST', path: pathOfCode(code, '/release'), body });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { released } = readAnswer(releasedAnswer, answer);
  await printer.lines([fill(released ? words.offers.released : words.offers.notReserved, { code })]);
  return 0;
}
