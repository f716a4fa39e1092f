import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { NO_CONSEQUENCES } from '../../../core/journey/occasion.ts';
import { PointsAuditor } from './pointsAuditor.ts';
import { PointsWorld } from './pointsWorld.ts';

it('keeps the books balanced at every commit of 4,000 random operations', async () => {
  const world = new PointsWorld(createMemoryStore(), 11, { members: 40, atOnce: 12 });
  await world.run(4_000);
  const { auditor, tally } = world;
  expect(auditor.violations).toEqual([]);
  expect(await world.recount()).toMatchObject({ balanced: true, held: auditor.outstanding });
  expect(auditor.commits).toBeGreaterThan(1_000);
  for (const count of [auditor.conflicts, tally.duplicates, tally.refused])
    expect(count).toBeGreaterThan(100);
  const kinds = ['earn', 'mature', 'redeem', 'release', 'reverse', 'expire', 'adjust', 'transfer-in'];
  expect(kinds.filter((kind) => !auditor.byKind.has(kind))).toEqual([]);
}, 60_000);

it('would tell of points that were spent twice', async () => {
  const store = createMemoryStore();
  const auditor = new PointsAuditor();
  /** A store that lets every writer win. */
  const careless = auditor.watching({
    ...store,
    commitStep: async (change) => {
      const dossiers = await Promise.all(
        (change.dossiers ?? []).map(async (write) => {
          const [there] = await store.loadDossiers([write.dossier]);
          const version = there?.version ?? 0;
          return { dossier: { ...write.dossier, version: version + 1 }, expectedVersion: version };
        }),
      );
      return store.commitStep({ ...change, ...NO_CONSEQUENCES, tasks: [], dossiers });
    },
  });
  const world = new PointsWorld(careless, 11, { members: 20, atOnce: 12 });
  await world.run(600);
  expect(world.auditor.broken + auditor.broken).toBeGreaterThan(0);
}, 60_000);
