import { expect, it } from 'vitest';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import { memoryFolder, scratchFolder } from '../adapters/sqlite/scratchFolder.ts';
import { CASES, wrongReminders } from './cartArrivals.ts';

const folder = scratchFolder(memoryFolder());

it(`the abandoned cart is right on the SQLite store in all ${CASES.length} orders of arrival`, async () => {
  const store = openSqliteStore({ file: folder.fresh(), shards: 2 });
  expect(await wrongReminders(store, CASES)).toEqual([]);
  expect(await store.parked(10)).toEqual([]);
  await store.close();
});
