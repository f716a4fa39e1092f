/** R2: two faults, one after the other, on the way of a message: at its claim, its send, its record and its feedback. */
import { addWorld, brokenOf, isLost, noEvidence } from '../run/evidence.ts';
import { type EvidenceRow, ofPart, runParts } from '../run/evidenceRow.ts';
import type { RunRow } from '../run/row.ts';
import { FAULT_KINDS, plannedFaults, type PlannedFault } from '../world/fault.ts';
import { referencePlan } from '../world/reference.ts';
import { liveWorld } from '../world/world.ts';

const SITES = ['wave:claim', 'wave:send', 'wave:settle', 'feedback:recordFeedback'];
const PARTS = 8;

/** Every fault at the first calls of each site, with every other after it. */
function pairs(occurrences: number): (readonly [PlannedFault, PlannedFault])[] {
  const all = SITES.flatMap((site) =>
    Array.from({ length: occurrences }, (_, occurrence) =>
      FAULT_KINDS.map((kind): PlannedFault => ({ site, occurrence, kind })),
    ).flat(),
  );
  const isSameCall = (a: PlannedFault, b: PlannedFault) => a.site === b.site && a.occurrence === b.occurrence;
  return all.flatMap((first) =>
    all
      .filter((second) => !isSameCall(first, second) && isLater(second, first))
      .map((second) => [first, second] as const),
  );
}

/** Each pair once: of one site the later call second, of two sites in the order of the way. */
function isLater(second: PlannedFault, first: PlannedFault): boolean {
  const places = [first, second].map(({ site }) => SITES.indexOf(site));
  const [a = 0, b = 0] = places;
  return a === b ? second.occurrence > first.occurrence : b > a;
}

export const row: EvidenceRow = {
  parts: ({ full }) => (full ? PARTS * 2 : PARTS),
  runPart: async (options) => {
    const evidence = noEvidence();
    const all = pairs(options.full ? 6 : 3);
    for (const n of ofPart(all.length, options)) {
      const faults = all[n];
      if (faults === undefined) continue;
      if (isLost(evidence)) break;
      const result = await liveWorld(referencePlan(options.seed), { faults: plannedFaults(faults) });
      addWorld(evidence, { kind: 'reference', seed: options.seed, faults }, result);
    }
    return evidence;
  },
  conclude: (evidence) => ({
    measured: `${brokenOf(evidence)} violations over ${evidence.worlds} pairs`,
    runs: evidence.worlds,
    pass: brokenOf(evidence) === 0 && evidence.faults >= evidence.worlds,
  }),
};

export const run: RunRow = async (options) => row.conclude(await runParts(row, options));
