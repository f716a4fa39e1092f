import { expect, it } from 'vitest';
import { memoryFolder, scratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import { seed } from '../support/seed.ts';
import { compareMonths, inFiles, onDynamo } from './sameTrace.ts';

const folder = scratchFolder(memoryFolder());

it('months of 10 seeds leave the same decisions, passages and facts on memory and SQLite', {
  timeout: 120_000,
}, async () => {
  const { different, decisions, passages, merges } = await compareMonths(inFiles(folder), seed, 10);
  expect(different).toEqual([]);
  expect(Math.min(decisions / 10, passages / 10, merges)).toBeGreaterThan(10);
});

it('a month of one seed leaves the same decisions, passages and facts on memory and DynamoDB', {
  timeout: 120_000,
}, async () => {
  const { different, decisions, passages } = await compareMonths(onDynamo, seed, 1);
  expect(different).toEqual([]);
  expect(Math.min(decisions, passages)).toBeGreaterThan(5);
});
