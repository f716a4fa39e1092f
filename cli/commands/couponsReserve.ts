/** `coupons reserve`: holds a code for an order while it is paid. */
import { usedAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import { amountIn, keyOf, orderOf, pathOfCode } from '../checkout.ts';
import type { CommandContext } from '../context.ts';
import { minute } from '../text/format.ts';
import { fill } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const code = args.operand();
  const minutes = args.whole('minutes');
  const body = { ...orderOf(context), ...(minutes === undefined ? {} : { minutes }) };
  const headers = keyOf(context, 'reserve');
  const answer = await ask({ method: 'POST', path: pathOfCode(code, '/reservations'), body, headers });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { use, repeated } = readAnswer(usedAnswer, answer);
  const amount = await amountIn(context, use.discountMinor);
  const until = use.until === null ? words.offers.noEnd : minute(use.until);
  await printer.lines([fill(words.offers.reserved, { code, until, key: use.key, amount })]);
  if (repeated) await printer.note(words.offers.repeated);
  return 0;
}
