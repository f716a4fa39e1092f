/**
 * Step Functions map task of `import`: writes one part's rows to the store, page by page, and notes after each how far it is. A
 * part that is cut off, or runs short of time, goes on behind its last page when it is called again; a page that was cut off is
 * written again as a whole, which adds nothing that is there.
 */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Blobs } from '../../core/blobs.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import { type PartWriter, writeImport } from '../shared/import/kinds.ts';
import { rejectLine } from '../shared/import/rejectLine.ts';
import { rowCounter } from '../shared/import/rowTally.ts';
import {
  addCounts,
  faultList,
  type ImportPlan,
  NO_PROGRESS,
  type PartProgress,
  readPlan,
  readProgress,
  runFiles,
  sumFaults,
} from '../shared/import/runFiles.ts';
import { type Page, pagesOfPart } from './partPages.ts';

const input = z.object({ run: z.string().min(1), part: z.number().int().min(0) });

/** `isDone` false: call it again. */
export interface PartAnswer {
  readonly run: string;
  readonly part: number;
  readonly isDone: boolean;
}

export interface ImportPartDeps {
  readonly container: Container;
  readonly blobs: Blobs;
  /** Rows between two notes of how far it is. Default 1,000. */
  readonly pageRows?: number;
}

const PAGE_ROWS = 1_000;
/** No page is begun with less time left. */
const LEAST_MS = 3 * MINUTE_MS;

interface Part {
  readonly run: string;
  readonly part: number;
  readonly plan: ImportPlan;
}

async function writePage(
  { container, blobs }: ImportPartDeps,
  { run, part, plan }: Part,
  page: Page,
  before: PartProgress,
  wasCutOff: boolean,
): Promise<PartProgress> {
  const refused: string[] = [];
  const counter = rowCounter();
  const writer: PartWriter = writeImport(container, plan, (row) => {
    refused.push(rejectLine(counter.reject(row).row));
  });
  const counts = await writer.write(page.items);
  const { rejected, faults } = counter.tally();
  if (refused.length > 0)
    await blobs.write(runFiles(run).rejectsPieceKey(part, before.pages), refused.join(''));
  return {
    ...before,
    pages: before.pages + 1,
    afterGroup: page.lastGroup,
    counts: addCounts(before.counts, counts),
    rejected: before.rejected + rejected,
    faults: faultList(sumFaults([before.faults, faultList(faults)])),
    repeated: before.repeated + (wasCutOff ? page.items.length : 0),
  };
}

export function importPart(deps: ImportPartDeps) {
  const { blobs, container, pageRows = PAGE_ROWS } = deps;
  return middy(async (event: unknown, context: Context): Promise<PartAnswer> => {
    const { run, part } = input.parse(event);
    const key = runFiles(run).progressKey(part);
    const found = (await readProgress(blobs, run, part)) ?? NO_PROGRESS;
    if (found.isDone) return { run, part, isDone: true };
    await container.inForce();
    const plan = await readPlan(blobs, run);
    const rows = { run, part, pieces: plan.pieces[part] ?? 0, afterGroup: found.afterGroup };
    const pages = await pagesOfPart(blobs, rows, pageRows);
    const isEmpty = pages.length === 0;
    let progress: PartProgress = { ...found, isDone: isEmpty, atRest: isEmpty };
    const note = () => blobs.write(key, JSON.stringify(progress));
    await note();
    let wasCutOff = !found.atRest;
    for (const page of pages) {
      progress = await writePage(deps, { run, part, plan }, page, progress, wasCutOff);
      wasCutOff = false;
      const isDone = page === pages.at(-1);
      const stops = isDone || context.getRemainingTimeInMillis() < LEAST_MS;
      progress = { ...progress, isDone, atRest: stops };
      await note();
      if (stops) break;
    }
    return { run, part, isDone: progress.isDone };
  });
}
