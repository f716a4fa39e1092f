/** For a row that reads its figure from the worlds of R1 to R3, where it is asked for by itself. */
import type { Evidence } from '../run/evidence.ts';
import { type EvidenceRow, runParts } from '../run/evidenceRow.ts';
import type { RowOptions, RowResult, RunRow } from '../run/row.ts';
import { liveRandomWorlds } from './r3.ts';

const WORLDS_A_PART = 10;

export interface DerivedRow {
  readonly conclude: (evidence: Evidence) => RowResult;
  /** So many random worlds show enough. */
  readonly worlds: number;
}

/** The worlds a derived row needs when nobody else lives any. */
export function worldsAlone(worlds: number): Omit<EvidenceRow, 'conclude'> {
  return {
    parts: () => Math.ceil(worlds / WORLDS_A_PART),
    runPart: (options) => liveRandomWorlds(worlds, options),
  };
}

export function runAlone({ conclude, worlds }: DerivedRow): RunRow {
  return async (options: RowOptions) =>
    conclude(await runParts({ ...worldsAlone(worlds), conclude }, options));
}
