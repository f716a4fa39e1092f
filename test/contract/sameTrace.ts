/** Months of many seeds lived twice, on the memory store and on a SQLite store. */
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import type { ScratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import { differing, liveMonth } from './seededMonth.ts';

export interface Comparison {
  /** Seeds whose hashes differ, with the people whose traces do. */
  readonly different: string[];
  decisions: number;
  passages: number;
  merges: number;
}

/** Lives the months of `count` seeds from `first` on, each on both stores. */
export async function compareMonths(
  folder: ScratchFolder,
  first: number,
  count: number,
): Promise<Comparison> {
  const result: Comparison = { different: [], decisions: 0, passages: 0, merges: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const memory = await liveMonth(createMemoryStore({ shards: 3 }), seed);
    const store = openSqliteStore({ file: folder.fresh(), shards: 3 });
    const file = await liveMonth(store, seed);
    await store.close();
    if (file.hash !== memory.hash)
      result.different.push(`seed ${seed}: ${differing(memory, file).join(', ')}`);
    result.decisions += memory.decisions;
    result.passages += memory.passages;
    result.merges += memory.merges;
  }
  return result;
}
