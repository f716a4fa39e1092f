/**
 * The rows of a part in pages that hold whole groups: sorted by group, within one in the order of the file. A page can then be
 * written again by itself: no row of another page is to be told apart from one of its own.
 */
import type { Blobs } from '../../core/blobs.ts';
import { runFiles } from '../shared/import/runFiles.ts';

interface Row {
  readonly group: number;
  /** JSON of the row. */
  readonly item: string;
}

const LINE = /^\{"group":(\d+),"item":(.*)\}$/s;

function rowOf(line: string): Row {
  const [, group, item] = LINE.exec(line) ?? [];
  if (group === undefined || item === undefined) throw new Error('a row of a part cannot be read');
  return { group: Number(group), item };
}

async function rowsOf(
  blobs: Blobs,
  { run, part, pieces }: { readonly run: string; readonly part: number; readonly pieces: number },
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const key = runFiles(run).pieceKey(part, piece);
    const kept = await blobs.text(key);
    if (kept === null) throw new Error(`${key} is gone`);
    for (const line of kept.text.split('\n')) if (line !== '') rows.push(rowOf(line));
  }
  return rows;
}

/** Rows as JSON: at least `pageRows` a page, but of the last. The same pages however often it is asked. */
export async function pagesOfPart(
  blobs: Blobs,
  part: { readonly run: string; readonly part: number; readonly pieces: number },
  pageRows: number,
): Promise<string[][]> {
  const rows = (await rowsOf(blobs, part)).sort((a, b) => a.group - b.group);
  const pages: string[][] = [];
  let page: string[] = [];
  for (const [place, { group, item }] of rows.entries()) {
    page.push(item);
    const endsGroup = rows[place + 1]?.group !== group;
    if (!endsGroup || page.length < pageRows) continue;
    pages.push(page);
    page = [];
  }
  if (page.length > 0) pages.push(page);
  return pages;
}
