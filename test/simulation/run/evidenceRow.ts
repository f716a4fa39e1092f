/** A row made of worlds: in parts that may run side by side, and a conclusion from what all of them showed. */
import { addEvidence, type Evidence, noEvidence } from './evidence.ts';
import type { RowOptions, RowResult } from './row.ts';

export interface PartOptions extends RowOptions {
  readonly part: number;
  readonly parts: number;
}

export interface EvidenceRow {
  /** Into how many parts the work falls well. */
  readonly parts: (options: RowOptions) => number;
  readonly runPart: (options: PartOptions) => Promise<Evidence>;
  readonly conclude: (evidence: Evidence) => RowResult;
}

/** All parts, one after the other. */
export async function runParts(
  { parts: count, runPart }: EvidenceRow,
  options: RowOptions,
): Promise<Evidence> {
  const evidence = noEvidence();
  const parts = count(options);
  for (let part = 0; part < parts; part += 1)
    addEvidence(evidence, await runPart({ ...options, part, parts }));
  return evidence;
}

/** The numbers from 0 to `count` - 1 that belong to a part. */
export function* ofPart(count: number, { part, parts }: PartOptions): Generator<number> {
  for (let n = part; n < count; n += parts) yield n;
}
