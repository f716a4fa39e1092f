/**
 * Imports a file of customers: reads, maps and commits it in pages, with memory that does not grow with the file. It is
 * history: it changes what is known and enters nobody into a journey. Rows that cannot be read are refused one by one into
 * the reject file. The same file again changes nothing. It is read twice: first for the ids it repeats.
 */
import { stat } from 'node:fs/promises';
import type { AddressKeyOf, ImportStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import {
  customerReading,
  type CustomerImportRules,
  writerOfCustomers,
} from '../../functions/shared/import/customers.ts';
import type { CustomerCounts } from '../../functions/shared/import/customerWriter.ts';
import { openRows } from '../../functions/shared/import/openRows.ts';
import { notesOf } from '../../functions/shared/import/reading.ts';
import { type ImportControl, importRows, refuseOverwriting } from './importRows.ts';
import { openFile } from './openFile.ts';
import { rejectFile } from './rejectFile.ts';

export interface CustomerImport extends ImportControl, CustomerImportRules {
  readonly file: string;
  readonly store: Pick<ImportStore, 'importPeople'>;
  readonly addressKeyOf: AddressKeyOf;
  /** Path of the reject file. */
  readonly rejectFile: string;
  /** The time of what rows do not date. Dates more than a day after it are refused. */
  readonly now: Instant;
}

export type CustomerReport = CustomerCounts & {
  readonly rejected: number;
  /** Null when nothing was refused. */
  readonly rejectFile: string | null;
  readonly notes: readonly string[];
};

/** Ids and addresses lie in no order: of more rows to a commit, more share the pages it writes. */
const PAGE_ROWS = 20_000;

/** What is no file, such as a pipe, can be read once only. */
async function isReadTwice(file: string): Promise<boolean> {
  const stats = await stat(file).catch(() => null);
  return stats?.isFile() !== false;
}

/**
 * Throws `ImportMisuse` before anything is written where an option or the file is wrong, `ImportInterrupted` where the
 * reading or the store fails later, and the signal's reason when stopped.
 */
export async function importCustomers(options: CustomerImport): Promise<CustomerReport> {
  const { file, now, signal } = options;
  const source = { file, open: () => openFile(file) };
  await refuseOverwriting(file, options.rejectFile);
  const reading = await customerReading(options, now, {
    ...source,
    isReadTwice: await isReadTwice(file),
    ...(signal === undefined ? {} : { signal }),
  });
  const { formats, encoding, intake } = reading;
  const rows = await openRows({ ...source, formats, encoding });
  const writer = writerOfCustomers(options, options);
  const rejects = rejectFile(options.rejectFile);
  await importRows({ rows, intake, rejects, writer, pageRows: PAGE_ROWS, what: 'customers' }, options);
  const tally = intake.tally();
  return {
    ...writer.counts(),
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: notesOf(reading.notes(rows.notes()), tally),
  };
}
