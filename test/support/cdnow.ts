/**
 * The CDNOW sample (Fader & Hardie), which lies beside the project and is no part of it: tests that read it skip where it
 * is absent. 2,357 customers who first bought in early 1997, and everything they bought until the end of June 1998.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Order } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import { anOrder, at } from './builders.ts';

const shared = new URL('../../../shared/', import.meta.url);
const LOG = new URL('data/cdnow_sample_elog.csv', shared);

/** For `describe.skipIf`. */
export const CDNOW_ABSENT = !existsSync(LOG) || !existsSync(new URL('gold/btyd_cdnow.json', shared));

export function gold(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`gold/${file}`, shared), 'utf8'));
}

/** One order a line of the log, in its sequence. */
export function cdnowOrders(): Order[] {
  const [, ...lines] = readFileSync(LOG, 'utf8').trimEnd().split('\n');
  return lines.map((line, i) => {
    const [id = '', , date = '', , sales = ''] = line.split(',');
    return anOrder({
      id: `cdnow-${i}`,
      customerId: customerId(id),
      at: at(date),
      amountMinor: Math.round(Number(sales) * 100),
    });
  });
}
