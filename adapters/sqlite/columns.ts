/**
 * Reads columns of rows as the types they were written as. What a file holds is not taken on trust: a value of another
 * kind throws `store-row-broken` with the column's name, and never what stood in it.
 */
import type { SQLOutputValue } from 'node:sqlite';
import type { JsonObject } from '../../core/json.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export class BrokenRow extends Error {
  readonly code = 'store-row-broken';
  constructor(column: string, wanted: string) {
    super(`column ${column} holds no ${wanted}; the file was changed by something else, or is damaged`);
    this.name = 'BrokenRow';
  }
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new BrokenRow(column, 'text');
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw new BrokenRow(column, 'number');
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

export function flag(row: Row, column: string): boolean {
  return number(row, column) !== 0;
}

/** One of a list of words. */
export function word<Word extends string>(row: Row, column: string, words: readonly Word[]): Word {
  const value = row[column];
  for (const one of words) if (one === value) return one;
  throw new BrokenRow(column, words.join(', '));
}

export function wordOrNull<Word extends string>(
  row: Row,
  column: string,
  words: readonly Word[],
): Word | null {
  return row[column] === null ? null : word(row, column, words);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON text that `is` accepts once parsed. */
export function json<T>(row: Row, column: string, is: (value: unknown) => value is T): T {
  const value: unknown = JSON.parse(text(row, column));
  if (is(value)) return value;
  throw new BrokenRow(column, 'JSON of the expected shape');
}

export function jsonOrNull<T>(row: Row, column: string, is: (value: unknown) => value is T): T | null {
  return row[column] === null ? null : json(row, column, is);
}

/** `INSERT … VALUES …` with a named place for every column. */
export function insertInto(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
}

/** `a = excluded.a, …` for an upsert. */
export function takeOver(columns: readonly string[]): string {
  return columns.map((column) => `${column} = excluded.${column}`).join(', ');
}
