/** A file as a table of texts: what its readers hand over and its users take numbers from. */

export interface TableRow {
  /** 1-based line of the file. */
  readonly line: number;
  /** As many as the table has columns. */
  readonly cells: readonly string[];
}

export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}
