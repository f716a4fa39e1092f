/**
 * Lines of NDJSON to rows: one object a line. What its keys mean is for the kind of import. Keys inside other objects are
 * named by a dotted path (`customer.id`); a key that itself holds dots is found first.
 */
import { type Fault, type Unreadable, unreadable } from '../../core/customer/import/rowFault.ts';
import { DAMAGED } from './decodeText.ts';
import { DAMAGED_TEXT, TOO_LONG } from './faults.ts';
import { LONGEST_LINE } from './lineSplitter.ts';
import type { FaultyRow, RowReader, SourceRow } from './sourceRow.ts';

export type JsonRow = Readonly<Record<string, unknown>>;

/** What cells a row gives, or which value prevents it. */
export type JsonCells<Cells> =
  | { readonly kind: 'cells'; readonly cells: Cells }
  | { readonly kind: 'faulty'; readonly field: string; readonly value: unknown; readonly fault: Fault };

/** How the objects of one file are read. */
export interface JsonUse<Cells> {
  cellsOf(row: JsonRow): JsonCells<Cells>;
  /** The field whose text holds bytes that could not be decoded; null where it is none of the fields. */
  damagedField(cells: Cells): string | null;
  /** Called after the first lines until it answers true; throws `ImportMisuse` where no row has what is needed. */
  check(): boolean;
  notes(): string[];
}

const NOT_JSON = unreadable(
  'not-json',
  'is not a JSON object',
  'write one complete JSON object on each line',
);

export function isJsonRow(value: unknown): value is JsonRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseRow(line: string): { readonly kind: 'row'; readonly row: JsonRow } | Unreadable {
  if (line.length > LONGEST_LINE) return TOO_LONG;
  try {
    const row: unknown = JSON.parse(line);
    return isJsonRow(row) ? { kind: 'row', row } : NOT_JSON;
  } catch {
    return NOT_JSON;
  }
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

/** The value under a key or a dotted path; undefined where there is none. */
export function valueAt(row: JsonRow, path: string): unknown {
  const direct = own(row, path);
  if (direct !== undefined || !path.includes('.')) return direct;
  let value: unknown = row;
  for (const key of path.split('.')) value = own(value, key);
  return value;
}

/** A value as text, as a CSV cell would hold it: nothing for null. A number that is not exact is refused: as an id it would name somebody else. */
export function textOf(value: unknown): string | Unreadable {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (typeof value !== 'number')
    return unreadable('not-text', 'is neither text nor a number', 'write it as text or as a number');
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return unreadable(
      'inexact-number',
      'has more digits than a JSON number holds',
      'write it in double quotes',
    );
  return String(value);
}

function faultyLine(line: number, raw: string, field: string | null, value: string, fault: Fault): FaultyRow {
  const { code, problem, remedy } = fault;
  return { kind: 'faulty', line, field, value, raw, code, problem, remedy };
}

function readLine<Cells>(use: JsonUse<Cells>, line: number, text: string): SourceRow<Cells> {
  const parsed = parseRow(text);
  const damaged = text.includes(DAMAGED);
  if (parsed.kind === 'unreadable')
    return faultyLine(line, text, null, text, damaged ? DAMAGED_TEXT : parsed);
  const read = use.cellsOf(parsed.row);
  if (damaged) {
    const field = read.kind === 'cells' ? use.damagedField(read.cells) : null;
    return faultyLine(line, text, field, text, DAMAGED_TEXT);
  }
  if (read.kind === 'cells') return { kind: 'cells', line, cells: read.cells, raw: text };
  const value = read.value === undefined ? '' : JSON.stringify(read.value);
  return faultyLine(line, text, read.field, value, read.fault);
}

/** Reads lines from `firstLine` of the file on. Throws what `use.check` throws. */
export function jsonReader<Cells>(use: JsonUse<Cells>, firstLine: number): RowReader<Cells> {
  let nextLine = firstLine;
  let checked = false;
  return {
    read(lines) {
      const rows: SourceRow<Cells>[] = [];
      for (const text of lines) {
        if (text.trim() !== '') rows.push(readLine(use, nextLine, text));
        nextLine += 1;
      }
      checked ||= use.check();
      return rows;
    },
    end: () => [],
    notes: () => use.notes(),
  };
}
