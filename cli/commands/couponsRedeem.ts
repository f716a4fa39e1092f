/** `coupons redeem`: redeems a code with an order. */
import { usedAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import { amountIn, keyOf, orderOf, pathOfCode } from '../checkout.ts';
import type { CommandContext } from '../context.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const code = args.operand();
  const discountMinor = args.whole('discount-minor');
  const body = { ...orderOf(context), ...(discountMinor === undefined ? {} : { discountMinor }) };
  const headers = keyOf(context, 'redeem');
  const answer = await ask({ method: 'POST', path: pathOfCode(code, '/redemptions'), body, headers });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { use, repeated } = readAnswer(usedAnswer, answer);
  const amount = await amountIn(context, use.discountMinor);
  await printer.lines([fill(words.offers.redeemedNow, { code, amount })]);
  if (repeated) await printer.note(words.offers.repeated);
  return 0;
}
