/** A table of figures that cannot be used: what is wrong, in which lines, and what to do. */

export interface TableProblem {
  /** Column the fault is in. */
  readonly path: string;
  readonly message: string;
  /** 1-based line of the file; null where it is the header's or the whole column's. */
  readonly line: number | null;
}

export class TableMisuse extends Error {
  readonly code = 'file-not-table';
  readonly remedy: string;
  readonly problems: readonly TableProblem[];
  constructor(message: string, remedy: string, problems: readonly TableProblem[] = []) {
    super(message);
    this.name = 'TableMisuse';
    this.remedy = remedy;
    this.problems = problems;
  }
}
