/**
 * Lines of NDJSON to rows: one object a line. What its keys mean is for the kind of import. Keys inside other objects are
 * named by a dotted path (`customer.id`); a key that itself holds dots is found first.
 */
import { type Fault, type Unreadable, unreadable } from '../../../core/customer/import/rowFault.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import { DAMAGED } from './decodeText.ts';
import { DAMAGED_TEXT, TOO_LONG } from './faults.ts';
import { LONGEST_LINE } from './lineSplitter.ts';
import type { FaultyRow, RowReader, SourceRow } from './sourceRow.ts';

/** What cells a row gives, or which value prevents it. */
export type JsonCells<Cells> =
  | { readonly kind: 'cells'; readonly cells: Cells }
  | {
      readonly kind: 'faulty';
      readonly field: string;
      readonly value: Json | undefined;
      readonly fault: Fault;
    };

/** How the objects of one file are read. */
export interface JsonUse<Cells> {
  cellsOf(row: JsonObject): JsonCells<Cells>;
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

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseRow(line: string): { readonly kind: 'row'; readonly row: JsonObject } | Unreadable {
  if (line.length > LONGEST_LINE) return TOO_LONG;
  try {
    const row: Json = JSON.parse(line);
    return isObject(row) ? { kind: 'row', row } : NOT_JSON;
  } catch {
    return NOT_JSON;
  }
}

function own(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return value[/^\d{1,9}$/.test(key) ? Number(key) : -1];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value under a key or a dotted path; undefined where there is none. */
export function valueAt(row: JsonObject, path: string): Json | undefined {
  const direct = own(row, path);
  if (direct !== undefined || !path.includes('.')) return direct;
  let value: Json | undefined = row;
  for (const key of path.split('.')) value = own(value, key);
  return value;
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
