import { expect, it } from 'vitest';
import { memoryFolder, scratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import { seed } from '../support/seed.ts';
import { compareMonths, inFiles, onDynamo } from './sameTrace.ts';

const folder = scratchFolder(memoryFolder());

it('months of 100 seeds leave the same decisions, passages and facts on memory and SQLite', {
  timeout: 600_000,
}, async () => {
  const { different, decisions, passages, merges } = await compareMonths(inFiles(folder), seed, 100);
  expect(different).toEqual([]);
  expect(Math.min(decisions / 10, passages / 10, merges)).toBeGreaterThan(100);
});

it('months of 15 seeds leave the same decisions, passages and facts on memory and DynamoDB', {
  timeout: 600_000,
}, async () => {
  const { different, decisions, passages } = await compareMonths(onDynamo, seed, 15);
  expect(different).toEqual([]);
  expect(Math.min(decisions, passages)).toBeGreaterThan(150);
});
