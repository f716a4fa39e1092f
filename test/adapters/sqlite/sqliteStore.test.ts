import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { storeContract } from '../../contract/storeContract.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();

storeContract('the SQLite store', (options) => openSqliteStore({ file: folder.fresh(), ...options }));
