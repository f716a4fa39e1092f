import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import { PointsWorld } from './pointsWorld.ts';
import { racedFile } from './racedFile.ts';

it('keeps the books balanced at every commit of 100,000 random operations', async () => {
  for (const seed of [1, 2]) {
    const world = new PointsWorld(createMemoryStore(), seed, { members: 600, atOnce: 12 });
    await world.run(50_000);
    expect(world.auditor.violations).toEqual([]);
    expect(await world.recount()).toMatchObject({ balanced: true, held: world.auditor.outstanding });
    expect(world.auditor.conflicts).toBeGreaterThan(1_000);
  }
}, 300_000);

it('keeps them on DynamoDB, a fake of it with its limits', async () => {
  const world = new PointsWorld(storeOver(fakeTables()), 7, { members: 30, atOnce: 6 });
  await world.run(1_000);
  expect(world.auditor.violations).toEqual([]);
  expect(await world.recount()).toMatchObject({ balanced: true, held: world.auditor.outstanding });
});

it('keeps them while four processes write to one file', async () => {
  const raced = await racedFile({ seed: 5, writers: 4, operations: 300 });
  expect(raced).toMatchObject({ balanced: true });
  expect(raced.conflicts).toBeGreaterThan(50);
});
