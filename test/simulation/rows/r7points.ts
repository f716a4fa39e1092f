/**
 * The part of R7 about points: shops in memory under random operations, some of them at once, with the books checked at every
 * commit; and one file that several processes write to, whose books are counted anew when all are done.
 */
import type { RowResult, RunRow } from '../run/row.ts';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { PointsWorld } from '../points/pointsWorld.ts';
import { racedFile } from '../points/racedFile.ts';

const QUICK = { worlds: 1, operations: 40_000 };
const FULL = { worlds: 10, operations: 100_000 };
const SIZE = { members: 600, atOnce: 12 };

interface Sums {
  operations: number;
  checks: number;
  broken: number;
  isBalanced: boolean;
}

async function inMemory(seed: number, { worlds, operations }: typeof QUICK): Promise<Sums> {
  const sums: Sums = { operations: 0, checks: 0, broken: 0, isBalanced: true };
  for (let place = 0; place < worlds; place += 1) {
    const world = new PointsWorld(createMemoryStore(), seed + place, SIZE);
    await world.run(operations);
    const { balanced, held } = await world.recount();
    sums.operations += world.tally.operations;
    sums.checks += world.auditor.checks;
    sums.broken += world.auditor.broken;
    sums.isBalanced &&= balanced && held === world.auditor.outstanding;
    for (const violation of world.auditor.violations) process.stderr.write(`R7: ${violation}\n`);
  }
  return sums;
}

function figure(value: number): string {
  return value.toLocaleString('en-US');
}

export const run: RunRow = async ({ seed, full }): Promise<RowResult> => {
  const sums = await inMemory(seed, full ? FULL : QUICK);
  const file = await racedFile({ seed, writers: 4, operations: full ? 2_000 : 150 });
  const pass = sums.broken === 0 && sums.isBalanced && file.balanced;
  const told = `points: ${figure(sums.operations)} operations, ${figure(sums.checks)} checks, ${sums.broken} broken`;
  const raced = `${figure(file.operations)} by ${file.writers} processes on one file, ${file.balanced ? 'balanced' : 'not balanced'}`;
  return { measured: `${told}; ${raced}`, runs: sums.checks, pass };
};
