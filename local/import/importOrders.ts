/**
 * Imports a file of orders: reads, maps and commits it in pages, with memory that does not grow with the file. Rows that
 * cannot be read are refused one by one into the reject file, never silently. Orders are identified by the store, so the
 * same file may be imported again, after a crash or by mistake, without counting anything twice.
 */
import { realpath } from 'node:fs/promises';
import { isCurrencyCode } from '../../core/currency.ts';
import type { OrderColumnMap } from '../../core/customer/import/columnMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { DateFormat } from '../../core/customer/import/orderDate.ts';
import type { ImportedOrder, ImportStore } from '../../core/ports.ts';
import type { Instant } from '../../core/time.ts';
import { encodingOf } from './decodeText.ts';
import { importNotes } from './importNotes.ts';
import { type OpenedRows, openRows } from './openRows.ts';
import { type OrderIntake, orderIntake } from './orderIntake.ts';
import { dryWriter, type PageWriter, storeWriter } from './pageWriter.ts';
import { type RejectFile, rejectFile } from './rejectFile.ts';

/** Rows of one page handed to the store. */
const PAGE_ROWS = 10_000;

export interface ImportProgress {
  /** Bytes of the file read, of `totalBytes` on disk. */
  readonly bytesRead: number;
  readonly totalBytes: number;
  readonly rows: number;
  readonly rejected: number;
}

export interface OrderImport {
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
  /** Called after every piece of the file, about 256 KiB. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops between two pieces; what is committed stays. */
  readonly signal?: AbortSignal;
}

export interface ImportReport {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Null when nothing was refused. */
  readonly rejectFile: string | null;
  readonly notes: readonly string[];
}

/** The reading or the store failed in the middle. What is committed is a prefix of the file. */
class ImportInterrupted extends Error {
  readonly code = 'import-interrupted';
  constructor(rows: number, committed: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `the import stopped after reading ${rows} rows: ${reason}. ${committed} orders were added; import the same file again to go on, nothing is counted twice`,
      { cause },
    );
    this.name = 'ImportInterrupted';
  }
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

async function refuseOverwriting(file: string, rejects: string): Promise<void> {
  const [source, target] = await Promise.all([file, rejects].map((path) => realpath(path).catch(() => null)));
  if (source !== null && source === target)
    throw new ImportMisuse(
      'reject-file-unwritable',
      `the reject file ${rejects} is the imported file; name another`,
    );
}

interface Running {
  readonly rows: OpenedRows;
  readonly intake: OrderIntake;
  readonly rejects: RejectFile;
  readonly writer: PageWriter;
}

async function readAll({ rows, intake, rejects, writer }: Running, options: OrderImport): Promise<void> {
  let page: ImportedOrder[] = [];
  for await (const batch of rows.batches) {
    for (const row of batch) {
      const taken = intake.take(row);
      if (taken.kind === 'rejected') {
        rejects.add(taken.row);
        if (rejects.isFull()) await rejects.flush();
        continue;
      }
      page.push(taken.imported);
      if (page.length < PAGE_ROWS) continue;
      await writer.write(page);
      page = [];
    }
    await rejects.flush();
    options.signal?.throwIfAborted();
    const { rows: count, rejected } = intake.tally();
    options.onProgress?.({ bytesRead: rows.bytesRead(), totalBytes: rows.totalBytes, rows: count, rejected });
  }
  if (page.length > 0) await writer.write(page);
  await writer.finish();
}

/** The failure as the user should read it. */
function worded(failure: unknown, running: Running, signal: AbortSignal | undefined): unknown {
  if (failure instanceof ImportMisuse || signal?.aborted === true) return failure;
  return new ImportInterrupted(running.intake.tally().rows, running.writer.accepted(), failure);
}

/** Lets the page in flight and the refused rows reach the disk after a failure; what fails now is told no more. */
async function settle({ writer, rejects }: Running): Promise<void> {
  const ignore = () => undefined;
  await writer.finish().catch(ignore);
  await rejects.close().catch(ignore);
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
  const running: Running = {
    rows: await openRows({ file, map, encoding }),
    intake: orderIntake(
      { currency, now, dateFormat: options.dateFormat ?? null },
      map.order !== undefined && map.item === undefined,
    ),
    rejects: rejectFile(options.rejectFile),
    writer: dryRun ? dryWriter() : storeWriter(options.store),
  };
  try {
    await readAll(running, options);
    await running.rejects.close();
  } catch (failure) {
    await settle(running);
    throw worded(failure, running, options.signal);
  } finally {
    running.rows.close();
  }
  const tally = running.intake.tally();
  return {
    accepted: running.writer.accepted(),
    duplicates: running.writer.duplicates(),
    rejected: tally.rejected,
    rejectFile: tally.rejected === 0 ? null : options.rejectFile,
    notes: importNotes(tally, { map, dryRun, columnNotes: running.rows.notes() }),
  };
}
