/** Balances of points a shop brings from another programme, as the rows of a file say them: whole, above 0, one a customer. */
import { readTable } from '../local/tables/readTable.ts';
import type { Table } from '../local/tables/table.ts';
import { misuse, type Problem } from './failure.ts';
import { usingFile } from './unusableFile.ts';
import type { enLoyalty } from './words/enLoyalty.ts';

export interface OpeningBalance {
  readonly line: number;
  readonly customer: string;
  readonly points: number;
}

/** What is wrong with a row: its sentence in the words of `balanceProblem`, and the names in it. */
export interface BalanceProblem {
  readonly key: keyof typeof enLoyalty.balanceProblem;
  readonly names?: Readonly<Record<string, string>>;
}

/** A row that is not brought in, as it stands in the file. */
export interface RefusedBalance {
  readonly line: number;
  readonly customer: string;
  /** Ours, or the refusal the API gave. */
  readonly problem: BalanceProblem | Problem;
}

export interface BalancesRead {
  readonly balances: readonly OpeningBalance[];
  /** Rows of 0 points: there is nothing to bring in. */
  readonly none: number;
  readonly refused: readonly RefusedBalance[];
}

const CUSTOMER_NAMES = ['customer', 'customer_id', 'id', 'member', 'member_id'];
const POINTS_NAMES = ['points', 'balance', 'points_balance'];
const WHOLE = /^\d{1,10}$/;

/** The column that is named, else the first that is called as such columns are. Throws `Failure` of misuse. */
function placeOf(table: Table, option: string, asked: string | undefined, known: readonly string[]): number {
  const names = table.columns.map((name) => name.trim().toLowerCase());
  const place = asked === undefined ? -1 : table.columns.indexOf(asked);
  const guessed = known.map((name) => names.indexOf(name)).find((found) => found >= 0) ?? -1;
  const found = asked === undefined ? guessed : place;
  if (found >= 0) return found;
  throw misuse(`${table.file} has no column for --${option}: its columns are ${table.columns.join(', ')}.`, {
    field: `--${option}`,
    remedy: `Name it: --${option} COLUMN.`,
  });
}

/** `columns`: as they are named by options. Throws `Failure` of misuse for a file that cannot be read. */
export async function readBalances(
  file: string,
  columns: { readonly customer?: string | undefined; readonly points?: string | undefined },
): Promise<BalancesRead> {
  const table = await usingFile('FILE', () => readTable(file));
  const customerAt = placeOf(table, 'customer', columns.customer, CUSTOMER_NAMES);
  const pointsAt = placeOf(table, 'points', columns.points, POINTS_NAMES);
  const seen = new Set<string>();
  const balances: OpeningBalance[] = [];
  const refused: RefusedBalance[] = [];
  let none = 0;
  for (const { line, cells } of table.rows) {
    const customer = (cells[customerAt] ?? '').trim();
    const text = (cells[pointsAt] ?? '').trim();
    const refuse = (key: BalanceProblem['key']) =>
      refused.push({ line, customer, problem: { key, names: { text } } });
    if (customer === '') refuse('noCustomer');
    else if (!WHOLE.test(text)) refuse('notWhole');
    else if (seen.has(customer)) refuse('twice');
    else if (Number(text) === 0) none += 1;
    else balances.push({ line, customer, points: Number(text) });
    seen.add(customer);
  }
  return { balances, none, refused };
}
