/**
 * What the header of a CSV file tells: the separator and where each mapped column stands. The separator is the one that
 * finds most of the mapped columns, and among equals the one that gives most fields.
 */
import { parse } from 'csv-parse/sync';
import { ORDER_FIELDS, type OrderColumnMap, type OrderField } from '../../core/customer/import/columnMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { DAMAGED } from './decodeText.ts';
import { listed } from './listed.ts';

export type Separator = ',' | ';' | '\t' | '|';

export interface CsvLayout {
  readonly separator: Separator;
  readonly header: readonly string[];
  /** Position of the column of each field; -1 where none is mapped. */
  readonly positions: Readonly<Record<OrderField, number>>;
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

function sniffHeader(line: string, map: OrderColumnMap): Pick<CsvLayout, 'separator' | 'header'> {
  const wanted = ORDER_FIELDS.flatMap((field) => map[field] ?? []);
  const candidates = SEPARATORS.map((separator) => {
    const header = headerOf(line, separator);
    return { separator, header, found: wanted.filter((column) => header.includes(column)).length };
  });
  const [best = { separator: ',' as const, header: [] }] = candidates.sort(
    (a, b) => b.found - a.found || b.header.length - a.header.length,
  );
  return best;
}

function notFound(field: OrderField, column: string, header: readonly string[]): ImportMisuse {
  const near = header.find((name) => name.toLowerCase() === column.toLowerCase());
  const hint =
    near === undefined ? 'Correct --map; the first line must name the columns.' : `Did you mean "${near}"?`;
  const damaged = !header.some((name) => name.includes(DAMAGED))
    ? ''
    : ' The header is not valid UTF-8: save the file as UTF-8, or give --encoding (gbk, latin1, …).';
  return new ImportMisuse(
    'column-not-found',
    `--map names column "${column}" for ${field}, but the header has: ${listed(header)}. ${hint}${damaged}`,
  );
}

function positionOf(field: OrderField, column: string | undefined, header: readonly string[]): number {
  if (column === undefined) return -1;
  const position = header.indexOf(column);
  if (position < 0) throw notFound(field, column, header);
  if (header.includes(column, position + 1))
    throw new ImportMisuse(
      'column-repeated',
      `the header names column "${column}" (${field}) twice; rename one of the two in the file`,
    );
  return position;
}

/**
 * Reads a header line. Throws `ImportMisuse` (`column-…`) where a mapped column is not there exactly once, and
 * (`file-not-rows`) where the line itself cannot be read.
 */
export function csvLayout(line: string, map: OrderColumnMap): CsvLayout {
  const { separator, header } = sniffHeader(line, map);
  if (header.length === 0)
    throw new ImportMisuse(
      'file-not-rows',
      'the header has a quote that is not closed; name the columns on one line, a quote in a name doubled',
    );
  const at = (field: OrderField) => positionOf(field, map[field], header);
  return {
    separator,
    header,
    positions: {
      customer: at('customer'),
      date: at('date'),
      amount: at('amount'),
      order: at('order'),
      item: at('item'),
      quantity: at('quantity'),
      price: at('price'),
      currency: at('currency'),
    },
  };
}

/** The field a column is mapped to, or else the column's own name. */
export function fieldNameAt(layout: CsvLayout, position: number): string {
  return ORDER_FIELDS.find((field) => layout.positions[field] === position) ?? layout.header[position] ?? '';
}
