/** What the commands about a code at the checkout share: the order they tell of, and how an amount is written. */
import { reportAnswer } from './answers/offers.ts';
import { readAnswer } from './answers/read.ts';
import type { CommandContext } from './context.ts';
import { misuse } from './failure.ts';
import { money } from './text/format.ts';

export function pathOfCode(code: string, what: string): string {
  return `/v1/coupons/${encodeURIComponent(code)}${what}`;
}

/** Throws `Failure` of misuse where the amount of the order is not given. */
export function orderOf({ args }: CommandContext): Record<string, unknown> {
  const [customer, order, amountMinor] = [
    args.text('customer'),
    args.text('order'),
    args.whole('amount-minor'),
  ];
  if (amountMinor === undefined)
    throw misuse('--amount-minor is needed: what the goods of the order cost before discounts.', {
      field: '--amount-minor',
      remedy: 'Give it in minor units: 5000 for 50.00.',
    });
  return {
    amountMinor,
    ...(customer === undefined ? {} : { customer }),
    ...(order === undefined ? {} : { order }),
  };
}

/** The amount in the shop's currency. */
export async function amountIn({ ask, language }: CommandContext, minor: number): Promise<string> {
  const { currency } = readAnswer(reportAnswer, await ask({ method: 'GET', path: '/v1/offers/report' }));
  return money(minor, currency, language);
}

/** The idempotency key of the call: told, or one of the order's, so that a repeat is one. */
export function keyOf({ args }: CommandContext, what: string): Record<string, string> {
  const key = args.text('operation');
  if (key !== undefined) return { 'idempotency-key': key };
  const order = args.text('order');
  if (order !== undefined) return { 'idempotency-key': `${what}-${order}` };
  throw misuse('Give --order or --operation: a repeat must be known as one.', {
    field: '--operation',
    remedy: 'Use the id of the order, or a name of your own.',
  });
}
