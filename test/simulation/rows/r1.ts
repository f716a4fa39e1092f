/**
 * R1: any single fault, at any call the reference workload makes, leaves the books right. Memory, in part a file, and on DynamoDB
 * the calls below the ports: `callFaults` says which of them are struck in which count.
 */
import { addWorld, brokenOf, type Evidence, isLost, noEvidence } from '../run/evidence.ts';
import { type EvidenceRow, ofPart, runParts } from '../run/evidenceRow.ts';
import type { RunRow } from '../run/row.ts';
import { FAULT_KINDS, NO_FAULTS, plannedFaults, type PlannedFault } from '../world/fault.ts';
import type { WorldPlan } from '../world/plan.ts';
import { referencePlan } from '../world/reference.ts';
import { liveWorld } from '../world/world.ts';

const PARTS = 8;
/** Of the runs over a file, one in so many in the quick count. */
const FILE_EVERY = 25;

/** Of the faults below the ports, one in so many in the quick count of those that are worth the most. */
const CALLS_EVERY = 5;

async function faultsAt(plan: WorldPlan, isWanted: (site: string) => boolean): Promise<PlannedFault[]> {
  const { sites } = await liveWorld(plan, { faults: NO_FAULTS });
  return [...sites]
    .filter(([site]) => isWanted(site))
    .flatMap(([site, count]) =>
      Array.from({ length: count }, (_, occurrence) =>
        FAULT_KINDS.map((kind) => ({ site, occurrence, kind })),
      ).flat(),
    );
}

/** Every call of the workload as it goes without faults, with every fault. */
export function singleFaults(seed: number): Promise<PlannedFault[]> {
  return faultsAt(referencePlan(seed), () => true);
}

const WRITING = /\/(?:Put|Update|Delete|TransactWrite)$/;

/** Every call to DynamoDB below the ports, with every fault. About seven thousand. */
export function callFaults(seed: number): Promise<PlannedFault[]> {
  return faultsAt(referencePlan(seed, 'dynamodb'), (site) => site.includes('/'));
}

/** Of these every one at a write, and those at the first of all readings of one kind by one operation. */
export function worthMost(faults: readonly PlannedFault[]): PlannedFault[] {
  return faults.filter(({ site, occurrence }) => occurrence === 0 || WRITING.test(site));
}

async function strike(evidence: Evidence, seed: number, fault: PlannedFault, store: WorldPlan['store']) {
  const faults = [fault];
  const result = await liveWorld(referencePlan(seed, store), { faults: plannedFaults(faults) });
  addWorld(evidence, { kind: 'reference', seed, faults, store }, result);
}

/** Strikes calls on DynamoDB, one world each, until the row is lost. */
export async function strikeCalls(
  evidence: Evidence,
  seed: number,
  faults: Iterable<PlannedFault>,
): Promise<void> {
  for (const fault of faults) {
    if (isLost(evidence)) return;
    await strike(evidence, seed, fault, 'dynamodb');
  }
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
    const calls = await callFaults(seed);
    const wanted = full ? calls : worthMost(calls).filter((_, n) => n % CALLS_EVERY === 0);
    const mine = [...ofPart(wanted.length, options)].flatMap((n) => wanted.slice(n, n + 1));
    await strikeCalls(evidence, seed, mine);
    return evidence;
  },
  conclude: (evidence) => ({
    measured: `${brokenOf(evidence)} violations over ${evidence.faults} faults`,
    runs: evidence.worlds,
    pass: brokenOf(evidence) === 0 && evidence.faults >= evidence.worlds,
  }),
};

export const run: RunRow = async (options) => row.conclude(await runParts(row, options));
