/**
 * Which columns of a customer file are taken: those the map names, or else those whose names say what they are, and with
 * `--traits rest` every other column as a trait of its name.
 */
import {
  type CustomerColumn,
  type CustomerField,
  type CustomerMap,
  fieldLabel,
  traitField,
} from '../../../core/customer/import/customerMap.ts';
import { ImportMisuse } from '../../../core/customer/import/importMisuse.ts';
import { guessColumns } from '../../../core/customer/import/knownColumns.ts';
import { listed } from './listed.ts';

export interface CustomerFormat {
  /** Null: columns are known by their names. */
  readonly map: CustomerMap | null;
  /** True: columns nothing else is known of become traits. */
  readonly restAsTraits: boolean;
  /** True where the command names the proof of consents that bring none. */
  readonly hasProof: boolean;
}

/** Throws `ImportMisuse` (`consent-proof-missing`) where a yes or no would be taken for a consent nobody can prove. */
export function requireProof(columns: readonly CustomerColumn[], { hasProof }: CustomerFormat): void {
  const bare = columns.find(({ field }) => field.kind === 'consent');
  if (bare === undefined || hasProof) return;
  throw new ImportMisuse(
    'consent-proof-missing',
    `${fieldLabel(bare.field)} is read from "${bare.column}", but nothing says where and when these consents were given; add --consent-source TEXT and --consent-date DATE (and --consent-wording TEXT where you have it)`,
  );
}

export function noIdColumn(header: readonly string[], hint: string): ImportMisuse {
  return new ImportMisuse(
    'column-not-found',
    `nothing here is named like a customer’s id: ${listed(header)}. Name it: --map id=COLUMN.${hint}`,
  );
}

/** The columns of a header as the format takes them, without the rest. */
export function namedColumns(header: readonly string[], { map }: CustomerFormat): readonly CustomerColumn[] {
  return map ?? guessColumns(header);
}

/** The columns that nothing is known of, as traits. A column without a name has nothing a trait could be called. */
export function restColumns(
  header: readonly string[],
  taken: readonly CustomerColumn[],
  isTaken: (column: string) => boolean,
): CustomerColumn[] {
  const labels = new Set(taken.map(({ field }) => fieldLabel(field)));
  const fieldOf = (column: string): CustomerField => traitField(column);
  return header
    .filter((column) => column !== '' && !isTaken(column))
    .map((column) => ({ field: fieldOf(column), column }))
    .filter(({ field }) => !labels.has(fieldLabel(field)));
}

/** What was guessed and what was ignored. */
export function columnNotes(
  guessed: readonly CustomerColumn[],
  ignored: readonly string[],
  what: 'Columns' | 'Keys',
): string[] {
  const pairs = guessed.map(({ field, column }) =>
    column === fieldLabel(field) ? column : `${column} as ${fieldLabel(field)}`,
  );
  return [
    ...(pairs.length === 0
      ? []
      : [`Read by their names: ${listed(pairs)}. Give --map to read them otherwise.`]),
    ...(ignored.length === 0
      ? []
      : [`${what} ignored: ${listed(ignored)}. With --traits rest they become traits.`]),
  ];
}
