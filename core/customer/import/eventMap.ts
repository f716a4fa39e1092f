/**
 * Which column of a file of events says what. Customer and date are always needed; the name of the event is a column of its
 * own or the same for the whole file; every other column is a property where the map says so.
 */
import { type TraitType, TRAIT_TYPES } from './customerMap.ts';
import type { FieldMap } from './fieldMap.ts';
import { ImportMisuse } from './importMisuse.ts';
import { mapEntry } from './mapEntry.ts';

const PROPERTY = 'property.';
export const EVENT_FIELDS = ['customer', 'date', 'name'] as const;

/** The type of each property that is not text, by its name. */
export type PropertyTypes = Readonly<Record<string, TraitType>>;

export interface EventMap {
  /** `customer`, `date`, `name`, and `property.<name>` of each property. */
  readonly columns: FieldMap;
  readonly types: PropertyTypes;
}

const EXAMPLE = '--map customer=customer_id,date=at,name=event,property.campaign_id=campaign';
const HELP = `${EVENT_FIELDS.join(', ')}, property.NAME`;

interface Entry {
  readonly field: string;
  readonly column: string;
  readonly type: TraitType;
}

function isField(text: string): boolean {
  return EVENT_FIELDS.some((field) => field === text);
}

function fieldOf(text: string): { field: string; type: TraitType } | null {
  if (isField(text.toLowerCase())) return { field: text.toLowerCase(), type: 'text' };
  if (!text.toLowerCase().startsWith(PROPERTY)) return null;
  const colon = text.lastIndexOf(':');
  const type = TRAIT_TYPES.find((known) => known === text.slice(colon + 1));
  const name = text.slice(PROPERTY.length, colon < 0 || type === undefined ? text.length : colon);
  return name === '' ? null : { field: `${PROPERTY}${name}`, type: type ?? 'text' };
}

function parseEntry(entry: string): Entry {
  const { field, column } = mapEntry(entry, { fieldOf, help: HELP, example: EXAMPLE });
  return { ...field, column };
}

function requireField(columns: FieldMap, field: string, remedy: string): void {
  if (columns[field] === undefined)
    throw new ImportMisuse('map-missing-field', `--map names no column for ${field}; ${remedy} (${EXAMPLE})`);
}

/** The name of a property a field of the map fills; null for the other fields. */
export function propertyOf(field: string): string | null {
  return field.startsWith(PROPERTY) ? field.slice(PROPERTY.length) : null;
}

/**
 * Parses `customer=…,date=…[,name=…,property.x[:number|boolean|date]=…]`. A column's name may hold commas, as long as none is
 * followed by `word=`. `name` is needed where the events of the file have no `fixedName`. Throws `ImportMisuse` (`map-…`).
 */
export function parseEventMap(text: string, fixedName: string | null): EventMap {
  const columns: Record<string, string> = {};
  const types: Record<string, TraitType> = {};
  for (const { field, column, type } of text.split(/,(?=\s*[\p{L}\w.:-]+\s*=)/u).map(parseEntry)) {
    const other = columns[field];
    if (other !== undefined)
      throw new ImportMisuse(
        'map-repeated',
        `--map names ${field} twice (columns "${other}" and "${column}"); keep one of them`,
      );
    columns[field] = column;
    const property = propertyOf(field);
    if (property !== null && type !== 'text') types[property] = type;
  }
  requireField(columns, 'customer', 'add customer=COLUMN');
  requireField(columns, 'date', 'add date=COLUMN');
  if (fixedName === null)
    requireField(columns, 'name', 'add name=COLUMN, or name all events with --event NAME');
  return { columns, types };
}
