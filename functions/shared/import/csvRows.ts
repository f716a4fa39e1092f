/**
 * Text of CSV rows to cells, through csv-parse. Fields are counted against the header and checked for bytes that could
 * not be decoded; a row that fails becomes a fault of its own and costs no other.
 */
import { CsvError } from 'csv-parse/sync';
import { type Fault, unreadable } from '../../../core/customer/import/rowFault.ts';
import { type CsvHeader, type CsvTable, parseCsv } from './csvTable.ts';
import { DAMAGED } from './decodeText.ts';
import { DAMAGED_TEXT } from './faults.ts';
import type { FaultyRow, SourceRow } from './sourceRow.ts';

export const BROKEN_QUOTES = unreadable(
  'broken-quotes',
  'has a quote that is not closed, or one inside a field without quotes around it',
  'close it; where a quote belongs to the text, double it ("") and put quotes around the field',
);
function isBlank(line: string): boolean {
  return line === '' || (line.startsWith(' ') && /^ *$/.test(line));
}

function tryParse(text: string, table: CsvHeader): string[][] {
  try {
    return parseCsv(text, table.separator);
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/**
 * Rows of lines without a quote: what the parser gives for them, found many times as fast. Null where it may give something
 * else: a quote, or a line of nothing but blanks.
 */
function splitPlain(texts: readonly string[], block: string, { separator }: CsvHeader): string[][] | null {
  if (block.includes('"')) return null;
  const rows: string[][] = [];
  for (const text of texts) {
    const fields = text.split(separator);
    for (let i = 0; i < fields.length; i += 1) fields[i] = (fields[i] ?? '').trim();
    if (fields.length === 1 && fields[0] === '') return null;
    rows.push(fields);
  }
  return rows;
}

function wrongFieldCount(fields: readonly string[], layout: CsvHeader): Fault {
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

export function faultyRow(line: number, fault: Fault, raw: readonly string[] | string): FaultyRow {
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

function toRow<Cells>(line: number, fields: readonly string[], table: CsvTable<Cells>): SourceRow<Cells> {
  if (fields.length !== table.header.length) return faultyRow(line, wrongFieldCount(fields, table), fields);
  return { kind: 'cells', line, raw: fields, cells: table.cellsOf(fields) };
}

function damagedRow<Cells>(row: SourceRow<Cells>, table: CsvTable<Cells>): SourceRow<Cells> {
  const fields = typeof row.raw === 'string' ? [] : row.raw;
  const position = fields.findIndex((field) => field.includes(DAMAGED));
  if (position < 0) return row;
  const { code, problem, remedy } = DAMAGED_TEXT;
  const field = table.fieldAt(position);
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
export function readSingles<Cells>(
  lines: readonly string[],
  firstLine: number,
  table: CsvTable<Cells>,
): SourceRow<Cells>[] {
  const numbers: number[] = [];
  const texts = lines.filter((text, index) => {
    const isRow = !isBlank(text);
    if (isRow) numbers.push(firstLine + index);
    return isRow;
  });
  const block = texts.join('\n');
  const parsed = splitPlain(texts, block, table) ?? tryParse(block, table);
  const together = parsed.length === texts.length;
  const rows = texts.map((text, index) => {
    const line = numbers[index] ?? 0;
    const fields = together ? parsed[index] : tryParse(text, table)[0];
    return fields === undefined ? faultyRow(line, BROKEN_QUOTES, text) : toRow(line, fields, table);
  });
  return block.includes(DAMAGED) ? rows.map((row) => damagedRow(row, table)) : rows;
}

/** The row that spans the lines of `text`; null where it is not to be believed. */
export function readSpanning<Cells>(
  text: string,
  line: number,
  table: CsvTable<Cells>,
): SourceRow<Cells> | null {
  const records = tryParse(text, table);
  const fields = records.length === 1 ? records[0] : undefined;
  if (fields?.length !== table.header.length) return null;
  const broken = fields.some((field, position) => field.includes('\n') && !table.mayBreak(position));
  return broken ? null : damagedRow(toRow(line, fields, table), table);
}
