/** Figures in the cells of a table: how they are written, where a column of them stands, and what to say where one is missing. */
import type { Table } from './table.ts';
import { TableMisuse, type TableProblem } from './tableMisuse.ts';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const FRACTION = /^(\d{1,9}(?:\.\d+)?)\s*\/\s*(\d{1,9}(?:\.\d+)?)$/;
/** What stands in cells that were left out. */
const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', '-']);

export function isMissing(cell: string): boolean {
  return MISSING.has(cell.trim().toLowerCase());
}

/** A number as text, or a fraction such as 1/3; null for anything else. */
export function figureOf(cell: string): number | null {
  const text = cell.trim();
  if (DECIMAL.test(text)) return Number(text);
  const [, above, below] = FRACTION.exec(text) ?? [];
  if (above === undefined || below === undefined || Number(below) === 0) return null;
  return Number(above) / Number(below);
}

const MOST_PROBLEMS = 20;

/** Throws `TableMisuse` naming the first of the cells that are wrong, by line and column; nothing where none is. */
export function refuseCells(table: Table, problems: readonly TableProblem[], remedy: string): void {
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
  const where = first.line === null ? '' : `line ${first.line}, `;
  const detail = `${table.file}, ${where}column ${first.path}: ${first.message}${more}.`;
  throw new TableMisuse(detail, remedy, problems.slice(0, MOST_PROBLEMS));
}

function columnNames({ columns }: Table): string {
  return columns.map((name) => (name === '' ? '(unnamed)' : name)).join(', ');
}

/** Letters and digits in lower case: `Category spend`, `category_spend` and `categorySpend` are one name. */
function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Where a column stands, by any of its names; null where there is none. */
export function findColumn(table: Table, ...names: readonly string[]): number | null {
  const wanted = names.map(plainName);
  const place = table.columns.findIndex((name) => wanted.includes(plainName(name)));
  return place < 0 ? null : place;
}

/** Throws `TableMisuse` where there is no such column. */
export function requireColumn(table: Table, ...names: readonly string[]): number {
  const place = findColumn(table, ...names);
  if (place !== null) return place;
  const detail = `${table.file} has no column ${names.join(' or ')}; its columns are ${columnNames(table)}.`;
  throw new TableMisuse(detail, 'Correct the name; the first line must name the columns.');
}

/** Whether a figure may stand in a column, and how to say that it may not. */
export interface Range {
  readonly fits: (value: number) => boolean;
  /** Reads after `is no`: `answer from 0 to 10`. */
  readonly what: string;
}

export const ANY_NUMBER: Range = { fits: Number.isFinite, what: 'number' };

/** Of one column: a figure a row, null where it was left out. Throws `TableMisuse` naming every line that has no such figure. */
export function figuresOf(table: Table, place: number, { fits, what }: Range): (number | null)[] {
  const problems: TableProblem[] = [];
  const path = table.columns[place] ?? '';
  const figures = table.rows.map(({ line, cells }) => {
    const cell = cells[place] ?? '';
    if (isMissing(cell)) return null;
    const figure = figureOf(cell);
    if (figure === null || !fits(figure)) problems.push({ path, line, message: `"${cell}" is no ${what}` });
    return figure;
  });
  refuseCells(table, problems, 'Correct the lines named, or leave a cell empty where nothing was answered.');
  return figures;
}

/** Columns in which every cell that is filled is a figure, and one at least is. */
export function figureColumns(table: Table): number[] {
  return table.columns
    .map((_, place) => place)
    .filter((place) => {
      const filled = table.rows.map(({ cells }) => cells[place] ?? '').filter((cell) => !isMissing(cell));
      return filled.length > 0 && filled.every((cell) => figureOf(cell) !== null);
    });
}

const ID = /^(?:|id|no|key|name|row|customer|respondent|.*[ _-](?:id|no|name))$/i;
const CAMEL_ID = /[a-z]I[dD]$/;

/** A column that names its rows, by what it is called. */
export function isIdName(name: string): boolean {
  return ID.test(name.trim()) || CAMEL_ID.test(name.trim());
}
