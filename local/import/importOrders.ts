/**
 * Imports a file of orders: reads, maps and commits it in pages, with memory that does not grow with the file. Rows that
 * cannot be read are refused one by one into the reject file, never silently. Orders are identified by the store, so the
 * same file may be imported again, after a crash or by mistake, without counting anything twice.
 */
import type { ImportStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { openRows } from '../../functions/shared/import/openRows.ts';
import { orderReading, type OrderRules, orderWriter } from '../../functions/shared/import/orders.ts';
import { notesOf } from '../../functions/shared/import/reading.ts';
import { type ImportControl, importRows, refuseOverwriting } from './importRows.ts';
import { openFile } from './openFile.ts';
import { rejectFile } from './rejectFile.ts';

export interface OrderImport extends ImportControl, OrderRules {
  readonly file: string;
  /** The currency the shop already has; null before its first import. */
  readonly shopCurrency: string | null;
  readonly store: Pick<ImportStore, 'importOrders' | 'beginImport'>;
  /** Path of the reject file. */
  readonly rejectFile: string;
  /** Orders more than a day after it are refused. */
  readonly now: Instant;
}

export interface ImportReport {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Null when nothing was refused. */
  readonly rejectFile: string | null;
  readonly notes: readonly string[];
}

/**
 * Throws `ImportMisuse` before anything is written where an option or the file is wrong, `ImportInterrupted` where the
 * reading or the store fails later, and the signal's reason when stopped.
 */
export async function importOrders(options: OrderImport): Promise<ImportReport> {
  const { file } = options;
  const reading = orderReading(options, options);
  await refuseOverwriting(file, options.rejectFile);
  const { formats, encoding, intake } = reading;
  const rows = await openRows({ file, open: () => openFile(file), formats, encoding });
  const writer = orderWriter(options, options.store);
  const rejects = rejectFile(options.rejectFile);
  await importRows({ rows, intake, rejects, writer, what: 'orders' }, options);
  const tally = intake.tally();
  const { accepted = 0, duplicates = 0 } = writer.counts();
  return {
    accepted,
    duplicates,
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: notesOf(reading.notes(rows.notes()), tally),
  };
}
