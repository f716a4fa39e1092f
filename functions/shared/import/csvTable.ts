/**
 * What every CSV file has: a separator and a header. Which columns are wanted, and what becomes of a row's fields, is for
 * the kind of import (`csvLayout` for orders, `customerTable` for customers).
 */
import { parse } from 'csv-parse/sync';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import { DAMAGED } from './decodeText.ts';
import { listed } from './listed.ts';

export type Separator = ',' | ';' | '\t' | '|';

export interface CsvHeader {
  readonly separator: Separator;
  readonly header: readonly string[];
}

/** How the rows under one header are read. */
export interface CsvTable<Cells> extends CsvHeader {
  /** The field a column is mapped to, or else the column's own name. */
  fieldAt(position: number): string;
  /** False for columns whose values have one line: a row that breaks one of them is not believed. */
  mayBreak(position: number): boolean;
  cellsOf(fields: readonly string[]): Cells;
  /** What the user should know of the columns. */
  notes(): string[];
}

const SEPARATORS: readonly Separator[] = [',', ';', '\t', '|'];

/** The strictest reading of RFC 4180, tolerant of spaces around fields; rows of any number of fields. */
export function parseCsv(text: string, separator: Separator): string[][] {
  return parse(text, {
    delimiter: separator,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: false,
    trim: true,
  });
}

function headerOf(line: string, separator: Separator): string[] {
  try {
    return parseCsv(line, separator)[0] ?? [];
  } catch {
    return [];
  }
}

/**
 * The separator is the one that finds most of the wanted columns, and among equals the one that gives most fields. Throws
 * `ImportMisuse` (`file-not-rows`) where the line cannot be read.
 */
export function sniffHeader(line: string, wantedAmong: (header: readonly string[]) => number): CsvHeader {
  const candidates = SEPARATORS.map((separator) => {
    const header = headerOf(line, separator);
    return { separator, header, found: wantedAmong(header) };
  });
  const [best = { separator: ',' as const, header: [] }] = candidates.sort(
    (a, b) => b.found - a.found || b.header.length - a.header.length,
  );
  if (best.header.length > 0) return { separator: best.separator, header: best.header };
  throw new ImportMisuse(
    'file-not-rows',
    'the header has a quote that is not closed; name the columns on one line, a quote in a name doubled',
  );
}

/** What to do about a header whose text could not be decoded; empty where it could. */
export function damageHint(header: readonly string[]): string {
  return header.some((name) => name.includes(DAMAGED))
    ? ' The header is not valid UTF-8: save the file as UTF-8, or give --encoding (gbk, latin1, …).'
    : '';
}

function notFound(field: string, column: string, header: readonly string[]): ImportMisuse {
  const near = header.find((name) => name.toLowerCase() === column.toLowerCase());
  const hint =
    near === undefined ? 'Correct --map; the first line must name the columns.' : `Did you mean "${near}"?`;
  return new ImportMisuse(
    'column-not-found',
    `--map names column "${column}" for ${field}, but the header has: ${listed(header)}. ${hint}${damageHint(header)}`,
  );
}

/** Where a mapped column stands. Throws `ImportMisuse` (`column-…`) where it is not there exactly once. */
export function positionOf(field: string, column: string, header: readonly string[]): number {
  const position = header.indexOf(column);
  if (position < 0) throw notFound(field, column, header);
  if (header.includes(column, position + 1))
    throw new ImportMisuse(
      'column-repeated',
      `the header names column "${column}" (${field}) twice; rename one of the two in the file`,
    );
  return position;
}
