/** Codes of a text, one a row: NDJSON with a field `code`, or CSV whose header names a column `code`, else its first column. */
import * as z from 'zod';
import type { CodeLine } from '../../core/offer/importPool.ts';
import { parseCsv, sniffHeader } from './import/csvTable.ts';

const rowSchema = z.looseObject({ code: z.union([z.string(), z.number()]) });

function ofJson(text: string): string {
  try {
    const row = rowSchema.safeParse(JSON.parse(text));
    return row.success ? String(row.data.code) : '';
  } catch {
    return '';
  }
}

/** A row that cannot be read has an empty code, which is none, and says what stands there. */
function codeLine(line: number, text: string, code: string): CodeLine {
  return code === '' ? { line, code, text } : { line, code };
}

/** Lines count from 1; empty ones are left out. */
export function readCodes(text: string): CodeLine[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const filled = lines
    .map((line, place) => ({ line: place + 1, text: line.trim() }))
    .filter((one) => one.text !== '');
  const [first] = filled;
  if (first === undefined) return [];
  if (first.text.startsWith('{'))
    return filled.map(({ line, text: row }) => codeLine(line, row, ofJson(row)));
  const named = (header: readonly string[]) => header.findIndex((name) => name.toLowerCase() === 'code');
  const { header, separator } = sniffHeader(first.text, (columns) => (named(columns) < 0 ? 0 : 1));
  const column = named(header);
  const rows = column < 0 ? filled : filled.slice(1);
  return rows.map(({ line, text: row }) => codeLine(line, row, fieldOf(row, separator, Math.max(0, column))));
}

function fieldOf(row: string, separator: Parameters<typeof parseCsv>[1], column: number): string {
  try {
    return parseCsv(row, separator)[0]?.[column] ?? '';
  } catch {
    return '';
  }
}
