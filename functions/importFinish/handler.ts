/**
 * Step Functions task of `import`: what became of all parts as the report the same import gives on one machine, one file of
 * refused rows, and nothing left of the rows that were taken, nor of the upload. Called again it answers the same.
 */
import middy from '@middy/core';
import * as z from 'zod';
import type { Blobs } from '../../core/blobs.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Container } from '../shared/container.ts';
import { orderOptions } from '../shared/import/orders.ts';
import { type Counts, notesOf } from '../shared/import/reading.ts';
import {
  addCounts,
  type ImportPlan,
  keysUnder,
  type PartProgress,
  readPlan,
  readProgress,
  runFiles,
  sumFaults,
} from '../shared/import/runFiles.ts';
import { mergedRejects } from './mergedRejects.ts';

const input = z.object({ run: z.string().min(1) });

/** The counts of a report in its order, of a file without rows too. */
const NOTHING: Readonly<Record<ImportPlan['kind'], Counts>> = {
  orders: { accepted: 0, duplicates: 0 },
  customers: { accepted: 0, updated: 0, unchanged: 0 },
  consents: { accepted: 0, unchanged: 0 },
  suppressions: { accepted: 0, unchanged: 0 },
  events: { accepted: 0, duplicates: 0 },
};

async function progressOf(blobs: Blobs, run: string, { pieces }: ImportPlan): Promise<PartProgress[]> {
  const parts = pieces.flatMap((count, part) => (count > 0 ? [part] : []));
  return Promise.all(
    parts.map(async (part) => {
      const progress = await readProgress(blobs, run, part);
      if (progress?.isDone !== true) throw new Error(`part ${part} of import ${run} is not done`);
      return progress;
    }),
  );
}

function repeatedNotes(parts: readonly PartProgress[]): string[] {
  const repeated = parts.reduce((sum, part) => sum + part.repeated, 0);
  if (repeated === 0) return [];
  return [
    `The import was interrupted and went on: of ${repeated} rows that were just being written, those already there do not count as new.`,
  ];
}

/** The first import that brings something names the shop's currency. */
async function keepCurrency({ store }: Container, plan: ImportPlan, counts: Counts): Promise<void> {
  if (plan.kind !== 'orders' || plan.dryRun || (counts['accepted'] ?? 0) === 0) return;
  if ((await store.getValue('currency')) !== null) return;
  await store.putValue('currency', JSON.stringify(orderOptions.parse(plan.options).currency));
}

async function reportOf(blobs: Blobs, run: string, container: Container): Promise<JsonObject> {
  const files = runFiles(run);
  const plan = await readPlan(blobs, run);
  const parts = await progressOf(blobs, run, plan);
  const counts = parts.reduce((sum, part) => addCounts(sum, part.counts), NOTHING[plan.kind]);
  const rejected = parts.reduce((sum, part) => sum + part.rejected, plan.rejected);
  if (rejected > 0) await blobs.write(files.rejectsKey, await mergedRejects(blobs, files.rejectsPrefix));
  await keepCurrency(container, plan, counts);
  const faults = sumFaults([plan.faults, ...parts.map((part) => part.faults)]);
  const after = [...repeatedNotes(parts), ...plan.notes.after];
  return {
    ...counts,
    rejected,
    rejectFile: rejected === 0 ? null : files.rejectsKey,
    notes: notesOf({ before: plan.notes.before, after }, { faults }),
  };
}

/** What was uploaded stays where nothing was written: it may be imported yet. */
async function removeRows(blobs: Blobs, run: string): Promise<void> {
  const files = runFiles(run);
  const { dryRun, upload } = await readPlan(blobs, run);
  const pieces = [
    ...(await keysUnder(blobs, files.partsPrefix)),
    ...(await keysUnder(blobs, files.rejectsPrefix)),
  ];
  await blobs.remove(dryRun ? pieces : [...pieces, upload]);
}

export function importFinish({ container, blobs }: { container: Container; blobs: Blobs }) {
  return middy(async (event: unknown): Promise<Json> => {
    const { run } = input.parse(event);
    const { resultKey } = runFiles(run);
    const before = await blobs.text(resultKey);
    const report: Json = before === null ? await reportOf(blobs, run, container) : JSON.parse(before.text);
    if (before === null) await blobs.write(resultKey, JSON.stringify(report));
    await removeRows(blobs, run);
    return report;
  });
}
