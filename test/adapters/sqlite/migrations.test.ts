import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { type FileSchema, SqliteFile } from '../../../adapters/sqlite/sqliteFile.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { storeSchema } from '../../../adapters/sqlite/storeSchema.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import { aChange, collected } from '../../contract/given.ts';
import { aTask, NOW } from '../../support/builders.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();
const ANN = customerId('ann');

/** What a shop of version 1 had: a person with an order, on her way through a journey, and a message to be sent. */
const ROWS = `
INSERT INTO people (no, id, version_base, known_since, name, email, phone, locale, zone, traits)
  VALUES (1, 'ann', 1, ${NOW - 9}, 'Ann', 'ann@example.org', NULL, 'en', NULL, '{"vip":true}');
INSERT INTO orders (no, id, customer_no, at, amount_minor, currency, whole, last_import)
  VALUES (1, 'o1', 1, ${NOW - 9}, 500, 'EUR', 1, 0);
INSERT INTO order_lines (order_no, ordinal, item, quantity, price_minor, amount_minor, last_import)
  VALUES (1, 1, 'mug', 1, 500, NULL, 0);
INSERT INTO enrolments (customer_id, journey_id, event_key, id, journey_version, entry, version, entered_at, let_in_by,
  status, node_id, resting, due_at, attempts, arms, held_out, visits, open_decisions, shard)
  VALUES ('ann', 'test', '', 'ann/test//1', 1, 1, 3, ${NOW - 5}, '{"stage":"decline"}',
  'active', 'hello', 0, ${NOW}, 0, '{}', 0, '{}', '[{"id":"d1","expiresAt":${NOW + 5}}]', 1);
INSERT INTO decisions (id, customer_id, enrolment_id, journey_id, journey_version, node_id, class, channel, topic, template,
  priority, on_refusal, held_out, decided_at, expires_at, settings_version, model_version, lane, due_at, attempts, outcome,
  due_lane, shard)
  VALUES ('d1', 'ann', 'ann/test//1', 'test', 1, 'hello', 'promotional', 'email', 'offers', 'hello',
  50, 'wait', 0, ${NOW}, ${NOW + 5}, 1, 0, 'journey', ${NOW}, 0, 'pending', 'journey', 1);
INSERT INTO facts (customer_id, at, kind, journey_id, body)
  VALUES ('ann', ${NOW - 9}, 'event', NULL, '{"name":"Viewed","properties":{"sku":"mug"}}');
`;

/** A file as version 1 left it, with three shards. */
function aFileOfVersion1(): string {
  const file = folder.fresh();
  const { applicationId, migrations } = storeSchema(3);
  const db = new DatabaseSync(file);
  db.exec(`${migrations[0]}${ROWS}PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1`);
  db.close();
  return file;
}

function versionOf(file: string): unknown {
  const db = new DatabaseSync(file, { readOnly: true });
  const version = db.prepare('PRAGMA user_version').get()?.user_version;
  db.close();
  return version;
}

function tablesOf(file: string): unknown[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db
    .prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();
  db.close();
  return rows;
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

describe('a store file of version 1', () => {
  it('is brought up to date by opening it, and keeps what it holds', async () => {
    const file = aFileOfVersion1();
    const store = openSqliteStore({ file });
    expect(store.shards).toBe(3);
    expect(await store.loadPerson(ANN)).toMatchObject({
      person: { id: 'ann', version: 2, name: 'Ann', traits: { vip: true } },
      orders: [{ id: 'o1', amountMinor: 500, lines: [{ item: 'mug' }] }],
      enrolments: [{ id: 'ann/test//1', version: 3, nodeId: 'hello', status: 'active' }],
    });
    expect(await store.loadDecision(decisionId('d1'))).toMatchObject({
      outcome: 'pending',
      template: 'hello',
      url: null,
    });
    expect(await store.recentEvents(ANN, { names: ['Viewed'], since: 0, limit: 9 })).toEqual([
      { name: 'Viewed', at: NOW - 9, properties: { sku: 'mug' } },
    ]);
    expect(
      (await store.duePage({ lane: 'journey', shard: 1, until: NOW, limit: 9 })).map(({ kind }) => kind),
    ).toEqual(['send', 'step']);
    await store.close();
    expect(versionOf(file)).toBe(storeSchema(3).migrations.length);
  });

  it('then takes what only the newest version knows, and opens again', async () => {
    const file = aFileOfVersion1();
    const first = openSqliteStore({ file });
    expect(await first.putTask({ task: aTask(), expectedVersion: 0 })).toBe('committed');
    expect(await first.applyEvent(aChange())).toBe('committed');
    await first.close();
    const second = openSqliteStore({ file });
    expect(await second.loadTask(aTask().id)).toEqual(aTask());
    expect((await collected(second.exportPeople())).map(({ person }) => person.id)).toEqual(['ann', 'maya']);
    await second.close();
  });

  it('has the tables of a new file afterwards', async () => {
    const [old, fresh] = [aFileOfVersion1(), folder.fresh()];
    await openSqliteStore({ file: old }).close();
    await openSqliteStore({ file: fresh, shards: 3 }).close();
    expect(tablesOf(old)).toEqual(tablesOf(fresh));
  });

  it('is not changed by opening it to read, which says what to do', () => {
    const file = aFileOfVersion1();
    const before = digest(file);
    expect(() => openSqliteStore({ file, readOnly: true })).toThrow(
      expect.objectContaining({
        code: 'store-older-version',
        message: expect.stringContaining('start the server'),
      }),
    );
    expect(digest(file)).toBe(before);
  });
});

describe('a migration', () => {
  const first: FileSchema = { applicationId: 7, migrations: ['CREATE TABLE notes (text TEXT) STRICT'] };
  const columnsOf = (file: SqliteFile) =>
    file
      .prepare('PRAGMA table_info(notes)')
      .all()
      .map(({ name }) => name);

  async function aFileOfTheFirst(): Promise<string> {
    const name = folder.fresh();
    const file = new SqliteFile({ file: name, schema: first });
    const insert = file.prepare("INSERT INTO notes (text) VALUES ('kept')");
    await file.write(() => insert.run());
    await file.close();
    return name;
  }

  it('runs each script that the file lacks, once and in order', async () => {
    const name = await aFileOfTheFirst();
    const scripts = ['ALTER TABLE notes ADD COLUMN a INTEGER', 'ALTER TABLE notes ADD COLUMN b INTEGER'];
    for (let known = 0; known <= scripts.length; known += 1) {
      const schema = { ...first, migrations: [...first.migrations, ...scripts.slice(0, known)] };
      for (let opened = 0; opened < 2; opened += 1) {
        const file = new SqliteFile({ file: name, schema });
        expect(columnsOf(file)).toEqual(['text', 'a', 'b'].slice(0, 1 + known));
        await file.close();
      }
      expect(versionOf(name)).toBe(1 + known);
    }
  });

  it('that fails leaves the file at its version, with none of it', async () => {
    const name = await aFileOfTheFirst();
    const schema = { ...first, migrations: [...first.migrations, 'CREATE TABLE more (a)', 'no such SQL'] };
    expect(() => new SqliteFile({ file: name, schema })).toThrow(/syntax error/);
    expect(versionOf(name)).toBe(1);
    const file = new SqliteFile({ file: name, schema: first });
    expect(file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([
      { name: 'notes' },
    ]);
    expect(file.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'kept' }]);
    await file.close();
  });

  it('makes nothing of a file that only readers may look at', () => {
    const schema = { ...first, migrations: [...first.migrations, 'CREATE TABLE more (a)'] };
    const file = new SqliteFile({ file: folder.fresh(), readOnly: true, whenMissing: 'empty', schema });
    expect(file.prepare('SELECT count(*) AS rows FROM more').get()).toEqual({ rows: 0 });
    return file.close();
  });
});
