/**
 * The rows of a part in pages that hold whole groups: sorted by group, within one in the order of the file. A page can then be
 * written again by itself: no row of another page is to be told apart from one of its own. Who goes on behind a group meets every
 * row of the later ones, also where rows of somebody who was erased meanwhile are gone.
 */
import type { Blobs } from '../../core/blobs.ts';
import { runFiles } from '../shared/import/runFiles.ts';

interface Row {
  readonly group: number;
  /** JSON of the row. */
  readonly item: string;
}

export interface PartRows {
  readonly run: string;
  readonly part: number;
  readonly pieces: number;
  /** -1 for all. */
  readonly afterGroup: number;
}

export interface Page {
  readonly lastGroup: number;
  /** Rows as JSON. */
  readonly items: readonly string[];
}

const LINE = /^\{"group":(\d+),"item":(.*)\}$/s;

function rowOf(line: string): Row {
  const [, group, item] = LINE.exec(line) ?? [];
  if (group === undefined || item === undefined) throw new Error('a row of a part cannot be read');
  return { group: Number(group), item };
}

async function rowsOf(blobs: Blobs, { run, part, pieces, afterGroup }: PartRows): Promise<Row[]> {
  const rows: Row[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const key = runFiles(run).pieceKey(part, piece);
    const kept = await blobs.text(key);
    if (kept === null) throw new Error(`${key} is gone`);
    for (const line of kept.text.split('\n')) {
      const row = line === '' ? null : rowOf(line);
      if (row !== null && row.group > afterGroup) rows.push(row);
    }
  }
  return rows;
}

/** Pages behind `afterGroup`, of at least `pageRows` rows but the last. */
export async function pagesOfPart(blobs: Blobs, part: PartRows, pageRows: number): Promise<Page[]> {
  const rows = (await rowsOf(blobs, part)).sort((a, b) => a.group - b.group);
  const pages: Page[] = [];
  let items: string[] = [];
  for (const [place, { group, item }] of rows.entries()) {
    items.push(item);
    const next = rows[place + 1]?.group;
    if (next === group || (next !== undefined && items.length < pageRows)) continue;
    pages.push({ lastGroup: group, items });
    items = [];
  }
  return pages;
}
