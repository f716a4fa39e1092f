/** R3: random worlds of 200 customers and 30 virtual days, each struck by faults at a rate of its own. */
import { addWorld, type Evidence, isLost, noEvidence } from '../run/evidence.ts';
import { type EvidenceRow, ofPart, type PartOptions, runParts } from '../run/evidenceRow.ts';
import type { RunRow } from '../run/row.ts';
import { randomPlan } from '../world/randomPlan.ts';
import { liveWorld } from '../world/world.ts';

const QUICK = 300;
const FULL = 10_000;
const WORLDS_A_PART = 15;

/** Lives so many of the worlds that follow each other from a seed. */
export async function liveRandomWorlds(count: number, options: PartOptions): Promise<Evidence> {
  const evidence = noEvidence();
  for (const n of ofPart(count, options)) {
    if (isLost(evidence)) break;
    const seed = options.seed + n;
    addWorld(evidence, { kind: 'random', seed }, await liveWorld(randomPlan(seed)));
  }
  return evidence;
}

const countOf = (full: boolean) => (full ? FULL : QUICK);

export const row: EvidenceRow = {
  parts: ({ full }) => countOf(full) / WORLDS_A_PART,
  runPart: (options) => liveRandomWorlds(countOf(options.full), options),
  conclude: (evidence) => ({
    measured: `${evidence.failed.length === 0 ? 0 : `${evidence.failed.length} or more`} failing of ${evidence.worlds} seeds, ${evidence.faults} faults`,
    runs: evidence.worlds,
    pass: evidence.failed.length === 0 && evidence.worlds > 0 && evidence.faults > 0,
  }),
};

export const run: RunRow = async (options) => row.conclude(await runParts(row, options));
