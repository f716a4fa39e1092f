import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { customerId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import { aChange, aRow } from '../../contract/given.ts';
import { MAYA } from '../../support/builders.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();
/** The user id that owns nothing. */
const NOBODY = 65_534;

/** Runs as a user for whom file modes count: root, which may write anywhere, steps down meanwhile. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  chmodSync(folder.path, 0o755);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

async function codeOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return 'nothing thrown';
}

async function filled(file: string): Promise<Store> {
  const store = openSqliteStore({ file });
  await store.importOrders([aRow({ id: 'a' }), aRow({ id: 'b', customerId: customerId('bob') })], 1);
  return store;
}

/** The files of a store as a killed process leaves them: its log, and no index of the log. */
async function killed(): Promise<{ file: string; store: Store }> {
  const live = folder.fresh();
  const store = await filled(live);
  const file = folder.fresh();
  copyFileSync(live, file);
  copyFileSync(`${live}-wal`, `${file}-wal`);
  await store.close();
  return { file, store };
}

describe('a file that cannot be a store', () => {
  it('is refused with its code when it is no database', async () => {
    const file = folder.fresh();
    writeFileSync(file, 'customer,date,amount\n'.repeat(200));
    const before = digest(file);
    expect(await codeOf(() => openSqliteStore({ file }))).toBe('store-not-a-database');
    expect(await codeOf(() => openSqliteStore({ file, readOnly: true }))).toBe('store-not-a-database');
    expect(digest(file)).toBe(before);
  });

  it('is refused when it is a database of another program, and left alone', async () => {
    const file = folder.fresh();
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    const before = digest(file);
    expect(await codeOf(() => openSqliteStore({ file }))).toBe('store-not-a-database');
    expect(await codeOf(() => openSqliteStore({ file, readOnly: true }))).toBe('store-not-a-database');
    expect(digest(file)).toBe(before);
  });

  it('is refused when a newer version wrote it, and left alone', async () => {
    const file = folder.fresh();
    await (await filled(file)).close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    const before = digest(file);
    expect(await codeOf(() => openSqliteStore({ file }))).toBe('store-newer-version');
    expect(await codeOf(() => openSqliteStore({ file, readOnly: true }))).toBe('store-newer-version');
    expect(digest(file)).toBe(before);
  });

  it.each([
    ['below a file', () => join(folder.fresh(), 'store.db')],
    ['a folder', () => folder.path],
  ])('is refused as not writable when it is %s', async (_what, name) => {
    const file = name();
    if (dirname(file) !== folder.path && file !== folder.path) writeFileSync(dirname(file), 'x');
    expect(await codeOf(() => openSqliteStore({ file }))).toBe('store-read-only');
  });

  it('is missing when it is only to be read, and is not made', async () => {
    const file = folder.fresh();
    expect(await codeOf(() => openSqliteStore({ file, readOnly: true }))).toBe('store-missing');
    expect(existsSync(file)).toBe(false);
  });

  it('says in words what to do', () => {
    const file = folder.fresh();
    writeFileSync(file, 'x'.repeat(5_000));
    expect(() => openSqliteStore({ file })).toThrow(/is not an SQLite database; move it away/);
  });

  it('is refused when its folder may not be written', async () => {
    const closed = join(folder.path, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    const open = () => openSqliteStore({ file: join(closed, 'store.db') });
    expect(await unprivileged(() => codeOf(open))).toBe('store-read-only');
  });

  it('is refused when it may not be written itself', async () => {
    const file = folder.fresh();
    await (await filled(file)).close();
    chmodSync(file, 0o444);
    expect(await unprivileged(() => codeOf(() => openSqliteStore({ file })))).toBe('store-read-only');
  });

  it('is read where its folder may not be written', async () => {
    const closed = join(folder.path, 'read');
    mkdirSync(closed);
    const file = join(closed, 'store.db');
    await (await filled(file)).close();
    chmodSync(closed, 0o555);
    const people = await unprivileged(async () => {
      const store = openSqliteStore({ file, readOnly: true });
      const counted = await store.countPeople();
      await store.close();
      return counted;
    });
    expect(people).toBe(2);
    chmodSync(closed, 0o755);
  });
});

describe('a store opened to read', () => {
  it('answers, refuses to write and leaves the file as it is', async () => {
    const file = folder.fresh();
    await (await filled(file)).close();
    const before = digest(file);
    const store = openSqliteStore({ file, readOnly: true });
    expect(await store.countPeople()).toBe(2);
    expect(await codeOf(() => store.applyEvent(aChange()))).toBe('store-read-only');
    expect(await codeOf(() => store.importOrders([aRow()], 1))).toBe('store-read-only');
    expect(await codeOf(() => store.putValue('a', '1'))).toBe('store-read-only');
    await store.close();
    expect(digest(file)).toBe(before);
  });

  it('answers from the log a killed process left, and leaves file and log as they are', async () => {
    const { file } = await killed();
    const before = [digest(file), digest(`${file}-wal`)];
    const store = openSqliteStore({ file, readOnly: true });
    expect(await store.countPeople()).toBe(2);
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(1);
    await store.close();
    expect([digest(file), digest(`${file}-wal`)]).toEqual(before);
  });

  it('sees what a writer commits while it is open', async () => {
    const file = folder.fresh();
    const writer = await filled(file);
    const reader = openSqliteStore({ file, readOnly: true });
    expect(await reader.countPeople()).toBe(2);
    await writer.importOrders([aRow({ id: 'c', customerId: customerId('cy') })], 2);
    expect(await reader.countPeople()).toBe(3);
    await writer.close();
    expect(await reader.countPeople()).toBe(3);
    await reader.close();
  });
});

describe('a store opened to write', () => {
  it('recovers what a killed process committed', async () => {
    const { file } = await killed();
    const store = openSqliteStore({ file });
    expect(await store.countPeople()).toBe(2);
    expect(await store.importOrders([aRow({ id: 'a' }), aRow({ id: 'c' })], 9)).toEqual([
      'duplicate',
      'accepted',
    ]);
    await store.close();
  });

  it('leaves everything in the one file when it is closed', async () => {
    const file = folder.fresh();
    await (await filled(file)).close();
    expect(readdirSync(folder.path).filter((name) => join(folder.path, name).startsWith(`${file}-`))).toEqual(
      [],
    );
    const alone = folder.fresh();
    copyFileSync(file, alone);
    const store = openSqliteStore({ file: alone, readOnly: true });
    expect(await store.orderSpan()).toMatchObject({ orders: 2 });
    await store.close();
  });

  it('empties its log when it is closed, also where somebody still reads', async () => {
    const file = folder.fresh();
    const writer = await filled(file);
    const reader = openSqliteStore({ file, readOnly: true });
    await reader.countPeople();
    await writer.close();
    expect(statSync(`${file}-wal`).size).toBe(0);
    await reader.close();
  });

  it('commits what was asked for before it was closed, and refuses what comes after', async () => {
    const file = folder.fresh();
    const store = await filled(file);
    const last = store.importOrders([aRow({ id: 'last' })], 2);
    await store.close();
    await store.close();
    expect(await last).toEqual(['accepted']);
    expect(await codeOf(() => store.countPeople())).toBe('store-closed');
    expect(await codeOf(() => store.importOrders([aRow({ id: 'later' })], 3))).toBe('store-closed');
    const again = openSqliteStore({ file });
    expect(await again.orderSpan()).toMatchObject({ orders: 3 });
    await again.close();
  });

  it('keeps the number of shards it was made with', async () => {
    const file = folder.fresh();
    await openSqliteStore({ file, shards: 3 }).close();
    const store = openSqliteStore({ file, shards: 8 });
    expect(store.shards).toBe(3);
    await store.close();
  });

  it('keeps import ids growing over a restart', async () => {
    const file = folder.fresh();
    const first = openSqliteStore({ file });
    const id = await first.beginImport();
    await first.close();
    const second = openSqliteStore({ file });
    expect(await second.beginImport()).toBeGreaterThan(id);
    await second.close();
  });
});

describe('two connections to one file', () => {
  it('hold each other to their conditions', async () => {
    const file = folder.fresh();
    const [server, worker] = [openSqliteStore({ file }), openSqliteStore({ file })];
    expect(await server.applyEvent(aChange())).toBe('committed');
    const rename = (name: string) => aChange({ expectedVersion: 1, person: { name } });
    expect(await worker.applyEvent(rename('by the worker'))).toBe('committed');
    expect(await server.applyEvent(rename('by the server'))).toBe('conflict');
    expect((await server.loadProfile(MAYA))?.name).toBe('by the worker');
    await Promise.all([server.close(), worker.close()]);
  });

  it('import side by side, and each order is taken once', async () => {
    const file = folder.fresh();
    const stores = [openSqliteStore({ file }), openSqliteStore({ file })];
    const rows = Array.from({ length: 600 }, (_, n) =>
      aRow({ id: `o${n}`, customerId: customerId(`c${n % 50}`) }),
    );
    const results = await Promise.all(
      stores.map(async (store, n) => {
        const taken: string[] = [];
        for (let from = 0; from < rows.length; from += 60) {
          taken.push(...(await store.importOrders(rows.slice(from, from + 60), n + 1)));
        }
        return taken;
      }),
    );
    expect(results.flat().filter((result) => result === 'accepted')).toHaveLength(600);
    expect(await stores[0]?.countPeople()).toBe(50);
    expect(await stores[1]?.orderSpan()).toMatchObject({ orders: 600 });
    await Promise.all(stores.map((store) => store.close()));
  });

  it('know a customer whom the other forgot to be new', async () => {
    const file = folder.fresh();
    const [one, other] = [openSqliteStore({ file }), openSqliteStore({ file })];
    await one.importOrders([aRow({ id: 'a' })], 1);
    await other.importOrders([aRow({ id: 'b' })], 2);
    await one.importOrders([aRow({ id: 'c' })], 3);
    expect((await other.loadProfile(MAYA))?.version).toBe(3);
    await Promise.all([one.close(), other.close()]);
  });
});
