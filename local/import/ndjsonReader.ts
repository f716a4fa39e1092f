/**
 * Lines of NDJSON to rows: one object a line, the map's names are its keys. Text and numbers are taken as values; a whole
 * number too large to be exact is refused, because as an id it would name somebody else.
 */
import {
  isRequiredField,
  ORDER_FIELDS,
  type OrderColumnMap,
  type OrderField,
} from '../../core/customer/import/columnMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { type Fault, type Unreadable, unreadable } from '../../core/customer/import/rowFault.ts';
import { DAMAGED } from './decodeText.ts';
import { DAMAGED_TEXT, TOO_LONG } from './faults.ts';
import { LONGEST_LINE } from './lineSplitter.ts';
import { listed } from './listed.ts';
import type { RowReader, SourceRow } from './sourceRow.ts';

type JsonRow = Readonly<Record<string, unknown>>;

const MOST_KEYS_REMEMBERED = 200;
const NOT_JSON = unreadable(
  'not-json',
  'is not a JSON object',
  'write one complete JSON object on each line',
);

function isJsonRow(value: unknown): value is JsonRow {
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

function valueAt(row: JsonRow, key: string): unknown {
  return Object.hasOwn(row, key) ? row[key] : undefined;
}

/** A value as text, as a CSV cell would hold it: nothing for null. */
function textOf(value: unknown): string | Unreadable {
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

function faultyLine(
  line: number,
  raw: string,
  field: OrderField | null,
  value: string,
  fault: Fault,
): SourceRow {
  const { code, problem, remedy } = fault;
  return { kind: 'faulty', line, field, value, raw, code, problem, remedy };
}

function readCells(row: JsonRow, line: number, raw: string, map: OrderColumnMap): SourceRow {
  const texts: Record<OrderField, string | null> = {
    customer: null,
    date: null,
    amount: null,
    order: null,
    item: null,
    quantity: null,
    price: null,
    currency: null,
  };
  for (const field of ORDER_FIELDS) {
    const key = map[field];
    if (key === undefined) continue;
    const value = valueAt(row, key);
    if (value === undefined && isRequiredField(field))
      return faultyLine(
        line,
        raw,
        field,
        '',
        unreadable('missing-key', `has no key "${key}"`, 'add it to the row'),
      );
    const text = textOf(value);
    if (typeof text !== 'string') return faultyLine(line, raw, field, JSON.stringify(value), text);
    texts[field] = text;
  }
  const { customer, date, amount } = texts;
  const cells = { ...texts, customer: customer ?? '', date: date ?? '', amount: amount ?? '' };
  return { kind: 'cells', line, cells, raw };
}

function refuseUnknownKeys(seen: ReadonlySet<string>, map: OrderColumnMap): void {
  for (const field of ORDER_FIELDS) {
    const key = map[field];
    if (key === undefined || !isRequiredField(field) || seen.has(key)) continue;
    throw new ImportMisuse(
      'column-not-found',
      `--map names key "${key}" for ${field}, but the rows have: ${listed([...seen])}. Correct --map.`,
    );
  }
}

function keyNotes(seen: ReadonlySet<string>, map: OrderColumnMap): string[] {
  const mapped = ORDER_FIELDS.flatMap((field) => map[field] ?? []);
  const ignored = [...seen].filter((key) => !mapped.includes(key));
  const absent = mapped.filter((key) => !seen.has(key));
  return [
    ...(ignored.length === 0 ? [] : [`Keys ignored because --map does not name them: ${listed(ignored)}.`]),
    ...(absent.length === 0 || seen.size === 0 ? [] : [`No row has the mapped key ${listed(absent)}.`]),
  ];
}

/**
 * Reads lines from `firstLine` of the file on. Throws `ImportMisuse` (`column-not-found`) when no row among the first
 * lines handed over has the key of a required field.
 */
export function ndjsonReader(map: OrderColumnMap, firstLine: number): RowReader {
  let nextLine = firstLine;
  let checked = false;
  const seen = new Set<string>();
  const mappedKeys = new Set(ORDER_FIELDS.flatMap((field) => map[field] ?? []));

  function readLine(text: string): SourceRow {
    const line = nextLine;
    const parsed = parseRow(text);
    if (parsed.kind === 'unreadable')
      return faultyLine(line, text, null, text, text.includes(DAMAGED) ? DAMAGED_TEXT : parsed);
    for (const key of Object.keys(parsed.row))
      if (seen.size < MOST_KEYS_REMEMBERED || mappedKeys.has(key)) seen.add(key);
    const row = readCells(parsed.row, line, text, map);
    if (!text.includes(DAMAGED)) return row;
    const field =
      ORDER_FIELDS.find((name) => row.kind === 'cells' && row.cells[name]?.includes(DAMAGED)) ?? null;
    return faultyLine(line, text, field, text, DAMAGED_TEXT);
  }

  return {
    read(lines) {
      const rows: SourceRow[] = [];
      for (const text of lines) {
        if (text.trim() !== '') rows.push(readLine(text));
        nextLine += 1;
      }
      if (!checked && seen.size > 0) {
        refuseUnknownKeys(seen, map);
        checked = true;
      }
      return rows;
    },
    end: () => [],
    notes: () => keyNotes(seen, map),
  };
}
