/**
 * Which column of a summary is what: by name, or as `--map` says. Names of other tools are known too (`frequency`, `recency`,
 * `monetary_value`, `T_cal`); case, blanks and punctuation do not count. Columns beside these are left out, with one note.
 */
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import type { FieldMap } from '../../core/customer/import/fieldMap.ts';
import { listed } from '../../functions/shared/import/listed.ts';

export const SUMMARY_FIELDS = ['id', 'x', 't_x', 'T', 'litt', 'm_x', 'count'] as const;
export type SummaryField = (typeof SUMMARY_FIELDS)[number];

export interface SummaryLayout {
  readonly separator: string;
  readonly header: readonly string[];
  /** What each column is; null for one that is left out. */
  readonly fields: readonly (SummaryField | null)[];
  readonly notes: readonly string[];
}

/** Ordered: the first name of a field that a header has is the one taken. */
const NAMES: Readonly<Record<SummaryField, string>> = {
  id: 'id customerid customer custid cust clientid userid memberid',
  x: 'x frequency freq repeats repeatorders',
  t_x: 'tx recency',
  T: 't tcal n ncal periods',
  litt: 'litt',
  m_x: 'mx monetaryvalue zbar meanspend',
  count: 'count customers custs weight',
};
const NEEDED = ['x', 't_x', 'T'] as const;
const SEPARATORS = [',', ';', '\t', '|'] as const;

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function placeOf(field: SummaryField, header: readonly string[], map: FieldMap | null): number {
  const wanted = map?.[field.toLowerCase()];
  if (wanted !== undefined) {
    const place = header.indexOf(wanted);
    if (place >= 0) return place;
    throw new ImportMisuse(
      'column-not-found',
      `--map names column "${wanted}" for ${field}, but the header has: ${listed(header)}. Correct --map.`,
    );
  }
  const names = header.map(plain);
  const known = NAMES[field].split(' ').map((name) => names.indexOf(name));
  return known.find((place) => place >= 0) ?? -1;
}

function fieldsOf(header: readonly string[], map: FieldMap | null): (SummaryField | null)[] {
  const fields: (SummaryField | null)[] = header.map(() => null);
  for (const field of SUMMARY_FIELDS) {
    const place = placeOf(field, header, map);
    if (place >= 0 && fields[place] === null) fields[place] = field;
  }
  return fields;
}

function missing(field: string, header: readonly string[]): ImportMisuse {
  const looksLikeRows = header.every((name) => /^[\d.\s-]*$/.test(name));
  return new ImportMisuse(
    'column-not-found',
    looksLikeRows
      ? 'the first line holds figures; put a header before it: id,x,t_x,T'
      : `no column is named ${field}; the header has: ${listed(header)}. Rename it, or say which it is: --map ${field}=COLUMN`,
  );
}

/** Fields of a header line without quotes: of the separators, the one that finds most of what is wanted. */
export function splitHeader(line: string, map: FieldMap | null): { separator: string; header: string[] } {
  const wanted = map === null ? null : Object.values(map);
  const found = (header: readonly string[]): number =>
    wanted === null
      ? fieldsOf(header, null).filter((field) => field !== null).length
      : header.filter((name) => wanted.includes(name)).length;
  let best = { separator: ',', header: line.split(',').map((name) => name.trim()) };
  for (const separator of SEPARATORS) {
    if (separator === ',' || !line.includes(separator)) continue;
    const header = line.split(separator).map((name) => name.trim());
    const gain = found(header) - found(best.header);
    if (gain > 0 || (gain === 0 && header.length > best.header.length)) best = { separator, header };
  }
  return best;
}

/** Throws `ImportMisuse` (`column-…`) naming the column that is missing and what the header has. */
export function summaryLayout(
  { separator, header }: { readonly separator: string; readonly header: readonly string[] },
  map: FieldMap | null,
): SummaryLayout {
  const fields = fieldsOf(header, map);
  for (const field of NEEDED) if (!fields.includes(field)) throw missing(field, header);
  const ignored = header.filter((_, place) => fields[place] === null);
  const notes = ignored.length === 0 ? [] : [`Columns ignored: ${listed(ignored)}.`];
  return { separator, header, fields, notes };
}
