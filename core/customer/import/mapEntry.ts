/** One entry of a `--map`, `field=column`, as maps of every kind of file write it. */
import { ImportMisuse } from './importMisuse.ts';

interface Fields<Field> {
  /** Null for a name that is no field. */
  readonly fieldOf: (name: string) => Field | null;
  /** Every field, for whoever named another. */
  readonly help: string;
  readonly example: string;
}

/** Throws `ImportMisuse`: `map-invalid`, `map-unknown-field`. */
export function mapEntry<Field>(
  entry: string,
  { fieldOf, help, example }: Fields<Field>,
): { readonly field: Field; readonly column: string } {
  const equals = entry.indexOf('=');
  const name = entry.slice(0, Math.max(equals, 0)).trim();
  const column = entry.slice(equals + 1).trim();
  if (equals < 1 || column === '')
    throw new ImportMisuse(
      'map-invalid',
      `"${entry.trim()}" in --map is not of the form field=column; for example ${example}`,
    );
  const field = fieldOf(name);
  if (field !== null) return { field, column };
  throw new ImportMisuse(
    'map-unknown-field',
    `--map knows no field "${name}"; the fields are ${help}: remove it or correct its name`,
  );
}
