import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { aRow } from '../../contract/given.ts';
import { MAYA } from '../../support/builders.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();
const content = () => aRow({ id: 'row-hash' }, true);
/** SQLite refuses half a cent. */
const impossible = () => aRow({ id: 'impossible', amountMinor: 0.5 });

describe('a page of an import that was taken back', () => {
  it('leaves no customer remembered who is not there', async () => {
    const store = openSqliteStore({ file: folder.fresh() });
    await expect(store.importOrders([aRow(), impossible()], 1)).rejects.toMatchObject({
      code: 'store-failed',
    });
    expect(await store.loadPerson(MAYA)).toBeNull();
    expect(await store.importOrders([aRow()], 1)).toEqual(['accepted']);
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(1);
    await store.close();
  });

  it('leaves no place remembered that no row took', async () => {
    const store = openSqliteStore({ file: folder.fresh() });
    const file = [content(), content(), content()];
    await expect(store.importOrders([...file, impossible()], 1)).rejects.toMatchObject({
      code: 'store-failed',
    });
    expect(await store.importOrders(file, 1)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await store.importOrders(file, 2)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    await store.close();
  });
});
