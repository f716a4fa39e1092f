/**
 * What lies under `imports/<run>/` while a file is imported: the plan, the rows of each part in pieces, how far each part is, and
 * the refused rows. All but the plan's report and the refused rows goes when the import is done.
 */
import * as z from 'zod';
import type { Blobs } from '../../../core/blobs.ts';
import { type Counts, IMPORT_KINDS } from './reading.ts';
import type { FaultsSeen } from './rowTally.ts';

const faults = z.array(
  z.tuple([
    z.string(),
    z.object({ count: z.number(), line: z.number(), example: z.string(), remedy: z.string() }),
  ]),
);
const counts = z.record(z.string(), z.number());

const planSchema = z.object({
  kind: z.enum(IMPORT_KINDS),
  options: z.json(),
  name: z.string(),
  now: z.number(),
  upload: z.string(),
  dryRun: z.boolean(),
  /** Pieces of each part. */
  pieces: z.array(z.number()),
  rejected: z.number(),
  /** Pieces of refused rows. */
  rejects: z.number(),
  faults,
  notes: z.object({ before: z.array(z.string()), after: z.array(z.string()) }),
});
export type ImportPlan = z.infer<typeof planSchema>;

const progressSchema = z.object({
  /** Pages written. */
  pages: z.number(),
  /** The last group that is written, -1 before the first: rows come by group. */
  afterGroup: z.number(),
  counts,
  rejected: z.number(),
  faults,
  isDone: z.boolean(),
  /** False while an attempt is at work: who finds it so goes on after one that was cut off. */
  atRest: z.boolean(),
  /** Rows written twice, because an attempt was cut off among them. */
  repeated: z.number(),
});
export type PartProgress = z.infer<typeof progressSchema>;

export const NO_PROGRESS: PartProgress = {
  pages: 0,
  afterGroup: -1,
  counts: {},
  rejected: 0,
  faults: [],
  isDone: false,
  atRest: true,
  repeated: 0,
};

export interface RunFiles {
  readonly planKey: string;
  readonly rejectsKey: string;
  readonly resultKey: string;
  pieceKey(part: number, piece: number): string;
  progressKey(part: number): string;
  /** Of the reading, or of a page of a part. */
  rejectsPieceKey(of: 'plan' | number, piece: number): string;
  readonly prefix: string;
  readonly partsPrefix: string;
  readonly rejectsPrefix: string;
}

function six(n: number): string {
  return String(n).padStart(6, '0');
}

export function runFiles(run: string): RunFiles {
  const prefix = `imports/${run}/`;
  return {
    prefix,
    planKey: `${prefix}plan.json`,
    resultKey: `${prefix}result.json`,
    rejectsKey: `${prefix}rejects.ndjson`,
    partsPrefix: `${prefix}parts/`,
    rejectsPrefix: `${prefix}refused/`,
    pieceKey: (part, piece) => `${prefix}parts/${six(part)}/${six(piece)}.ndjson`,
    progressKey: (part) => `${prefix}parts/${six(part)}/progress.json`,
    rejectsPieceKey: (of, piece) =>
      `${prefix}refused/${of === 'plan' ? 'plan' : `part-${six(of)}`}-${six(piece)}.ndjson`,
  };
}

/** Throws where the run has no plan. */
export async function readPlan(blobs: Blobs, run: string): Promise<ImportPlan> {
  const kept = await blobs.text(runFiles(run).planKey);
  if (kept === null) throw new Error(`import ${run} has no plan`);
  return planSchema.parse(JSON.parse(kept.text));
}

/** Null before the first attempt at the part. */
export async function readProgress(blobs: Blobs, run: string, part: number): Promise<PartProgress | null> {
  const kept = await blobs.text(runFiles(run).progressKey(part));
  return kept === null ? null : progressSchema.parse(JSON.parse(kept.text));
}

type Faults = ImportPlan['faults'];

export function faultList(known: FaultsSeen): Faults {
  return [...known].map(([code, seen]) => [code, { ...seen }]);
}

/** Faults of several readings as one: counted together, each with the first line that showed it, in the order of those. */
export function sumFaults(lists: readonly Faults[]): FaultsSeen {
  const sum = new Map<string, Faults[number][1]>();
  for (const [code, seen] of lists.flat()) {
    const known = sum.get(code);
    const first = known === undefined || seen.line < known.line ? seen : known;
    sum.set(code, { ...first, count: (known?.count ?? 0) + seen.count });
  }
  return new Map([...sum].sort(([, a], [, b]) => a.line - b.line));
}

export function addCounts(a: Counts, b: Counts): Counts {
  const sum: Record<string, number> = { ...a };
  for (const [what, count] of Object.entries(b)) sum[what] = (sum[what] ?? 0) + count;
  return sum;
}

export async function keysUnder(blobs: Blobs, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const page of blobs.list(prefix)) keys.push(...page.map(({ key }) => key));
  return keys;
}
