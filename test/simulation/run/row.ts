/** What a row of the guarantees is asked and answers. */

export interface RowOptions {
  readonly seed: number;
  /** The full counts instead of those that fit into minutes. */
  readonly full: boolean;
}

export interface RowResult {
  /** The figure, in words. */
  readonly measured: string;
  readonly runs: number;
  readonly pass: boolean;
}

/** A row a file exports as `run`. */
export type RunRow = (options: RowOptions) => Promise<RowResult>;
