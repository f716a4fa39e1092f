/** Orders as NDJSON: the map's names are keys, or dotted paths to keys within (`customer.id`). Text and numbers are values. */
import {
  isRequiredField,
  ORDER_FIELDS,
  type OrderColumnMap,
  type OrderField,
} from '../../../core/customer/import/columnMap.ts';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import type { OrderCells } from '../../../core/customer/import/mapOrder.ts';
import { unreadable } from '../../../core/customer/import/rowFault.ts';
import { textOf } from '../../../core/customer/import/valueText.ts';
import type { JsonObject } from '../../../core/json.ts';
import { DAMAGED } from './decodeText.ts';
import { type JsonCells, jsonReader, valueAt } from './jsonLines.ts';
import { listed } from './listed.ts';
import type { RowReader } from './sourceRow.ts';

const MOST_KEYS_REMEMBERED = 200;

function readCells(row: JsonObject, map: OrderColumnMap): JsonCells<OrderCells> {
  const texts: Record<OrderField, string | null> = {
    customer: null,
    date: null,
    amount: null,
    order: null,
    item: null,
    quantity: null,
    price: null,
    cost: null,
    currency: null,
  };
  for (const field of ORDER_FIELDS) {
    const key = map[field];
    if (key === undefined) continue;
    const value = valueAt(row, key);
    if (value === undefined && isRequiredField(field)) {
      const fault = unreadable('missing-key', `has no key "${key}"`, 'add it to the row');
      return { kind: 'faulty', field, value, fault };
    }
    const text = textOf(value);
    if (typeof text !== 'string') return { kind: 'faulty', field, value, fault: text };
    texts[field] = text;
  }
  const { customer, date, amount } = texts;
  const cells = { ...texts, customer: customer ?? '', date: date ?? '', amount: amount ?? '' };
  return { kind: 'cells', cells };
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

/** True for a key that is mapped, or holds one that is. */
export function isWithin(key: string, paths: readonly string[]): boolean {
  return paths.some((path) => path === key || path.startsWith(`${key}.`));
}

function keyNotes(seen: ReadonlySet<string>, map: OrderColumnMap): string[] {
  const mapped = ORDER_FIELDS.flatMap((field) => map[field] ?? []);
  const ignored = [...seen].filter((key) => !isWithin(key, mapped));
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
export function ndjsonReader(map: OrderColumnMap, firstLine: number): RowReader<OrderCells> {
  const seen = new Set<string>();
  const mapped = ORDER_FIELDS.flatMap((field) => map[field] ?? []);
  const nested = mapped.filter((path) => path.includes('.'));
  const use = {
    cellsOf(row: JsonObject) {
      for (const key of Object.keys(row))
        if (seen.size < MOST_KEYS_REMEMBERED || mapped.includes(key)) seen.add(key);
      for (const path of nested) if (!seen.has(path) && valueAt(row, path) !== undefined) seen.add(path);
      return readCells(row, map);
    },
    damagedField: (cells: OrderCells) => ORDER_FIELDS.find((name) => cells[name]?.includes(DAMAGED)) ?? null,
    check() {
      if (seen.size > 0) refuseUnknownKeys(seen, map);
      return seen.size > 0;
    },
    notes: () => keyNotes(seen, map),
  };
  return jsonReader(use, firstLine);
}
