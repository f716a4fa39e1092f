/**
 * A CSV file of who bought what, a line a purchase, with the columns customer, item and, where it is there, date. Encoding, separator
 * and quotes are read as those of an import, rows one by one, whatever the file's size. An empty date is a purchase without
 * one; a row without customer or item, or with a date nobody can read, is refused with its line: an evaluation of part of a file
 * would be one of another file.
 */
import { type DateFormat, parseDate } from '../../core/customer/import/orderDate.ts';
import { unguarded } from '../../core/csvGuard.ts';
import { collectPurchases, type Interactions } from '../../core/recommend/interactions.ts';
import type { Instant } from '../../core/time.ts';
import { sniffHeader } from '../../functions/shared/import/csvTable.ts';
import { openRows, type RowFormats } from '../../functions/shared/import/openRows.ts';
import type { SourceRow } from '../../functions/shared/import/sourceRow.ts';
import { openFile } from '../import/openFile.ts';
import { TableMisuse, type TableProblem } from '../tables/tableMisuse.ts';

export interface PurchaseRow {
  readonly customer: string;
  readonly item: string;
  /** As it stands there; empty without a date. */
  readonly date: string;
}

export interface PurchaseFile {
  readonly file: string;
  /** For dates that begin with a day or month; null refuses them as ambiguous. Default null. */
  readonly dateFormat?: DateFormat | null;
}

/** Takes a purchase; `at` is null where the row has no date. */
export type TakePurchase = (customer: string, item: string, at: Instant | null) => void;

const NAMES: Readonly<Record<keyof PurchaseRow, readonly string[]>> = {
  customer: ['customer', 'customer_id'],
  item: ['item', 'item_id'],
  date: ['date'],
};
const REMEDY = 'Name the columns customer, item and, where it is known, date in the first line.';
const MOST_PROBLEMS = 20;

function placeOf(header: readonly string[], field: keyof PurchaseRow): number {
  return header.findIndex((name) => NAMES[field].includes(name.trim().toLowerCase()));
}

function missingColumn(file: string, field: string, header: readonly string[]): TableMisuse {
  const named = header.map((name) => (name === '' ? '(unnamed)' : name)).join(', ');
  const problem = { path: field, message: 'the column is missing', line: 1 };
  return new TableMisuse(`${file} has no column ${field}; its first line is ${named}.`, REMEDY, [problem]);
}

function formatsOf(file: string): RowFormats<PurchaseRow> {
  return {
    csv(line) {
      const wanted = (header: readonly string[]) =>
        [placeOf(header, 'customer'), placeOf(header, 'item')].filter((place) => place >= 0).length;
      const { separator, header } = sniffHeader(line, wanted);
      const [customer, item] = [placeOf(header, 'customer'), placeOf(header, 'item')];
      const date = placeOf(header, 'date');
      if (customer < 0) throw missingColumn(file, 'customer', header);
      if (item < 0) throw missingColumn(file, 'item', header);
      return {
        separator,
        header,
        fieldAt: (position) => header[position] ?? '',
        mayBreak: (position) => position === item,
        cellsOf: (fields) => ({
          customer: unguarded(fields[customer] ?? ''),
          item: unguarded(fields[item] ?? ''),
          date: date < 0 ? '' : (fields[date] ?? ''),
        }),
        notes: () => [],
      };
    },
    ndjson() {
      throw new TableMisuse(
        `${file} is no CSV.`,
        'Write it as CSV: a line of column names, then a line a row.',
      );
    },
  };
}

/** Takes the row, or says what is wrong with it. */
function takeRow(
  row: SourceRow<PurchaseRow>,
  take: TakePurchase,
  dateFormat: DateFormat | null,
): TableProblem | null {
  const { line } = row;
  if (row.kind === 'faulty') return { path: row.field ?? '', message: `${row.problem}; ${row.remedy}`, line };
  const { customer, item, date } = row.cells;
  if (customer === '') return { path: 'customer', message: 'is empty', line };
  if (item === '') return { path: 'item', message: 'is empty', line };
  if (date === '') {
    take(customer, item, null);
    return null;
  }
  const read = parseDate(date, dateFormat);
  if (read.kind === 'unreadable')
    return { path: 'date', message: `"${date}" ${read.problem}; ${read.remedy}`, line };
  take(customer, item, read.at);
  return null;
}

function refuse(file: string, problems: readonly TableProblem[], wrong: number): void {
  const [first] = problems;
  if (first === undefined) return;
  const more = wrong === 1 ? '' : `, and ${wrong - 1} more`;
  const where = first.path === '' ? '' : `, column ${first.path}`;
  const detail = `${file}, line ${first.line ?? 1}${where}: ${first.message}${more}.`;
  throw new TableMisuse(detail, 'Correct the lines named, or take them out.', problems);
}

/**
 * Hands every row to `take`; the number of rows. Throws `TableMisuse` naming columns and lines, `ImportMisuse` (`file-…`) where the
 * file cannot be read at all.
 */
export async function readPurchases(
  { file, dateFormat = null }: PurchaseFile,
  take: TakePurchase,
): Promise<number> {
  const opened = await openRows({
    file,
    open: () => openFile(file),
    formats: formatsOf(file),
    encoding: null,
  });
  const problems: TableProblem[] = [];
  let [rows, wrong] = [0, 0];
  try {
    for await (const batch of opened.batches)
      for (const row of batch) {
        const problem = takeRow(row, take, dateFormat);
        rows += 1;
        if (problem === null) continue;
        wrong += 1;
        if (problems.length < MOST_PROBLEMS) problems.push(problem);
      }
  } finally {
    opened.close();
  }
  refuse(file, problems, wrong);
  if (rows === 0)
    throw new TableMisuse(`${file} has no rows below its header.`, 'Give a line for each purchase.');
  return rows;
}

export interface PurchaseTable {
  readonly rows: number;
  readonly purchases: Interactions;
}

/** The whole file as one table. Throws as `readPurchases` does. */
export async function readPurchaseTable(source: PurchaseFile): Promise<PurchaseTable> {
  const collected = collectPurchases();
  const rows = await readPurchases(source, (customer, item, at) => collected.add(customer, item, at));
  return { rows, purchases: collected.finish() };
}
