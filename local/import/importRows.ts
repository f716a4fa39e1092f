/**
 * The way of every import: rows are read, taken or refused, and committed in pages, with memory that does not grow with
 * the file. Refused rows go one by one into the reject file, never silently.
 */
import { realpath } from 'node:fs/promises';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { OpenedRows } from '../../functions/shared/import/openRows.ts';
import type { PageWriter } from '../../functions/shared/import/pageWriter.ts';
import type { RejectFile } from './rejectFile.ts';
import type { RowIntake } from '../../functions/shared/import/reading.ts';

const PAGE_ROWS = 10_000;

export interface ImportProgress {
  /** Bytes of the file read, of `totalBytes` on disk. */
  readonly bytesRead: number;
  readonly totalBytes: number;
  readonly rows: number;
  readonly rejected: number;
}

/** Where an import is watched and stopped. */
export interface ImportControl {
  /** Called after every piece of the file, about 256 KiB. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops between two pieces; what is committed stays. */
  readonly signal?: AbortSignal;
}

export interface RowImport<Cells, Item> {
  readonly rows: OpenedRows<Cells>;
  readonly intake: RowIntake<Cells, Item>;
  readonly rejects: RejectFile;
  readonly writer: PageWriter<Item>;
  /** Rows of one page handed to the store. Default 10,000. */
  readonly pageRows?: number;
  /** What is imported, in the plural, for messages. */
  readonly what: 'orders' | 'customers' | 'consents' | 'suppressions' | 'products' | 'events';
}

/** The reading or the store failed in the middle. What is committed is a prefix of the file. */
class ImportInterrupted extends Error {
  readonly code = 'import-interrupted';
  constructor(what: string, rows: number, committed: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `the import stopped after reading ${rows} rows: ${reason}. ${committed} ${what} were added; import the same file again to go on, nothing is counted twice`,
      { cause },
    );
    this.name = 'ImportInterrupted';
  }
}

/** Throws `ImportMisuse` (`reject-file-unwritable`) where the reject file is the file itself. */
export async function refuseOverwriting(file: string, rejects: string): Promise<void> {
  const [source, target] = await Promise.all([file, rejects].map((path) => realpath(path).catch(() => null)));
  if (source !== null && source === target)
    throw new ImportMisuse(
      'reject-file-unwritable',
      `the reject file ${rejects} is the imported file; name another`,
    );
}

/** Collects items and writes them in pages. */
function paged<Item>(writer: PageWriter<Item>, pageRows: number) {
  let page: Item[] = [];
  return {
    async add(item: Item): Promise<void> {
      page.push(item);
      if (page.length < pageRows) return;
      const full = page;
      page = [];
      await writer.write(full);
    },
    async finish(): Promise<void> {
      if (page.length > 0) await writer.write(page);
      await writer.finish();
    },
  };
}

async function readAll<Cells, Item>(running: RowImport<Cells, Item>, control: ImportControl): Promise<void> {
  const { rows, intake, rejects, writer, pageRows = PAGE_ROWS } = running;
  const pages = paged(writer, pageRows);
  for await (const batch of rows.batches) {
    for (const row of batch) {
      const taken = intake.take(row);
      if (taken.kind === 'taken') await pages.add(taken.item);
      if (taken.kind !== 'rejected') continue;
      rejects.add(taken.row);
      if (rejects.isFull()) await rejects.flush();
    }
    await rejects.flush();
    control.signal?.throwIfAborted();
    const { rows: count, rejected } = intake.tally();
    control.onProgress?.({ bytesRead: rows.bytesRead(), totalBytes: rows.totalBytes, rows: count, rejected });
  }
  for (const item of intake.rest?.() ?? []) await pages.add(item);
  await pages.finish();
}

/** Lets the page in flight and the refused rows reach the disk after a failure; what fails now is told no more. */
async function settle<Cells, Item>({ writer, rejects }: RowImport<Cells, Item>): Promise<void> {
  const ignore = () => undefined;
  await writer.finish().catch(ignore);
  await rejects.close().catch(ignore);
}

/**
 * Runs an import to its end and lets go of its files. Throws `ImportMisuse` as the reading does, `ImportInterrupted` where
 * the reading or the store fails in the middle, and the signal's reason when stopped.
 */
export async function importRows<Cells, Item>(
  running: RowImport<Cells, Item>,
  control: ImportControl,
): Promise<void> {
  try {
    await readAll(running, control);
    await running.rejects.close();
  } catch (failure) {
    await settle(running);
    if (failure instanceof ImportMisuse || control.signal?.aborted === true) throw failure;
    const { rows } = running.intake.tally();
    throw new ImportInterrupted(running.what, rows, running.writer.accepted(), failure);
  } finally {
    running.rows.close();
  }
}
