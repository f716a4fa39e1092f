import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { aRhythm } from '../../support/builders.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();
const MODEL = {
  ...coldModel(DEFAULT_SETTINGS),
  version: 3,
  rhythm: aRhythm({ firstGapDays: 20, gapDays: 30, gaps: 99, p50Days: 12 }),
};

/** A file whose newest model holds only this of its rhythm. */
async function fileWith(rhythm: object): Promise<string> {
  const file = folder.fresh();
  const store = openSqliteStore({ file });
  await store.saveModel(MODEL);
  await store.close();
  const other = new DatabaseSync(file);
  other.prepare('UPDATE models SET body = ?').run(JSON.stringify({ ...MODEL, rhythm }));
  other.close();
  return file;
}

it('reads a model as it was saved', async () => {
  const store = openSqliteStore({ file: await fileWith(MODEL.rhythm) });
  expect(await store.model()).toEqual(MODEL);
  await store.close();
});

it('reads a model stored before P50 and P80 were kept, and takes them from its limits', async () => {
  const limits = { firstGapDays: 20, gapDays: 30, gaps: 99 };
  const store = openSqliteStore({ file: await fileWith(limits) });
  expect((await store.model())?.rhythm).toEqual(aRhythm(limits));
  await store.close();
});

it('refuses a model without limits', async () => {
  const store = openSqliteStore({ file: await fileWith({ gaps: 99 }) });
  await expect(store.model()).rejects.toThrow('rhythm');
  await store.close();
});
