/** Rows of a summary as they are read: columns that grow, and the rows that are refused, counted and kept apart. */
import { type HistoryFigures, historyFault } from '../../core/value/historyFault.ts';
import { type Fault, unreadable } from '../../core/customer/import/rowFault.ts';
import type { RejectedRow } from '../../functions/shared/import/rejectLine.ts';
import { faultNotes, rowCounter } from '../../functions/shared/import/rowTally.ts';
import type { RawRow } from '../../functions/shared/import/sourceRow.ts';
import type { SummaryField } from './summaryLayout.ts';

/** Figures of one row in the order of `FIGURES`; NaN where the cell is empty or there is no such column. */
export const FIGURES = ['x', 't_x', 'T', 'litt', 'm_x', 'count'] as const satisfies readonly SummaryField[];
export type Figure = (typeof FIGURES)[number];

/** A customer's figures a row, in the unit of the file. */
export interface Summary {
  readonly rows: number;
  readonly x: Int32Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  /** Null where there is no such column. */
  readonly litt: Float64Array | null;
  /** NaN for customers without one. */
  readonly meanSpend: Float64Array | null;
  readonly count: Float64Array | null;
  /** The id as it stands in the file, or the row's number where there is no such column. */
  readonly idOf: (row: number) => string;
  /** Rows refused. */
  readonly rejected: number;
  readonly notes: readonly string[];
}

export interface RowRules {
  /** Whole periods, at most one order in each. */
  readonly discrete: boolean;
  /** Told of every refused row. */
  readonly refuse: (row: RejectedRow) => void;
}

const FIRST_ROWS = 4_096;

export const NOT_A_FIGURE: Fault = unreadable(
  'not-a-number',
  'is not a number',
  'write it as digits with a decimal point, for example 30.43',
);
export const EMPTY_FIGURE: Fault = unreadable('empty', 'is empty', 'fill it in or remove the row');

/** Cells that may be empty: nothing is known then. */
export function mayBeEmpty(figure: Figure): boolean {
  return figure === 'litt' || figure === 'm_x';
}

/** The row as it stands in the file, or who can say it: asked only where the row is refused. */
export type RawText = RawRow | { raw(): RawRow };

function rawOf(text: RawText): RawRow {
  return typeof text === 'object' && 'raw' in text ? text.raw() : text;
}

function at(cells: Float64Array, place: number): number {
  return cells[place] ?? Number.NaN;
}

function figuresOf(cells: Float64Array): HistoryFigures {
  return {
    x: at(cells, 0),
    tx: at(cells, 1),
    T: at(cells, 2),
    litt: at(cells, 3),
    meanSpend: at(cells, 4),
    count: at(cells, 5),
  };
}

/** True for times and orders in which nothing is wrong; false where a closer look is needed. */
export function isUsual(x: number, tx: number, T: number): boolean {
  return tx <= T && x === (x | 0) && x > 0 === tx > 0 && x >= 0 && T > 0 && T < Infinity;
}

/** The figures taken, a column each, with room for more. */
export interface FigureColumns {
  readonly x: Int32Array;
  readonly tx: Float64Array;
  readonly T: Float64Array;
  readonly litt: Float64Array;
  readonly meanSpend: Float64Array;
  readonly count: Float64Array;
}

function roomFor(rows: number): FigureColumns {
  const empty = (): Float64Array => new Float64Array(rows);
  return {
    x: new Int32Array(rows),
    tx: empty(),
    T: empty(),
    litt: empty(),
    meanSpend: empty(),
    count: empty(),
  };
}

export class SummaryRows {
  rows = 0;
  columns: FigureColumns = roomFor(0);
  readonly rules: RowRules;
  private readonly counter = rowCounter();

  constructor(rules: RowRules) {
    this.rules = rules;
  }

  /** Makes room for so many rows in all. */
  reserve(rows: number): void {
    if (rows <= this.columns.x.length) return;
    const { columns } = this;
    const larger = roomFor(rows);
    larger.x.set(columns.x);
    for (const name of ['tx', 'T', 'litt', 'meanSpend', 'count'] as const) larger[name].set(columns[name]);
    this.columns = larger;
  }

  /** Takes figures in which nothing is unusual, without a closer look; false where there is, or no room. */
  takeUsual(figures: Float64Array): boolean {
    const { columns, rows: row } = this;
    const [x, tx, T, mean] = [at(figures, 0), at(figures, 1), at(figures, 2), at(figures, 4)];
    const isPlain = mean >= 0 && Number.isNaN(at(figures, 3)) && Number.isNaN(at(figures, 5));
    if (!isUsual(x, tx, T) || !isPlain || this.rules.discrete || row >= columns.x.length) return false;
    columns.x[row] = x;
    columns.tx[row] = tx;
    columns.T[row] = T;
    columns.litt[row] = Number.NaN;
    columns.meanSpend[row] = mean;
    columns.count[row] = Number.NaN;
    this.rows = row + 1;
    return true;
  }

  /** Takes a row's figures, in the order of `FIGURES`, or refuses them. True where they were taken. */
  take(figures: Float64Array, line: number, text: RawText): boolean {
    const read = figuresOf(figures);
    const fault = historyFault(read, this.rules.discrete);
    if (fault === null) {
      this.add(read);
      return true;
    }
    const { column, code, problem, remedy } = fault;
    const value = String(at(figures, FIGURES.indexOf(column)));
    this.refuse({ code, problem, remedy, line, field: column, value, raw: rawOf(text) });
    return false;
  }

  private add({ x, tx, T, litt, meanSpend, count }: HistoryFigures): void {
    const row = this.rows;
    if (row >= this.columns.x.length) this.reserve(Math.max(FIRST_ROWS, row * 2));
    const { columns } = this;
    columns.x[row] = x;
    columns.tx[row] = Math.min(tx, T);
    columns.T[row] = T;
    columns.litt[row] = litt;
    columns.meanSpend[row] = meanSpend;
    columns.count[row] = count;
    this.rows = row + 1;
  }

  refuse(row: RejectedRow): void {
    this.counter.reject(row);
    this.rules.refuse(row);
  }

  summary(has: (figure: Figure) => boolean, idOf: Summary['idOf'], notes: readonly string[]): Summary {
    const tally = this.counter.tally();
    const { rows, columns } = this;
    return {
      rows,
      x: columns.x.subarray(0, rows),
      tx: columns.tx.subarray(0, rows),
      T: columns.T.subarray(0, rows),
      litt: has('litt') ? columns.litt.subarray(0, rows) : null,
      meanSpend: has('m_x') ? columns.meanSpend.subarray(0, rows) : null,
      count: has('count') ? columns.count.subarray(0, rows) : null,
      idOf,
      rejected: tally.rejected,
      notes: [...notes, ...faultNotes(tally)],
    };
  }
}
