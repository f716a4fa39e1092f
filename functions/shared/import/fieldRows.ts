/** Rows of files whose fields are plain texts, CSV and NDJSON alike: each mapped column as text, missing and empty ones left out. */
import { type FieldMap, ownNames } from '../../../core/customer/import/fieldMap.ts';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import { textOf } from '../../../core/customer/import/valueText.ts';
import { unguarded } from '../../../core/csvGuard.ts';
import type { JsonObject } from '../../../core/json.ts';
import { positionOf, sniffHeader } from './csvTable.ts';
import { DAMAGED } from './decodeText.ts';
import { type JsonCells, jsonReader, valueAt } from './jsonLines.ts';
import { listed } from './listed.ts';
import type { RowFormats } from './openRows.ts';

export type FieldCells = Readonly<Record<string, string>>;

export interface FieldFormat {
  readonly fields: readonly string[];
  /** Null: fields are columns of their own name. */
  readonly map: FieldMap | null;
  /** Of these one at least must be there. */
  readonly oneOf: readonly string[];
}

const MOST_KEYS = 200;

function requireOne({ oneOf }: FieldFormat, map: FieldMap, names: readonly string[]): void {
  if (oneOf.some((field) => map[field] !== undefined)) return;
  throw new ImportMisuse(
    'map-missing-field',
    `nothing names ${oneOf.join(' or ')}; the columns are ${listed(names)}: add --map ${oneOf[0]}=COLUMN`,
  );
}

function ignoredNotes(names: readonly string[], map: FieldMap): string[] {
  const ignored = names.filter((name) => !Object.values(map).includes(name));
  return ignored.length === 0 ? [] : [`Columns ignored: ${listed(ignored)}.`];
}

/** How rows are read. Both throw `ImportMisuse` (`map-…`, `column-…`) where a needed column is not there. */
export function fieldFormats(format: FieldFormat): RowFormats<FieldCells> {
  return {
    csv(line) {
      const wanted = format.map === null ? format.fields : Object.values(format.map);
      const { separator, header } = sniffHeader(
        line,
        (names) =>
          names.filter((name) => wanted.includes(format.map === null ? name.toLowerCase() : name)).length,
      );
      const map = format.map ?? ownNames(header, format.fields);
      requireOne(format, map, header);
      const places = Object.entries(map).map(([field, column]) => ({
        field,
        position: positionOf(field, column, header),
      }));
      const fieldOf = (position: number) => places.find((one) => one.position === position)?.field;
      return {
        separator,
        header,
        fieldAt: (position) => fieldOf(position) ?? header[position] ?? '',
        mayBreak: (position) => (fieldOf(position) ?? 'wording') === 'wording',
        cellsOf: (row) =>
          Object.fromEntries(
            places.flatMap(({ field, position }) => {
              const value = unguarded(row[position] ?? '');
              return value === '' ? [] : [[field, value] as const];
            }),
          ),
        notes: () => ignoredNotes(header, map),
      };
    },
    ndjson(firstLine) {
      const keys = new Set<string>();
      const mapOf = (row: JsonObject) => format.map ?? ownNames(Object.keys(row), format.fields);
      let last: FieldMap = format.map ?? {};
      let found = false;
      return jsonReader<FieldCells>(
        {
          cellsOf(row): JsonCells<FieldCells> {
            for (const key of Object.keys(row)) if (keys.size < MOST_KEYS) keys.add(key);
            last = mapOf(row);
            const cells: Record<string, string> = {};
            for (const [field, column] of Object.entries(last)) {
              const value = valueAt(row, column);
              if (value === undefined || value === null) continue;
              found ||= format.oneOf.includes(field);
              const text = textOf(value);
              if (typeof text !== 'string') return { kind: 'faulty', field, value, fault: text };
              if (text !== '') cells[field] = text;
            }
            return { kind: 'cells', cells };
          },
          damagedField: (cells) =>
            Object.keys(cells).find((field) => cells[field]?.includes(DAMAGED)) ?? null,
          check() {
            if (keys.size > 0 && !found) requireOne(format, {}, [...keys]);
            return found;
          },
          notes: () => ignoredNotes([...keys], last),
        },
        firstLine,
      );
    },
  };
}
