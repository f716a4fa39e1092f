/** Why the figures of a row can be no customer's history; said of the column, with what to change. */
import { type Fault, unreadable } from '../customer/import/rowFault.ts';

export type HistoryColumn = 'x' | 't_x' | 'T' | 'litt' | 'm_x' | 'count';

export interface HistoryFigures {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
  /** NaN where the cell is empty or there is no such column. */
  readonly litt: number;
  readonly meanSpend: number;
  readonly count: number;
}

export type HistoryFault = Fault & { readonly column: HistoryColumn };

const MOST_ORDERS = 1_000_000;
/** Rounding in a file may put t_x this far, of T, behind T. */
const ROUNDING = 1e-6;

export function isJustBehind(tx: number, T: number): boolean {
  return tx > T && tx - T <= ROUNDING * (1 + T);
}

function wrong(column: HistoryColumn, problem: string, remedy: string): HistoryFault {
  return { column, ...unreadable('impossible-history', problem, remedy) };
}

function faultOfTimes({ x, tx, T }: HistoryFigures): HistoryFault | null {
  if (!(T >= 0 && T < Infinity))
    return wrong(
      'T',
      'is below 0 or has no end',
      'give the time from the first order to the end of observation',
    );
  if (!(tx >= 0)) return wrong('t_x', 'is below 0', 'give the time from the first order to the last');
  if (tx > T && !isJustBehind(tx, T))
    return wrong(
      't_x',
      'is later than T',
      'the last order lies before the end of observation: mend t_x or T',
    );
  if (x === 0 && tx > 0)
    return wrong(
      't_x',
      'is above 0 without a repeat order',
      'with x = 0 the last order is the first: write 0',
    );
  if (x > 0 && tx === 0)
    return wrong('t_x', 'is 0 with repeat orders', 'orders of one day count once: take them out of x');
  return null;
}

function faultOfPeriods({ x, tx, T }: HistoryFigures): HistoryFault | null {
  if (!Number.isInteger(T)) return wrong('T', 'is no whole number of periods', 'bg-bb counts whole periods');
  if (!Number.isInteger(tx))
    return wrong('t_x', 'is no whole number of periods', 'bg-bb counts whole periods');
  if (x > tx)
    return wrong('x', 'is more than one order a period', 'bg-bb counts periods with an order, up to t_x');
  return null;
}

/** Null where a customer can have this history; `discrete` counts whole periods, one order at most in each. */
export function historyFault(figures: HistoryFigures, discrete: boolean): HistoryFault | null {
  const { x, litt, meanSpend, count } = figures;
  if (!(x >= 0)) return wrong('x', 'is below 0', 'count the repeat orders, 0 where there are none');
  if (!Number.isInteger(x)) return wrong('x', 'is no whole number', 'count the repeat orders');
  if (x > MOST_ORDERS) return wrong('x', `is more than ${MOST_ORDERS}`, 'count days with a repeat order');
  const times = faultOfTimes(figures) ?? (discrete ? faultOfPeriods(figures) : null);
  if (times !== null) return times;
  if (meanSpend < 0)
    return wrong('m_x', 'is below 0', 'give the mean value of the repeat orders, refunds taken off');
  if (count < 0 || (count === count && !Number.isInteger(count)))
    return wrong('count', 'is no number of customers', 'give a whole number, 0 or more');
  return Number.isFinite(litt) || Number.isNaN(litt)
    ? null
    : wrong('litt', 'is not finite', 'sum the logs of the intervals');
}
