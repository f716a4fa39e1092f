/** CSV as RFC 4180 writes it, safe to open in a spreadsheet (`core/csvGuard.ts`). */
import { guarded } from '../../core/csvGuard.ts';

const NEEDS_QUOTES = /[",\r\n]/;

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return JSON.stringify(value) ?? '';
}

function cellOf(value: unknown): string {
  const text = guarded(textOf(value));
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record with its line break. Null and undefined are empty cells. */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(cellOf).join(',')}\r\n`;
}
