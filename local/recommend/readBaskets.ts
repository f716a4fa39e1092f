/** A file of baskets without a header, a basket a line, its items with commas between: every line is a customer of its own. */
import { decodeText } from '../../functions/shared/import/decodeText.ts';
import { lineSplitter } from '../../functions/shared/import/lineSplitter.ts';
import { openBytes } from '../../functions/shared/import/openBytes.ts';
import { parseCsv } from '../../functions/shared/import/csvTable.ts';
import { openFile } from '../import/openFile.ts';
import { TableMisuse } from '../tables/tableMisuse.ts';
import type { TakePurchase } from './readPurchases.ts';

function itemsOf(file: string, line: string, number: number): readonly string[] {
  if (!line.includes('"')) return line.split(',').map((item) => item.trim());
  try {
    return parseCsv(line, ',')[0] ?? [];
  } catch {
    const problem = { path: 'items', message: 'a quote is not closed', line: number };
    const remedy = 'Close it; where a quote belongs to the text, double it.';
    throw new TableMisuse(`${file}, line ${number}: a quote is not closed.`, remedy, [problem]);
  }
}

/** The number of baskets; blank lines are none. Throws `TableMisuse`, or `ImportMisuse` (`file-…`). */
export async function readBaskets(file: string, take: TakePurchase): Promise<number> {
  const bytes = await openBytes(file, await openFile(file));
  const splitter = lineSplitter();
  let [line, baskets] = [0, 0];
  const takeLines = (lines: readonly string[]) => {
    for (const text of lines) {
      line += 1;
      const items = new Set(itemsOf(file, text, line).filter((item) => item !== ''));
      for (const item of items) take(String(line), item, null);
      if (items.size > 0) baskets += 1;
    }
  };
  try {
    for await (const text of decodeText(bytes.pieces, bytes.head, null)) takeLines(splitter.push(text));
    takeLines(splitter.end());
  } finally {
    bytes.close();
  }
  if (baskets === 0)
    throw new TableMisuse(`${file} has no baskets.`, 'Give a basket a line, its items with commas between.');
  return baskets;
}
