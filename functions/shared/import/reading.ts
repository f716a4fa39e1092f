/**
 * What a kind of import says of its files: how rows are read, what becomes of each, which of them belong together, and what the
 * user is told afterwards. One machine hands the rows straight to the store; in the account they are split first.
 */
import type { NotesAround } from './importNotes.ts';
import type { RowFormats } from './openRows.ts';
import type { PageWriter } from './pageWriter.ts';
import type { RejectedRow } from './rejectLine.ts';
import { faultNotes, type FaultsSeen, type RowTally, type Taken } from './rowTally.ts';
import type { SourceRow } from './sourceRow.ts';

export const IMPORT_KINDS = ['orders', 'customers', 'consents', 'suppressions', 'events'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export interface RowIntake<Cells, Item> {
  take(row: SourceRow<Cells>): Taken<Item>;
  /** What still waits when every row was taken. */
  rest?(): Item[];
  tally(): RowTally;
}

export interface ImportReading<Cells, Item> {
  readonly formats: RowFormats<Cells>;
  /** As `encodingOf` gives it; null means UTF-8 unless a byte-order mark says otherwise. */
  readonly encoding: string | null;
  readonly intake: RowIntake<Cells, Item>;
  /** The same number for rows that touch the same records: a hash in [0, 2³²). Told of every item in the order of the file. */
  groupOf(item: Item): number;
  /** Once everything is read. */
  notes(columnNotes: readonly string[]): NotesAround;
}

/** What became of rows, by the names of the report. */
export type Counts = Readonly<Record<string, number>>;

/** Hands pages to the store, or in a dry run only counts them. Rows that can only be judged now are refused here. */
export interface CountingWriter<Item> extends PageWriter<Item> {
  counts(): Counts;
}

/** Told of a row that is refused while it is written. */
export type Refuse = (row: RejectedRow) => void;

export function notesOf({ before, after }: NotesAround, tally: { readonly faults: FaultsSeen }): string[] {
  return [...before, ...faultNotes(tally), ...after];
}
