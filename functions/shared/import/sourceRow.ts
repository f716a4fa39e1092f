/** Rows as the readers of file formats hand them over: cells ready to be mapped, or the fault that prevents it. */
import type { Fault } from '../../../core/customer/import/rowFault.ts';

/** The row as it stood in the file, for the reject file: its fields, or the line where it has none. */
export type RawRow = readonly string[] | string;

export type FaultyRow = {
  readonly kind: 'faulty';
  readonly line: number;
  /** Column or key the fault is in; null where it is the row's. */
  readonly field: string | null;
  readonly value: string;
  readonly raw: RawRow;
} & Fault;

export type SourceRow<Cells> =
  | {
      readonly kind: 'cells';
      /** 1-based, of the row's first line. */
      readonly line: number;
      readonly cells: Cells;
      readonly raw: RawRow;
    }
  | FaultyRow;

/** Reads consecutive lines of one format. */
export interface RowReader<Cells> {
  /** Lines may be held back until later ones arrive. */
  read(lines: readonly string[]): SourceRow<Cells>[];
  /** The rows of lines held back. */
  end(): SourceRow<Cells>[];
  /** What the user should know of the columns, once everything is read. */
  notes(): string[];
}
