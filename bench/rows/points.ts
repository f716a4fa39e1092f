/**
 * Operations on points, each in a commit of its own: orders, refunds, redemptions at once, releases, adjustments, merges, time that
 * passes, all of it told again now and then. On a store file, and beside it in memory; the books are checked at every commit.
 */
import { join } from 'node:path';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import type { Store } from '../../core/ports.ts';
import { PointsWorld } from '../../test/simulation/points/pointsWorld.ts';
import { type Row, timed } from '../row.ts';
import { withFolder } from '../withFolder.ts';

const OPERATIONS = 20_000;
const SIZE = { members: 5_000, atOnce: 50 };
const BAR_PER_SECOND = 1_000;

interface Ran {
  readonly perSecond: number;
  readonly seconds: number;
  readonly world: PointsWorld;
  readonly isBalanced: boolean;
}

async function runOn(store: Store): Promise<Ran> {
  const world = new PointsWorld(store, 23, SIZE);
  const { seconds } = await timed(() => world.run(OPERATIONS));
  const { balanced, held } = await world.recount();
  const isBalanced = balanced && world.auditor.broken === 0 && held === world.auditor.outstanding;
  return { perSecond: world.tally.operations / seconds, seconds, world, isBalanced };
}

export const points: Row = {
  name: 'points',
  bar: `≥ ${BAR_PER_SECOND.toLocaleString('en-US')} operations/s, the books balanced at every commit`,
  durability: 'sqlite synchronous=FULL, grouped',
  growth: 'O(operations × log entries); an operation O(open lots of its account)',
  run: async () => {
    const inMemory = await runOn(createMemoryStore());
    const onFile = await withFolder(async (folder) => {
      const store = openSqliteStore({ file: join(folder, 'store.db') });
      try {
        return await runOn(store);
      } finally {
        await store.close();
      }
    });
    const { auditor, tally } = onFile.world;
    return {
      input: { operations: tally.operations, members: SIZE.members, atOnce: SIZE.atOnce },
      outcome: {
        commits: auditor.commits,
        checks: auditor.checks,
        broken: auditor.broken,
        conflicts: auditor.conflicts,
        duplicates: tally.duplicates,
      },
      seconds: onFile.seconds,
      figure: onFile.perSecond,
      unit: 'operations/s',
      met: onFile.isBalanced && inMemory.isBalanced && onFile.perSecond >= BAR_PER_SECOND,
      also: { inMemoryPerSecond: inMemory.perSecond },
    };
  },
};
