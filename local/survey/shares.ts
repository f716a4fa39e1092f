/** Shares of customers, and past customer value, read from a table. */
import { pastCustomerValue } from '../../core/feedback/pastCustomerValue.ts';
import { type ShareOfMany, shareOfMany } from '../../core/feedback/shareOfCustomer.ts';
import { parseIso } from '../../core/time.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import {
  ANY_NUMBER,
  figuresOf,
  findColumn,
  type Range,
  refuseCells,
  requireColumn,
} from '../tables/figures.ts';
import type { Table } from '../tables/table.ts';
import { TableMisuse, type TableProblem } from '../tables/tableMisuse.ts';

/** What is shared, the column of ours and that of the whole category. */
const SHARES = {
  wallet: ['spend', 'category_spend'],
  purchase: ['purchases', 'category_purchases'],
  visits: ['visits', 'category_visits'],
} as const;
export const SHARE_KINDS = [
  'wallet',
  'purchase',
  'visits',
] as const satisfies readonly (keyof typeof SHARES)[];
export type ShareKind = (typeof SHARE_KINDS)[number];

const NOT_NEGATIVE: Range = { fits: (x) => x >= 0, what: 'figure of 0 and more' };

function shareIn(table: Table, kind: ShareKind): ShareOfMany | null {
  const [oursName, allName] = SHARES[kind];
  const [oursAt, allAt] = [findColumn(table, oursName), findColumn(table, allName)];
  if (oursAt === null) return null;
  const ours = figuresOf(table, oursAt, NOT_NEGATIVE);
  const all = allAt === null ? ours.map(() => null) : figuresOf(table, allAt, NOT_NEGATIVE);
  const problems = ours.flatMap((one, i): TableProblem[] => {
    const whole = all[i] ?? null;
    if (one === null || whole === null || whole >= one) return [];
    const message = `${one} with us is more than the ${whole} in the category`;
    return [{ path: oursName, line: table.rows[i]?.line ?? null, message }];
  });
  refuseCells(table, problems, 'The category is all of it, this shop included.');
  return shareOfMany(ours.flatMap((one, i) => (one === null ? [] : [{ ours: one, all: all[i] ?? null }])));
}

/** A share each of which the file has the columns; null where it has not. Throws `TableMisuse` where it has none. */
export function sharesOfTable(table: Table): Record<ShareKind, ShareOfMany | null> {
  const shares = {
    wallet: shareIn(table, 'wallet'),
    purchase: shareIn(table, 'purchase'),
    visits: shareIn(table, 'visits'),
  };
  if (Object.values(shares).some((share) => share !== null)) return shares;
  throw new TableMisuse(
    `${table.file} has none of the columns spend, purchases and visits; its columns are ${table.columns.join(', ')}.`,
    'Name the shop’s own figure so, and the whole category_spend, category_purchases or category_visits.',
  );
}

const YEAR_DAYS = 365.25;

function yearsAgoOf(table: Table, place: number, at: Instant): number[] {
  const problems: TableProblem[] = [];
  const years = table.rows.map(({ line, cells }) => {
    const date = parseIso(cells[place] ?? '');
    if (date === null || date > at)
      problems.push({
        path: 'date',
        line,
        message: `"${cells[place] ?? ''}" is no date, or is still to come`,
      });
    return date === null ? 0 : (at - date) / (YEAR_DAYS * DAY_MS);
  });
  refuseCells(table, problems, 'Write dates as 2026-04-03, none after --at.');
  return years;
}

export interface PastValueOfTable {
  readonly purchases: number;
  readonly customers: number | null;
  readonly annualRate: number;
  /** In the unit of the file. */
  readonly total: number;
  readonly mean: number | null;
}

/** Columns `contribution` and `date`, or `years_ago`; `customer` where there are several. */
export function pastValueOfTable(
  table: Table,
  { at, annualRate }: { readonly at: Instant; readonly annualRate: number },
): PastValueOfTable {
  const figures = figuresOf(table, requireColumn(table, 'contribution', 'margin'), ANY_NUMBER);
  const yearsAt = findColumn(table, 'years_ago');
  const years =
    yearsAt === null
      ? yearsAgoOf(table, requireColumn(table, 'date'), at)
      : figuresOf(table, yearsAt, NOT_NEGATIVE).map((one) => one ?? 0);
  const customerAt = findColumn(table, 'customer', 'customer_id');
  const customers =
    customerAt === null ? null : new Set(table.rows.map(({ cells }) => cells[customerAt] ?? '')).size;
  const past = figures.map((one, i) => ({ contributionMinor: one ?? 0, yearsAgo: years[i] ?? 0 }));
  const total = pastCustomerValue(past, annualRate);
  return {
    purchases: past.length,
    customers,
    annualRate,
    total,
    mean: customers === null ? null : total / customers,
  };
}
