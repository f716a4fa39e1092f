/** The orders of a customer as one text out of an index, taken apart by hand: a night reads them of everyone. */
import type { OrderAmount } from '../../core/customer/order.ts';
import { BrokenRow } from './columns.ts';

const DIGIT_0 = 48;
const MINUS = 45;

/** `<at>,<amount>,<at>,<amount>,…`, oldest first, as amounts. */
export function parseAmounts(packed: string): OrderAmount[] {
  const amounts: OrderAmount[] = [];
  let value = 0;
  let sign = 1;
  let at: number | null = null;
  for (let i = 0; i <= packed.length; i += 1) {
    const unit = packed.charCodeAt(i);
    if (unit >= DIGIT_0 && unit <= DIGIT_0 + 9) value = value * 10 + unit - DIGIT_0;
    else if (unit === MINUS) sign = -1;
    else {
      if (at === null) at = sign * value;
      else {
        amounts.push({ at, amountMinor: sign * value });
        at = null;
      }
      value = 0;
      sign = 1;
    }
  }
  if (at !== null) throw new BrokenRow('orders', 'pairs');
  return amounts;
}
