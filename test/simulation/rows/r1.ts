/** R1: any single fault, at any call the reference workload makes, leaves the books right. Memory, and in part a file. */
import { addWorld, brokenOf, type Evidence, isLost, noEvidence } from '../run/evidence.ts';
import { type EvidenceRow, ofPart, runParts } from '../run/evidenceRow.ts';
import type { RunRow } from '../run/row.ts';
import { FAULT_KINDS, NO_FAULTS, plannedFaults, type PlannedFault } from '../world/fault.ts';
import { referencePlan } from '../world/reference.ts';
import { liveWorld } from '../world/world.ts';

const PARTS = 8;
/** Of the runs over a file, one in so many in the quick count. */
const FILE_EVERY = 25;

/** Every call of the workload as it goes without faults, with every fault. */
export async function singleFaults(seed: number): Promise<PlannedFault[]> {
  const { sites } = await liveWorld(referencePlan(seed), { faults: NO_FAULTS });
  return [...sites].flatMap(([site, count]) =>
    Array.from({ length: count }, (_, occurrence) =>
      FAULT_KINDS.map((kind) => ({ site, occurrence, kind })),
    ).flat(),
  );
}

async function strike(evidence: Evidence, seed: number, fault: PlannedFault, store: 'memory' | 'sqlite') {
  const faults = [fault];
  const result = await liveWorld(referencePlan(seed, store), { faults: plannedFaults(faults) });
  addWorld(evidence, { kind: 'reference', seed, faults }, result);
}

export const row: EvidenceRow = {
  parts: ({ full }) => (full ? PARTS * 2 : PARTS),
  runPart: async (options) => {
    const { seed, full } = options;
    const evidence = noEvidence();
    const faults = await singleFaults(seed);
    for (const n of ofPart(faults.length, options)) {
      const fault = faults[n];
      if (fault === undefined) continue;
      if (isLost(evidence)) break;
      await strike(evidence, seed, fault, 'memory');
      if (full || n % FILE_EVERY === 0) await strike(evidence, seed, fault, 'sqlite');
    }
    return evidence;
  },
  conclude: (evidence) => ({
    measured: `${brokenOf(evidence)} violations over ${evidence.faults} faults`,
    runs: evidence.worlds,
    pass: brokenOf(evidence) === 0 && evidence.faults >= evidence.worlds,
  }),
};

export const run: RunRow = async (options) => row.conclude(await runParts(row, options));
