/** `coupons check`: whose a code is and what became of it; with an order, what it would take off. Exit 1 where it cannot be used. */
import { couponAnswer, validatedAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import { amountIn, orderOf, pathOfCode } from '../checkout.ts';
import type { CommandContext } from '../context.ts';
import { minute } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

async function whose({ args, ask, json, printer, words }: CommandContext): Promise<ExitCode> {
  const customer = args.text('customer');
  const answer = await ask({
    method: 'GET',
    path: pathOfCode(args.operand(), ''),
    query: customer === undefined ? {} : { customer },
  });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const coupon = readAnswer(couponAnswer, answer);
  const { offers } = words;
  const until = 'until' in coupon && typeof coupon.until === 'string' ? minute(coupon.until) : offers.noEnd;
  await printer.lines(
    pairs([
      [offers.offer, coupon.offer],
      [offers.customer, 'customer' in coupon && typeof coupon.customer === 'string' ? coupon.customer : null],
      [offers.state, wordFor(words, 'couponState', coupon.state)],
      [offers.until, until],
    ]),
  );
  return 0;
}

async function forOrder(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const code = args.operand();
  const answer = await ask({ method: 'POST', path: pathOfCode(code, '/validate'), body: orderOf(context) });
  const { valid, reason, discountMinor = 0 } = readAnswer(validatedAnswer, answer);
  if (json) await printer.document(answer);
  else if (valid)
    await printer.lines([
      fill(words.offers.valued, { code, amount: await amountIn(context, discountMinor) }),
    ]);
  else
    await printer.lines([
      fill(words.offers.notUsable, { code, reason: wordFor(words, 'couponDenied', reason ?? '') }),
    ]);
  return valid ? 0 : 1;
}

export function run(context: CommandContext): Promise<ExitCode> {
  return context.args.whole('amount-minor') === undefined ? whose(context) : forOrder(context);
}
