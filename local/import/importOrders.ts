/**
 * Imports a file of orders: reads, maps and commits it in pages, with memory that does not grow with the file. Rows that
 * cannot be read are refused one by one into the reject file, never silently. Orders are identified by the store, so the
 * same file may be imported again, after a crash or by mistake, without counting anything twice.
 */
import { isCurrencyCode } from '../../core/currency.ts';
import type { OrderColumnMap } from '../../core/customer/import/columnMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { DateFormat } from '../../core/customer/import/orderDate.ts';
import type { ImportStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { csvLayout } from './csvLayout.ts';
import { encodingOf } from './decodeText.ts';
import { importNotes } from './importNotes.ts';
import { type ImportControl, importRows, refuseOverwriting } from './importRows.ts';
import { ndjsonReader } from './ndjsonReader.ts';
import { openRows } from './openRows.ts';
import { orderIntake } from './orderIntake.ts';
import { dryWriter, storeWriter } from './pageWriter.ts';
import { rejectFile } from './rejectFile.ts';

export interface OrderImport extends ImportControl {
  readonly file: string;
  readonly map: OrderColumnMap;
  /** ISO 4217 code all amounts are in. */
  readonly currency: string;
  /** The currency the shop already has; null before its first import. */
  readonly shopCurrency: string | null;
  readonly store: Pick<ImportStore, 'importOrders' | 'beginImport'>;
  /** Path of the reject file. */
  readonly rejectFile: string;
  /** Reads and refuses as an import would, and leaves the store alone. */
  readonly dryRun: boolean;
  /** Orders more than a day after it are refused. */
  readonly now: Instant;
  /** For dates that begin with a day or month. */
  readonly dateFormat?: DateFormat;
  /** Encoding of a file that is not UTF-8, by any name the Encoding standard knows. */
  readonly encoding?: string;
}

export interface ImportReport {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Null when nothing was refused. */
  readonly rejectFile: string | null;
  readonly notes: readonly string[];
}

function agreedCurrency(given: string, shopCurrency: string | null): string {
  const currency = given.trim().toUpperCase();
  if (!isCurrencyCode(currency))
    throw new ImportMisuse(
      'currency-invalid',
      `--currency must be an ISO 4217 code such as USD; got "${given}"`,
    );
  if (shopCurrency !== null && shopCurrency !== currency)
    throw new ImportMisuse(
      'currency-differs',
      `this shop's orders are in ${shopCurrency}, the file is said to be in ${currency}; convert it, or import it into another workspace`,
    );
  return currency;
}

/**
 * Throws `ImportMisuse` before anything is written where an option or the file is wrong, `ImportInterrupted` where the
 * reading or the store fails later, and the signal's reason when stopped.
 */
export async function importOrders(options: OrderImport): Promise<ImportReport> {
  const { file, map, dryRun, now } = options;
  const currency = agreedCurrency(options.currency, options.shopCurrency);
  const encoding = options.encoding === undefined ? null : encodingOf(options.encoding);
  await refuseOverwriting(file, options.rejectFile);
  const formats = {
    csv: (header: string) => csvLayout(header, map),
    ndjson: (firstLine: number) => ndjsonReader(map, firstLine),
  };
  const rows = await openRows({ file, formats, encoding });
  const intake = orderIntake(
    { currency, now, dateFormat: options.dateFormat ?? null },
    map.order !== undefined && map.item === undefined,
  );
  const writer = dryRun ? dryWriter() : storeWriter(options.store);
  const rejects = rejectFile(options.rejectFile);
  await importRows({ rows, intake, rejects, writer, what: 'orders' }, options);
  const tally = intake.tally();
  return {
    accepted: writer.accepted(),
    duplicates: writer.duplicates(),
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: importNotes(tally, { map, dryRun, columnNotes: rows.notes() }),
  };
}
