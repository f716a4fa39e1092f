/**
 * Which column of a file fills which field, for files whose fields are plain texts: consents, suppression lists. Whether the
 * columns exist is for whoever has read the header.
 */
import { ImportMisuse } from './importMisuse.ts';

/** Column name by field. */
export type FieldMap = Readonly<Record<string, string>>;

export interface FieldMapRules {
  readonly fields: readonly string[];
  /** For messages. */
  readonly example: string;
}

/**
 * Parses `field=column,…`. A column's name may hold commas, as long as none is followed by `word=`. Throws `ImportMisuse`
 * (`map-…`) naming the field and the remedy.
 */
export function parseFieldMap(text: string, { fields, example }: FieldMapRules): FieldMap {
  const map: Record<string, string> = {};
  for (const entry of text.split(/,(?=\s*[\p{L}\w-]+\s*=)/u)) {
    const equals = entry.indexOf('=');
    const field = entry.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    const column = entry.slice(equals + 1).trim();
    if (equals < 1 || column === '')
      throw new ImportMisuse(
        'map-invalid',
        `"${entry.trim()}" in --map is not of the form field=column; for example ${example}`,
      );
    if (!fields.includes(field))
      throw new ImportMisuse(
        'map-unknown-field',
        `--map knows no field "${field}"; the fields are ${fields.join(', ')}: remove it or correct its name`,
      );
    if (map[field] !== undefined)
      throw new ImportMisuse(
        'map-repeated',
        `--map names ${field} twice (columns "${map[field]}" and "${column}"); keep one of them`,
      );
    map[field] = column;
  }
  return map;
}

/** Each field from the column of its own name, where the header has it. */
export function ownNames(header: readonly string[], fields: readonly string[]): FieldMap {
  const found = fields.flatMap((field) => {
    const column = header.find((name) => name.trim().toLowerCase() === field);
    return column === undefined ? [] : [[field, column] as const];
  });
  return Object.fromEntries(found);
}
