/**
 * Text of CSV rows to cells, through csv-parse. Fields are counted against the header and checked for bytes that could
 * not be decoded; a row that fails becomes a fault of its own and costs no other.
 */
import { CsvError } from 'csv-parse/sync';
import { ORDER_FIELDS } from '../../core/customer/import/columnMap.ts';
import { type Fault, unreadable } from '../../core/customer/import/rowFault.ts';
import { type CsvLayout, fieldNameAt, parseCsv } from './csvLayout.ts';
import { DAMAGED } from './decodeText.ts';
import { DAMAGED_TEXT } from './faults.ts';
import type { SourceRow } from './sourceRow.ts';

export const BROKEN_QUOTES = unreadable(
  'broken-quotes',
  'has a quote that is not closed, or one inside a field without quotes around it',
  'close it; where a quote belongs to the text, double it ("") and put quotes around the field',
);
function isBlank(line: string): boolean {
  return line === '' || (line.startsWith(' ') && /^ *$/.test(line));
}

function tryParse(text: string, layout: CsvLayout): string[][] {
  try {
    return parseCsv(text, layout.separator);
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

function wrongFieldCount(fields: readonly string[], layout: CsvLayout): Fault {
  const expected = layout.header.length;
  const separator = layout.separator === '\t' ? 'tab' : layout.separator;
  return unreadable(
    'wrong-field-count',
    `has ${fields.length} fields where the header has ${expected}`,
    fields.length < expected
      ? 'add the missing fields, empty ones too'
      : `put quotes around values that contain the separator (${separator}), or remove what is too much`,
  );
}

export function faultyRow(line: number, fault: Fault, raw: readonly string[] | string): SourceRow {
  const { code, problem, remedy } = fault;
  return {
    kind: 'faulty',
    line,
    field: null,
    value: typeof raw === 'string' ? raw : '',
    raw,
    code,
    problem,
    remedy,
  };
}

function toRow(line: number, fields: readonly string[], layout: CsvLayout): SourceRow {
  if (fields.length !== layout.header.length) return faultyRow(line, wrongFieldCount(fields, layout), fields);
  const { positions } = layout;
  const optional = (position: number) => (position < 0 ? null : (fields[position] ?? ''));
  return {
    kind: 'cells',
    line,
    raw: fields,
    cells: {
      customer: fields[positions.customer] ?? '',
      date: fields[positions.date] ?? '',
      amount: fields[positions.amount] ?? '',
      order: optional(positions.order),
      item: optional(positions.item),
      quantity: optional(positions.quantity),
      price: optional(positions.price),
      currency: optional(positions.currency),
    },
  };
}

function damagedRow(row: SourceRow, layout: CsvLayout): SourceRow {
  const fields = typeof row.raw === 'string' ? [] : row.raw;
  const position = fields.findIndex((field) => field.includes(DAMAGED));
  if (position < 0) return row;
  const { code, problem, remedy } = DAMAGED_TEXT;
  const field = fieldNameAt(layout, position);
  return {
    kind: 'faulty',
    line: row.line,
    field,
    value: fields[position] ?? '',
    raw: fields,
    code,
    problem,
    remedy,
  };
}

/** Rows of lines that are one row each; blank lines are none. `firstLine` is the line number of the first. */
export function readSingles(lines: readonly string[], firstLine: number, layout: CsvLayout): SourceRow[] {
  const numbers: number[] = [];
  const texts = lines.filter((text, index) => {
    const isRow = !isBlank(text);
    if (isRow) numbers.push(firstLine + index);
    return isRow;
  });
  const block = texts.join('\n');
  const parsed = tryParse(block, layout);
  const together = parsed.length === texts.length;
  const rows = texts.map((text, index) => {
    const line = numbers[index] ?? 0;
    const fields = together ? parsed[index] : tryParse(text, layout)[0];
    return fields === undefined ? faultyRow(line, BROKEN_QUOTES, text) : toRow(line, fields, layout);
  });
  return block.includes(DAMAGED) ? rows.map((row) => damagedRow(row, layout)) : rows;
}

/** The row that spans the lines of `text`; null where it is not to be believed. */
export function readSpanning(text: string, line: number, layout: CsvLayout): SourceRow | null {
  const records = tryParse(text, layout);
  const fields = records.length === 1 ? records[0] : undefined;
  if (fields?.length !== layout.header.length) return null;
  const broken = ORDER_FIELDS.some(
    (field) => field !== 'item' && fields[layout.positions[field]]?.includes('\n'),
  );
  return broken ? null : damagedRow(toRow(line, fields, layout), layout);
}
