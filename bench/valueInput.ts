/**
 * Summaries of invented customers, as CSV: an MBG/NBD shop with Gamma-Gamma spend near what was found for CDNOW. Weeks are
 * written as doubles are, with up to 17 digits.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { gammaDraw, uniforms } from '../test/support/valueCohorts.ts';

export interface InventedShop {
  readonly customers: number;
  /** Customers were won between so many days before the end of observation and so many. */
  readonly wonFromDays: number;
  readonly wonToDays: number;
  readonly seed: number;
}

const ORDERS = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 };
const SPEND = { p: 6.25, q: 3.744, gamma: 15.44 };
const WEEK_DAYS = 7;
const LINES_A_PIECE = 10_000;

/** Repeat orders and the day of the last, counted from the first. */
function drawHistory(draw: () => number, lastDay: number): { x: number; txDays: number } {
  const weeklyRate = gammaDraw(draw, ORDERS.r) / ORDERS.alpha;
  const left = gammaDraw(draw, ORDERS.a);
  const dropout = left / (left + gammaDraw(draw, ORDERS.b));
  let [x, txDays, at] = [0, 0, 0];
  while (draw() >= dropout) {
    at += (-Math.log(1 - draw()) / weeklyRate) * WEEK_DAYS;
    const day = Math.max(1, Math.floor(at));
    if (day > lastDay) break;
    if (day > txDays) x += 1;
    txDays = day;
  }
  return { x, txDays };
}

function drawMeanSpend(draw: () => number, x: number): number {
  if (x === 0) return 0;
  const rate = gammaDraw(draw, SPEND.q) / SPEND.gamma;
  return Math.round((100 * gammaDraw(draw, SPEND.p * x)) / (rate * x)) / 100;
}

export async function writeSummary(file: string, shop: InventedShop): Promise<void> {
  const draw = uniforms(shop.seed);
  const out = createWriteStream(file);
  let piece = 'id,x,t_x,T,m_x\n';
  for (let i = 1; i <= shop.customers; i += 1) {
    const TDays = shop.wonToDays + Math.floor(draw() * (shop.wonFromDays - shop.wonToDays));
    const { x, txDays } = drawHistory(draw, TDays);
    piece += `${i},${x},${txDays / WEEK_DAYS},${TDays / WEEK_DAYS},${drawMeanSpend(draw, x)}\n`;
    if (i % LINES_A_PIECE !== 0) continue;
    out.write(piece);
    piece = '';
  }
  out.end(piece);
  await finished(out);
}
