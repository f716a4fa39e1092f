/**
 * Orders of a large invented shop, for benches: exactly so many orders of exactly so many customers, in time order, drawn
 * from the assumptions of MBG/NBD so that dropout can be identified. Rows are kept in flat columns of 16 bytes; only
 * the row at hand is an object.
 */
import { hash32 } from '../../core/chance.ts';
import type { Order } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import { createRandom, type Random } from './random.ts';
import { type BuyingProcess, drawPurchases } from './shopper.ts';
import { sequenceByTime } from './timeSequence.ts';

export interface LargeShopOptions {
  readonly seed: number;
  readonly customers: number;
  /** At least one a customer; up to some hundred a customer can be reached. */
  readonly orders: number;
  /** Orders lie in [from, from + days). */
  readonly from: Instant;
  readonly days: number;
  /** ISO 4217; USD unless named. */
  readonly currency?: string;
}

/** Customers arrive in this part of the time, so that the last still have some to come back in. */
const ARRIVAL_PART = 0.8;
const CALIBRATION_CUSTOMERS = 3_000;
const CALIBRATION_STEPS = 24;
const TYPICAL_AMOUNT_MINOR = 4_000;

function processFor(meanOrders: number, alphaDays: number): BuyingProcess {
  return { r: 1.4, alphaDays, a: 1, b: Math.max(3, meanOrders / 1.5) };
}

/** Random of one customer: the same for every rate that is tried, so more haste always means more orders. */
function randomOf(seed: number, index: number): Random {
  return createRandom(hash32(seed, `large ${index}`));
}

function drawTimes(options: LargeShopOptions, index: number, alphaDays: number): number[] {
  const random = randomOf(options.seed, index);
  const arrivalDays = random.next() * options.days * ARRIVAL_PART;
  const process = processFor(options.orders / options.customers, alphaDays);
  return drawPurchases(random, process, options.days - arrivalDays).map((days) => arrivalDays + days);
}

/** Bisects, in logs, for the rate at which a sample orders slightly more than wanted. */
function calibrate(options: LargeShopOptions): number {
  const sample = Math.min(options.customers, CALIBRATION_CUSTOMERS);
  const wanted = (options.orders / options.customers) * sample * 1.01;
  let slow = Math.log(options.days * 1_000);
  let fast = Math.log(options.days / 100_000);
  for (let step = 0; step < CALIBRATION_STEPS; step += 1) {
    const middle = (slow + fast) / 2;
    let orders = 0;
    for (let i = 0; i < sample; i += 1) orders += drawTimes(options, i, Math.exp(middle)).length;
    if (orders < wanted) slow = middle;
    else fast = middle;
  }
  return Math.exp(fast);
}

function drawEveryone(options: LargeShopOptions): number[][] {
  let alphaDays = calibrate(options);
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const times = Array.from({ length: options.customers }, (_, i) => drawTimes(options, i, alphaDays));
    if (times.reduce((sum, own) => sum + own.length, 0) >= options.orders) return times;
    alphaDays *= 0.97;
  }
  throw new RangeError(
    `${options.orders} orders of ${options.customers} customers in ${options.days} days is more than the process gives`,
  );
}

/** Takes the last of some customers' orders away until the number is exact; everyone keeps the first. */
function trim(times: number[][], excess: number, seed: number): void {
  const random = createRandom(hash32(seed, 'large trim'));
  for (let left = excess; left > 0; ) {
    const own = times[random.below(times.length)];
    if (own === undefined || own.length < 2) continue;
    own.pop();
    left -= 1;
  }
}

function assertPossible({ customers, orders, days }: LargeShopOptions): void {
  if (!Number.isInteger(customers) || customers < 1) throw new RangeError('customers must be at least 1');
  if (!Number.isInteger(orders) || orders < customers)
    throw new RangeError('orders must be at least one a customer');
  if (!(days > 0)) throw new RangeError('days must be above 0');
}

interface Columns {
  readonly at: Float64Array;
  readonly customer: Uint32Array;
  readonly amountMinor: Int32Array;
}

function columnsOf(options: LargeShopOptions): Columns {
  const times = drawEveryone(options);
  const drawn = times.reduce((sum, own) => sum + own.length, 0);
  trim(times, drawn - options.orders, options.seed);
  const at = new Float64Array(options.orders);
  const customer = new Uint32Array(options.orders);
  const amountMinor = new Int32Array(options.orders);
  let row = 0;
  times.forEach((own, index) => {
    const random = createRandom(hash32(options.seed, `large spend ${index}`));
    const usual = TYPICAL_AMOUNT_MINOR * Math.exp(0.5 * random.normal());
    for (const days of own) {
      at[row] = options.from + Math.floor(days * DAY_MS);
      customer[row] = index;
      amountMinor[row] = 100 + Math.round((usual * random.gamma(4)) / 4);
      row += 1;
    }
  });
  return { at, customer, amountMinor };
}

/**
 * Yields the orders in time order, ids `o1`, `o2`, … by that order and customers `c1`, `c2`, …; lines are empty.
 * @throws RangeError where there is less than one order a customer, or more than the process can give.
 */
export function* generateOrders(options: LargeShopOptions): Generator<Order, void, undefined> {
  assertPossible(options);
  const { at, customer, amountMinor } = columnsOf(options);
  const customers = Array.from({ length: options.customers }, (_, i) => customerId(`c${i + 1}`));
  const currency = options.currency ?? 'USD';
  const lines: Order['lines'] = [];
  let ordinal = 0;
  for (const row of sequenceByTime(at)) {
    ordinal += 1;
    const buyer = customers[customer[row] ?? 0];
    if (buyer === undefined) throw new Error(`row ${row} belongs to no customer`);
    yield {
      id: `o${ordinal}`,
      customerId: buyer,
      at: at[row] ?? 0,
      amountMinor: amountMinor[row] ?? 0,
      currency,
      lines,
    };
  }
}
