import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();

/** What becomes of every table when somebody is erased. */
const BY_PERSON = [
  'people',
  'lifecycles',
  'orders',
  'order_lines',
  'enrolments',
  'decisions',
  'facts',
  'identities',
  'tasks',
  'dossiers',
];
const BARRED = ['contacts'];
const SEARCHED = ['events'];
/** Definitions, figures of the whole shop, counters: nobody is named there. */
const NAMES_NOBODY = [
  'journeys',
  'templates',
  'models',
  'evaluations',
  'named_values',
  'counters',
  'tallies',
  'budgets',
  'slices',
];

describe('erasure', () => {
  it('knows what to do with every table of a store: whoever adds one says here what becomes of it', async () => {
    const file = folder.fresh();
    await openSqliteStore({ file }).close();
    const db = new DatabaseSync(file);
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    db.close();
    const known = [...BY_PERSON, ...BARRED, ...SEARCHED, ...NAMES_NOBODY].sort();
    expect(tables.map(({ name }) => String(name)).sort()).toEqual(known);
  });
});
