/** Columns aligned by what the terminal shows, wide characters counted as two. */
import { displayWidth, padEnd, padStart } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

const GAP = '  ';

/** One string a line, no trailing blanks. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, i) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => (align === 'right' ? padStart : padEnd)(cells[i] ?? '', widths[i] ?? 0))
      .join(GAP)
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)];
}

/** A label and its value a line; rows without a value are left out. */
export function pairs(rows: readonly (readonly [string, string | null])[], indent = ''): string[] {
  const known = rows.flatMap(([label, value]) => (value === null ? [] : [[label, value] as const]));
  const width = Math.max(0, ...known.map(([label]) => displayWidth(label)));
  return known.map(([label, value]) => `${indent}${padEnd(label, width)}${GAP}${value}`.trimEnd());
}
