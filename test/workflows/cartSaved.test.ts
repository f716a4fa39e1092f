import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import { scratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import { CASES, wrongReminders } from './cartArrivals.ts';

const folder = scratchFolder();
/** Every eleventh: each arrival, with each of the rest somewhere. */
const SOME = CASES.filter((_, index) => index % 11 === 0);

describe('the abandoned cart', () => {
  it(`reminds of A never after its order was told, of B once at 1 h and once at 24 h, in ${CASES.length} orders of arrival`, async () => {
    expect(await wrongReminders(createMemoryStore(), CASES)).toEqual([]);
  });

  it(`does so on the SQLite store in ${SOME.length} of them`, { timeout: 60_000 }, async () => {
    const store = openSqliteStore({ file: folder.fresh(), shards: 2 });
    expect(await wrongReminders(store, SOME)).toEqual([]);
    await store.close();
  });
});
