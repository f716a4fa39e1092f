/**
 * Step Functions task of `import`: reads the uploaded file to its end and splits its rows into parts that need nothing of each
 * other. What is wrong with an option or with the file as a whole is answered, not thrown: it is the user's to put right.
 */
import middy from '@middy/core';
import * as z from 'zod';
import type { Blobs } from '../../core/blobs.ts';
import type { Container } from '../shared/container.ts';
import { readImport } from '../shared/import/kinds.ts';
import { IMPORT_KINDS } from '../shared/import/reading.ts';
import { rejectLine } from '../shared/import/rejectLine.ts';
import { faultList, type ImportPlan, runFiles } from '../shared/import/runFiles.ts';
import { problemOf } from '../shared/problem.ts';
import { openBlob, sizeOf } from './blobSource.ts';
import { PartFiles } from './partFiles.ts';

const input = z.object({
  /** Names the run's folder. */
  run: z.string().regex(/^[\w-]{1,80}$/),
  upload: z.string().regex(/^uploads\/[\w./-]{1,200}$/),
  kind: z.enum(IMPORT_KINDS),
  /** As on one machine, and `name`: what the file is called where it comes from. */
  options: z.looseObject({ name: z.string().min(1).max(2_000).optional(), dryRun: z.boolean().optional() }),
});

export type PlanAnswer =
  | { readonly kind: 'planned'; readonly parts: readonly { readonly run: string; readonly part: number }[] }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string };

export interface ImportDeps {
  readonly container: Container;
  readonly blobs: Blobs;
  /** Of a file, a part. Default 1 MiB: some twenty thousand rows. */
  readonly partBytes?: number;
}

const PART_BYTES = 1_048_576;
const MOST_PARTS = 400;
/** As often as much is in a file that is packed. */
const PACKED = 6;

function partsOf(bytes: number, name: string, partBytes: number): number {
  const unpacked = /\.gz$/i.test(name) ? bytes * PACKED : bytes;
  return Math.min(MOST_PARTS, Math.max(1, Math.ceil(unpacked / partBytes)));
}

/** Expected refusals are the user's to put right; whatever else fails is thrown. */
function refusalOf(failure: unknown): PlanAnswer {
  const { status, code, detail, remedy } = problemOf(failure);
  if (status >= 500) throw failure;
  return { kind: 'refused', code, detail: remedy === undefined ? detail : `${detail}; ${remedy}` };
}

async function planned(
  { container, blobs, partBytes = PART_BYTES }: ImportDeps,
  { run, upload, kind, options: asked }: z.infer<typeof input>,
): Promise<PlanAnswer> {
  await container.inForce();
  const files = runFiles(run);
  const { name = upload.slice(upload.lastIndexOf('/') + 1), ...options } = asked;
  const bytes = (await sizeOf(blobs, upload)) ?? 0;
  const parts = new PartFiles(blobs, files, partsOf(bytes, name, partBytes));
  const about = { kind, options: z.json().parse(options), name, now: container.now() };
  const { tally, notes } = await readImport(container, about, {
    open: () => openBlob(blobs, upload, bytes),
    take: ({ group, item }) => parts.take(group, item),
    refuse: (row) => parts.refuse(rejectLine(row)),
  });
  const plan: ImportPlan = {
    ...about,
    upload,
    dryRun: asked.dryRun ?? false,
    ...(await parts.finish()),
    rejected: tally.rejected,
    faults: faultList(tally.faults),
    notes: { before: [...notes.before], after: [...notes.after] },
  };
  await blobs.write(files.planKey, JSON.stringify(plan));
  const filled = plan.pieces.flatMap((pieces, part) => (pieces > 0 ? [{ run, part }] : []));
  return { kind: 'planned', parts: filled };
}

export function importPlan(deps: ImportDeps) {
  return middy(async (event: unknown): Promise<PlanAnswer> => {
    try {
      return await planned(deps, input.parse(event));
    } catch (failure) {
      return refusalOf(failure);
    }
  });
}
