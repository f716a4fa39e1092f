/**
 * Reads a summary of customers (`id,x,t_x,T[,litt][,m_x][,count]`) from a CSV file. Plain ones are read from their bytes: a million
 * rows in a fraction of a second. Files with quotes, packed ones, UTF-16 and those too large to hold go through the reader
 * every import uses, row by row, to the same rows. Rows that cannot be a customer's are refused one by one.
 */
import { constants } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import type { FieldMap } from '../../core/customer/import/fieldMap.ts';
import { ImportMisuse } from '../../core/customer/import/importMisuse.ts';
import { readPlainLines } from './cellRows.ts';
import { LINE_FEED } from './numberCells.ts';
import { readPlainSummary } from './plainSummary.ts';
import { splitHeader, summaryLayout } from './summaryLayout.ts';
import { type RowRules, type Summary, SummaryRows } from './summaryRows.ts';

export interface SummarySource extends RowRules {
  readonly file: string;
  /** Column by field in lower case; null: columns are known by their names. */
  readonly map: FieldMap | null;
}

const QUOTE = 34;
const MOST_BYTES = Math.min(constants.MAX_LENGTH, 2 ** 31 - 1);
/** From here on it pays to make no text of the cells; below, the engine splits text before a loop over bytes has warmed up. */
const MANY_BYTES = 600_000;
const BYTE_ORDER_MARK = 0xefbbbf;

/** Null where it is not there, is a folder, or is too large: the other way says so, or copes. */
function bytesOf(file: string): Buffer | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size > 0 && stats.size <= MOST_BYTES ? readFileSync(file) : null;
}

/** Text of one byte a letter, as far as its numbers go: no quotes, nothing packed, no UTF-16. */
function isPlain(bytes: Buffer): boolean {
  return !bytes.includes(QUOTE) && !bytes.subarray(0, 4_096).includes(0) && bytes.readUIntBE(0, 1) !== 0x1f;
}

/** The first line that is not blank, its number, and where the next begins. */
function headerOf(bytes: Buffer): { text: string; line: number; next: number } {
  let at = bytes.length >= 3 && bytes.readUIntBE(0, 3) === BYTE_ORDER_MARK ? 3 : 0;
  for (let line = 1; ; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const next = feed < 0 ? bytes.length : feed + 1;
    const text = bytes.toString('utf8', at, next).trim();
    if (text !== '' || next >= bytes.length) return { text, line, next };
    at = next;
  }
}

/** Throws `ImportMisuse` (`file-…`, `column-…`) where the file is none that can be read, or lacks a column. */
export async function readSummary({ file, map, discrete, refuse }: SummarySource): Promise<Summary> {
  const bytes = bytesOf(file);
  const rows = new SummaryRows({ discrete, refuse });
  if (bytes === null || !isPlain(bytes)) {
    const { readQuotedSummary } = await import('./quotedSummary.ts');
    return readQuotedSummary(file, map, rows);
  }
  const { text, line, next } = headerOf(bytes);
  if (text === '')
    throw new ImportMisuse(
      'file-empty',
      `${file} holds only blank lines; export it again with a header and rows`,
    );
  const layout = summaryLayout(splitHeader(text, map), map);
  return bytes.length < MANY_BYTES
    ? readPlainLines(bytes.toString('utf8', next), line + 1, layout, rows)
    : readPlainSummary(bytes, { at: next, line: line + 1 }, layout, rows);
}
