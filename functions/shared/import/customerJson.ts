/**
 * Customers as NDJSON: keys and dotted paths as the map names them, or, without a map, keys known by their names. `traits`
 * as the Segment specification has them: of these `email`, `phone`, `name`, `locale`, `timezone` and `consents` are what
 * their names say, the others stay traits.
 */
import { type CustomerColumn, customerField, fieldLabel } from '../../../core/customer/import/customerMap.ts';
import { guessColumns } from '../../../core/customer/import/knownColumns.ts';
import type { CustomerCell } from '../../../core/customer/import/mapCustomer.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
import {
  columnNotes,
  type CustomerFormat,
  noIdColumn,
  requireProof,
  restColumns,
} from './customerColumns.ts';
import { DAMAGED } from './decodeText.ts';
import { isObject, jsonReader, valueAt } from './jsonLines.ts';
import type { RowReader } from './sourceRow.ts';

type Cells = readonly CustomerCell[];

const MOST_KEYS_REMEMBERED = 200;
const MOST_SHAPES = 1_000;
/** Traits that are fields of the profile, by their names in the Segment specification. */
const SEGMENT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['phone', 'phone'],
  ['name', 'name'],
  ['locale', 'locale'],
  ['timezone', 'zone'],
  ['consents', 'consents'],
]);
const SEGMENT_NAMES = ['firstName', 'lastName'] as const;

/** The columns of rows with these keys, remembered: rows of one file have few shapes. */
function shapes(columnsOf: (keys: readonly string[]) => readonly CustomerColumn[]) {
  const known = new Map<string, readonly CustomerColumn[]>();
  return (row: JsonObject): readonly CustomerColumn[] => {
    const keys = Object.keys(row);
    const shape = keys.join('\u0000');
    const found = known.get(shape);
    if (found !== undefined) return found;
    const columns = columnsOf(keys);
    if (known.size >= MOST_SHAPES) known.clear();
    known.set(shape, columns);
    return columns;
  };
}

/** Cells of a `traits` object, except what the row itself says already. */
function segmentCells(traits: JsonObject, stated: ReadonlySet<string>): CustomerCell[] {
  const cells: CustomerCell[] = [];
  const add = (name: string, value: Json | undefined) => {
    const field = customerField(name);
    if (field !== null && value !== undefined && !stated.has(fieldLabel(field))) cells.push({ field, value });
  };
  for (const [key, name] of SEGMENT_FIELDS) add(name, Object.hasOwn(traits, key) ? traits[key] : undefined);
  if (!stated.has('name'))
    for (const key of SEGMENT_NAMES) add(key, typeof traits[key] === 'string' ? traits[key] : undefined);
  const others = Object.entries(traits).filter(([key]) => !SEGMENT_FIELDS.has(key));
  if (others.length > 0) cells.push({ field: { kind: 'traits' }, value: Object.fromEntries(others) });
  return cells;
}

function readCells(row: JsonObject, columns: readonly CustomerColumn[], isNatural: boolean): Cells {
  const stated = new Set(columns.map(({ field }) => fieldLabel(field)));
  return columns.flatMap(({ field, column }): CustomerCell[] => {
    const value = valueAt(row, column);
    if (value === undefined || value === null) return [];
    if (isNatural && field.kind === 'traits' && isObject(value)) return segmentCells(value, stated);
    return [{ field, value }];
  });
}

/** Reads lines from `firstLine` of the file on. Throws `ImportMisuse` (`column-not-found`, `consent-proof-missing`). */
export function customerJson(format: CustomerFormat, firstLine: number): RowReader<Cells> {
  const { map, restAsTraits } = format;
  const keys = new Set<string>();
  const guessed = new Map<string, CustomerColumn>();
  const taken = new Set<string>();
  if (map !== null) requireProof(map, format);

  function columnsOf(names: readonly string[]): readonly CustomerColumn[] {
    const named = map ?? guessColumns(names);
    requireProof(named, format);
    for (const one of map === null ? named : []) guessed.set(fieldLabel(one.field), one);
    const isTaken = (key: string) =>
      named.some(({ column }) => column === key || column.startsWith(`${key}.`));
    const rest = restAsTraits ? restColumns(names, named, isTaken) : [];
    const all = [...named, ...rest];
    for (const name of names) {
      if (keys.size < MOST_KEYS_REMEMBERED) keys.add(name);
      if (isTaken(name) || rest.some(({ column }) => column === name)) taken.add(name);
    }
    return all;
  }

  const columnsOfRow = shapes(columnsOf);
  let rows = 0;
  let identified = false;
  const use = {
    cellsOf(row: JsonObject) {
      rows += 1;
      const columns = columnsOfRow(row);
      identified ||= columns.some(
        ({ field, column }) => fieldLabel(field) === 'id' && valueAt(row, column) !== undefined,
      );
      return { kind: 'cells' as const, cells: readCells(row, columns, map === null) };
    },
    damagedField(cells: Cells) {
      const damaged = cells.find(({ value }) => JSON.stringify(value).includes(DAMAGED));
      return damaged === undefined ? null : fieldLabel(damaged.field);
    },
    check() {
      if (rows > 0 && !identified) throw noIdColumn([...keys], '');
      return identified;
    },
    notes: () =>
      columnNotes(
        [...guessed.values()],
        [...keys].filter((key) => !taken.has(key)),
        'Keys',
      ),
  };
  return jsonReader(use, firstLine);
}
