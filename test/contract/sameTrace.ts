/** Months of many seeds lived twice, on the memory store and on another. */
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import type { ScratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import type { Store } from '../../core/ports.ts';
import { fakeTables, storeOver } from '../support/dynamoTables.ts';
import { differing, liveMonth } from './seededMonth.ts';

const SHARDS = 3;

export interface Comparison {
  /** Seeds whose hashes differ, with the people whose traces do. */
  readonly different: string[];
  decisions: number;
  passages: number;
  merges: number;
}

/** Lives the months of `count` seeds from `first` on, each on memory and on a store that `make` makes. */
export async function compareMonths(make: () => Store, first: number, count: number): Promise<Comparison> {
  const result: Comparison = { different: [], decisions: 0, passages: 0, merges: 0 };
  for (let seed = first; seed < first + count; seed += 1) {
    const memory = await liveMonth(createMemoryStore({ shards: SHARDS }), seed);
    const store = make();
    const other = await liveMonth(store, seed);
    await store.close();
    if (other.hash !== memory.hash)
      result.different.push(`seed ${seed}: ${differing(memory, other).join(', ')}`);
    result.decisions += memory.decisions;
    result.passages += memory.passages;
    result.merges += memory.merges;
  }
  return result;
}

export function inFiles(folder: ScratchFolder): () => Store {
  return () => openSqliteStore({ file: folder.fresh(), shards: SHARDS });
}

export function onDynamo(): Store {
  return storeOver(fakeTables(), { shards: SHARDS });
}
