/**
 * The file of one call of the value models, opened: orders or a summary, with the rows it refused. Throws `ImportMisuse` where
 * an option or the file is wrong, and `NothingReadable` where there is a table and not one row of it can be used.
 */
import { parseColumnMap } from '../../core/customer/import/columnMap.ts';
import { type FieldMap, parseFieldMap } from '../../core/customer/import/fieldMap.ts';
import type { DateFormat } from '../../core/customer/import/orderDate.ts';
import type { Instant, UtcDay } from '../../core/time.ts';
import type { RejectedRow } from '../../functions/shared/import/rejectLine.ts';
import { rejectFile } from '../import/rejectFile.ts';
import { type Cohort, cohortOfOrders, cohortOfSummary, type TimeUnit } from './cohort.ts';
import { type ReadLog, readOrders } from './readOrders.ts';
import { readSummary } from './readSummary.ts';
import { SUMMARY_FIELDS } from './summaryLayout.ts';

export interface FileOptions {
  readonly file: string;
  /** As `--map` has it; null: columns are known by their names. */
  readonly map: string | null;
  /** Where refused rows go; null: nowhere. */
  readonly rejectFile: string | null;
}

export interface OrderOptions extends FileOptions {
  readonly currency: string | null;
  readonly dateFormat: DateFormat | null;
  readonly now: Instant;
}

const MOST_SHOWN = 10;

/** A table of which no row can be used. */
export class NothingReadable extends Error {
  readonly code = 'nothing-readable';
  /** The first rows that were refused. */
  readonly rows: readonly RejectedRow[];
  constructor(file: string, rejected: number, rows: readonly RejectedRow[]) {
    super(
      rejected === 0
        ? `${file} has a header and no rows`
        : `none of the ${rejected} rows of ${file} can be read`,
    );
    this.name = 'NothingReadable';
    this.rows = rows;
  }
}

/** Reads with somewhere to put refused rows, which are whole on disk when it is done. */
async function withRejects<Read extends { readonly rejected: number }>(
  { file, rejectFile: path }: FileOptions,
  read: (refuse: (row: RejectedRow) => void) => Promise<Read>,
  rowsOf: (read: Read) => number,
): Promise<Read> {
  const first: RejectedRow[] = [];
  const kept = path === null ? null : rejectFile(path);
  const refuse = (row: RejectedRow): void => {
    if (first.length < MOST_SHOWN) first.push(row);
    kept?.add(row);
  };
  try {
    const result = await read(refuse);
    if (rowsOf(result) === 0) throw new NothingReadable(file, result.rejected, first);
    return result;
  } finally {
    await kept?.close();
  }
}

export function openOrders(options: OrderOptions): Promise<ReadLog> {
  const map = options.map === null ? null : parseColumnMap(options.map);
  return withRejects(
    options,
    (refuse) => readOrders({ ...options, map, refuse }),
    ({ rows, rejected }) => rows - rejected,
  );
}

export async function cohortBefore(options: OrderOptions, untilDay: UtcDay, unit: TimeUnit): Promise<Cohort> {
  return cohortOfOrders(await openOrders(options), untilDay, unit);
}

function summaryMap(text: string): FieldMap {
  const fields = SUMMARY_FIELDS.map((field) => field.toLowerCase());
  return parseFieldMap(text, { fields, example: '--map id=customer,x=frequency,t_x=recency,t=age' });
}

/** `discrete`: whole periods, at most one order in each. */
export async function summarisedCohort(
  options: FileOptions,
  unit: TimeUnit,
  discrete: boolean,
): Promise<Cohort> {
  const { file } = options;
  const map = options.map === null ? null : summaryMap(options.map);
  const summary = await withRejects(
    options,
    (refuse) => readSummary({ file, map, discrete, refuse }),
    ({ rows }) => rows,
  );
  return cohortOfSummary(summary, unit);
}
