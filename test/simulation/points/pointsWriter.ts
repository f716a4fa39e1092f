/** One of several processes that write to one file: `node pointsWriter.ts FILE SEED OPERATIONS` prints what it did. */
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { PointsWorld } from './pointsWorld.ts';

const [file = '', seed = '0', operations = '0'] = process.argv.slice(2);
const store = openSqliteStore({ file });
const world = new PointsWorld(store, Number(seed), { members: 12, atOnce: 4 }, `w${seed}`);
await world.run(Number(operations));
await store.close();
const { tally, auditor } = world;
process.stdout.write(JSON.stringify({ operations: tally.operations, conflicts: auditor.conflicts }));
