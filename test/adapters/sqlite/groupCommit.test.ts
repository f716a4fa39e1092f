import { describe, expect, it } from 'vitest';
import { SqliteFile } from '../../../adapters/sqlite/sqliteFile.ts';
import { scratchFolder } from './scratchFolder.ts';
import { walCommits } from './walCommits.ts';

const folder = scratchFolder();
const SCHEMA = { applicationId: 7, migrations: ['CREATE TABLE notes (text TEXT UNIQUE) STRICT'] };

function opened() {
  const name = folder.fresh();
  const file = new SqliteFile({ file: name, schema: SCHEMA });
  const insert = file.prepare('INSERT INTO notes (text) VALUES (?)');
  const all = file.prepare('SELECT text FROM notes ORDER BY text');
  return {
    name,
    file,
    note: (text: string, rows?: number) => file.write(() => insert.run(text).changes, rows),
    notes: () => file.read(() => all.all().map((row) => row.text)),
  };
}

describe('grouped commits', () => {
  it('put all writes of one turn of the event loop into one commit', async () => {
    const { name, file, note, notes } = opened();
    const before = walCommits(name);
    await Promise.all(Array.from({ length: 50 }, (_, n) => note(`n${n}`)));
    expect(walCommits(name) - before).toBe(1);
    expect(await notes()).toHaveLength(50);
    await file.close();
  });

  it('include writes asked for in promise callbacks of that turn', async () => {
    const { name, file, note } = opened();
    const before = walCommits(name);
    const later = Promise.resolve()
      .then(() => null)
      .then(() => note('later'));
    await Promise.all([note('first'), later]);
    expect(walCommits(name) - before).toBe(1);
    await file.close();
  });

  it('wait for the next turn as long as each brings more', async () => {
    const { name, file, note } = opened();
    const before = walCommits(name);
    const first = note('first');
    const next = new Promise((resolve) => setImmediate(resolve)).then(() => note('next'));
    await Promise.all([first, next]);
    expect(walCommits(name) - before).toBe(1);
    await file.close();
  });

  it('begin another commit beyond ten thousand rows, so that others get their turn', async () => {
    const { name, file, note } = opened();
    const before = walCommits(name);
    await Promise.all([note('a', 7_500), note('b', 7_500), note('c', 2_000), note('huge', 45_000)]);
    expect(walCommits(name) - before).toBe(3);
    await file.close();
  });

  it('resolve once another connection sees the write', async () => {
    const { name, file, note } = opened();
    const other = new SqliteFile({ file: name, readOnly: true, schema: SCHEMA });
    const seen = other.prepare('SELECT count(*) AS seen FROM notes');
    const written = note('mine');
    expect(seen.get()?.seen).toBe(0);
    await written;
    expect(seen.get()?.seen).toBe(1);
    await other.close();
    await file.close();
  });

  it('answer reads from what is committed', async () => {
    const { file, note, notes } = opened();
    const written = note('queued');
    expect(await notes()).toEqual([]);
    await written;
    expect(await notes()).toEqual(['queued']);
    await file.close();
  });

  it('keep the writes around one that throws, and nothing of it', async () => {
    const { name, file, note, notes } = opened();
    await note('taken');
    const before = walCommits(name);
    const results = await Promise.allSettled([
      note('before'),
      file.write(() => {
        file.db.exec("INSERT INTO notes VALUES ('half')");
        throw new Error('no');
      }),
      note('taken'),
      note('after'),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { message: 'no' } });
    expect(results[2]).toMatchObject({ reason: { code: 'store-failed' } });
    expect(await notes()).toEqual(['after', 'before', 'taken']);
    expect(walCommits(name) - before).toBe(1);
    await file.close();
  });

  it('keep nothing of a write that throws alone', async () => {
    const { file, notes, note } = opened();
    const alone = file.write(() => {
      file.db.exec("INSERT INTO notes VALUES ('half')");
      throw new Error('no');
    });
    await expect(alone).rejects.toThrow('no');
    expect(await notes()).toEqual([]);
    await note('next');
    expect(await notes()).toEqual(['next']);
    await file.close();
  });

  it('tell listeners when something was taken back', async () => {
    const { file, note } = opened();
    let undone = 0;
    file.onUndo(() => {
      undone += 1;
    });
    await note('fine');
    expect(undone).toBe(0);
    await expect(note('fine')).rejects.toMatchObject({ code: 'store-failed' });
    expect(undone).toBeGreaterThan(0);
    await file.close();
  });

  it('fail together, with a code, where the disk is full, and recover', async () => {
    const { file, note, notes } = opened();
    await note('early');
    file.db.exec('PRAGMA max_page_count = 4');
    const long = Array.from({ length: 40 }, (_, n) => note(`${n}`.repeat(900)));
    const results = await Promise.allSettled(long);
    const failed = results.filter((result) => result.status === 'rejected');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason } of failed) expect(reason).toMatchObject({ code: 'store-full' });
    const kept = results.filter(({ status }) => status === 'fulfilled').length;
    expect(await notes()).toHaveLength(kept + 1);
    file.db.exec('PRAGMA max_page_count = 100000');
    await note('late');
    expect(await notes()).toHaveLength(kept + 2);
    await file.close();
  });

  it('fail together where the commit itself fails', async () => {
    const { file, note, notes } = opened();
    file.db.exec(`PRAGMA foreign_keys = ON; CREATE TABLE parents (id INTEGER PRIMARY KEY);
      CREATE TABLE children (parent INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
    const orphan = file.write(() => file.db.exec('INSERT INTO children VALUES (7)'));
    const results = await Promise.allSettled([note('a'), orphan, note('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await notes()).toEqual([]);
    await note('c');
    expect(await notes()).toEqual(['c']);
    await file.close();
  });
});
