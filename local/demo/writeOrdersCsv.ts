/** Writes a large shop as the CSV that `import orders` reads, a part at a time, so that memory holds the columns only. */
import { open } from 'node:fs/promises';
import { isoDay, isoInstant, utcDay } from '../../core/time.ts';
import { generateOrders, type LargeShopOptions } from './largeShop.ts';

const PART_CHARS = 1 << 20;

function majorUnits(amountMinor: number): string {
  const cents = String(Math.abs(amountMinor) % 100).padStart(2, '0');
  return `${amountMinor < 0 ? '-' : ''}${Math.floor(Math.abs(amountMinor) / 100)}.${cents}`;
}

/**
 * Columns `customer,date,amount`: UTC date-times with milliseconds, amounts in major units with two decimals; in time order.
 * Replaces the file.
 */
export async function writeOrdersCsv(file: string, options: LargeShopOptions): Promise<{ rows: number }> {
  const target = await open(file, 'w');
  try {
    let part = 'customer,date,amount\n';
    let rows = 0;
    let day = Number.NaN;
    let date = '';
    for (const { customerId, at, amountMinor } of generateOrders(options)) {
      if (utcDay(at) !== day) {
        day = utcDay(at);
        date = isoDay(day);
      }
      part += `${customerId},${date}${isoInstant(at).slice(date.length)},${majorUnits(amountMinor)}\n`;
      rows += 1;
      if (part.length < PART_CHARS) continue;
      await target.write(part);
      part = '';
    }
    await target.write(part);
    return { rows };
  } finally {
    await target.close();
  }
}
