/**
 * One SQLite file, opened the way every store here needs it: WAL, `synchronous=FULL`, grouped writes, reads in between.
 * It knows whose file it is (application id) and of which version; opened to write, it makes the schema in a new one
 * and takes an older one to the newest version, all of it or nothing. Opened to read only, it never makes, migrates,
 * checkpoints or changes the file, also where a killed process left a `-wal` beside it.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { GroupCommit } from './groupCommit.ts';
import { asStoreError, StoreError } from './storeError.ts';

const BUSY_TIMEOUT_MS = 10_000;
const CACHE_KIB = 64 * 1024;
/** Pages (4 KiB) of log before it is copied into the file: pages written again and again in between are copied once. */
const CHECKPOINT_PAGES = 16_384;
const LARGEST_LOG_BYTES = CHECKPOINT_PAGES * 4096;

export interface FileSchema {
  /** Marks the file as ours: a positive 32-bit number. */
  readonly applicationId: number;
  /**
   * One script a version, oldest first: the first makes version 1 in an empty file, each later one takes the version before
   * it to its own. Append only: a script that was released never changes.
   */
  readonly migrations: readonly string[];
}

export interface SqliteFileOptions {
  readonly file: string;
  readonly readOnly?: boolean;
  readonly schema: FileSchema;
  /** True of a file that is being made and thrown away unless that succeeds: nothing waits for the disk but its closing. */
  readonly unfinished?: boolean;
  /** What a file that is not there is to a reader: an error (the default), or a file with nothing in it. */
  readonly whenMissing?: 'refuse' | 'empty';
}

function pragma(db: DatabaseSync, name: string): number {
  const value = db.prepare(`PRAGMA ${name}`).get()?.[name];
  return typeof value === 'number' ? value : 0;
}

/** The version of the file's schema. Throws where the file is another program's or a newer version's. */
function versionOf(db: DatabaseSync, file: string, schema: FileSchema): number {
  if (pragma(db, 'application_id') !== schema.applicationId) {
    throw new StoreError(
      'store-not-a-database',
      `${file} is a database of another program; move it away, or name another file`,
    );
  }
  const version = pragma(db, 'user_version');
  const newest = schema.migrations.length;
  if (version > newest) {
    throw new StoreError(
      'store-newer-version',
      `${file} was written by a newer Perennial (version ${version} of its schema; this one knows ${newest}); update Perennial`,
    );
  }
  return version;
}

function requireNewest(db: DatabaseSync, file: string, schema: FileSchema): void {
  const version = versionOf(db, file, schema);
  const newest = schema.migrations.length;
  if (version === newest) return;
  throw new StoreError(
    'store-older-version',
    `${file} was written by an older Perennial (version ${version} of its schema; this one reads ${newest}); start the server or import into it once, which brings it up to date`,
  );
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function prepareForWriting(db: DatabaseSync, file: string, schema: FileSchema): void {
  if (!isEmpty(db)) versionOf(db, file, schema);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    PRAGMA journal_size_limit = ${LARGEST_LOG_BYTES}`);
  db.exec('BEGIN IMMEDIATE');
  migrate(db, isEmpty(db) ? 0 : versionOf(db, file, schema), schema);
  db.exec('COMMIT');
}

/** Inside a transaction: runs what the file's version lacks. Closing without a commit takes all of it back. */
function migrate(db: DatabaseSync, version: number, { applicationId, migrations }: FileSchema): void {
  if (version === migrations.length) return;
  for (const script of migrations.slice(version)) db.exec(script);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
}

/**
 * Opens to read. On a medium where SQLite may not lay its lock files beside the database, and nothing waits in a log,
 * nobody can be writing either: there the file is read as it lies.
 */
function openToRead(file: string): DatabaseSync {
  const options = { readOnly: true, timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false };
  const db = new DatabaseSync(file, options);
  try {
    pragma(db, 'application_id');
    return db;
  } catch (error) {
    db.close();
    const log = `${file}-wal`;
    if (existsSync(log) && statSync(log).size > 0) throw error;
    return new DatabaseSync(`${pathToFileURL(file).href}?immutable=1`, options);
  }
}

/** SQLite would open a file it may not write without a word, and fail at the first write. */
function openToWrite(file: string): DatabaseSync {
  if (existsSync(file) && !isWritable(file)) {
    throw new StoreError(
      'store-read-only',
      `${file} cannot be written; make it writable, or give another folder with --data`,
    );
  }
  return new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false });
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function openNothing(schema: FileSchema): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  migrate(db, 0, schema);
  return db;
}

function open(options: SqliteFileOptions): DatabaseSync {
  const { file, readOnly = false, schema, whenMissing = 'refuse' } = options;
  if (readOnly && !existsSync(file)) {
    if (whenMissing === 'empty') return openNothing(schema);
    throw new StoreError('store-missing', `there is no ${file}; import orders first, or name another folder`);
  }
  const db = readOnly ? openToRead(file) : openToWrite(file);
  try {
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY`);
    if (readOnly) requireNewest(db, file, schema);
    else prepareForWriting(db, file, schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export class SqliteFile {
  readonly db: DatabaseSync;
  private readonly file: string;
  private readonly readOnly: boolean;
  private readonly commits: GroupCommit;
  private readonly undoListeners: (() => void)[] = [];
  private closing: Promise<void> | null = null;

  /** Throws `StoreError`: `store-missing`, `store-read-only`, `store-not-a-database`, `store-newer-version`, `store-older-version`, `store-busy`. */
  constructor(options: SqliteFileOptions) {
    this.file = options.file;
    this.readOnly = options.readOnly ?? false;
    try {
      this.db = open(options);
    } catch (error) {
      throw asStoreError(error, this.file);
    }
    this.commits = new GroupCommit(this.db, this.file, () => {
      for (const listener of this.undoListeners) listener();
    });
    if (options.unfinished === true) this.db.exec('PRAGMA synchronous = OFF');
    if (this.readOnly) {
      this.commits.refuse(new StoreError('store-read-only', `${this.file} was opened to read only`));
    }
  }

  prepare(sql: string): StatementSync {
    return this.db.prepare(sql);
  }

  /** Calls `listener` whenever a write was taken back. */
  onUndo(listener: () => void): void {
    this.undoListeners.push(listener);
  }

  /** Runs `work` in the next grouped commit; resolves when it is on disk. `rows` is about how many it writes. */
  write<T>(work: () => T, rows = 1): Promise<T> {
    return this.commits.write(work, rows);
  }

  /** Answers from what is committed. */
  async read<T>(work: () => T): Promise<T> {
    if (this.closing !== null) throw this.closed();
    try {
      return work();
    } catch (error) {
      throw asStoreError(error, this.file);
    }
  }

  /**
   * Rewrites the file from the rows that are there, so that what was deleted or changed is nowhere in it, and empties its log.
   * Takes about seven seconds a gigabyte, in which nobody else writes; needs as much free disk as the file is large.
   */
  async scrub(): Promise<void> {
    if (this.closing !== null) throw this.closed();
    this.commits.flush();
    try {
      this.db.exec('PRAGMA temp_store = FILE; VACUUM');
      this.emptyLog();
    } catch (error) {
      throw asStoreError(error, this.file);
    } finally {
      this.db.exec('PRAGMA temp_store = MEMORY');
    }
  }

  /** Throws where somebody still reads from the log: what it holds of the past stays until they are done. */
  private emptyLog(): void {
    const done = this.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (done?.['busy'] !== 0)
      throw new StoreError('store-busy', `${this.file} is being read by another process; try again`);
  }

  /** Commits what is queued and leaves everything in the one file. Closing twice is closing once. */
  close(): Promise<void> {
    this.closing ??= this.closeNow();
    return this.closing;
  }

  private async closeNow(): Promise<void> {
    if (!this.readOnly) {
      this.commits.flush();
      this.commits.refuse(this.closed());
      this.db.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
    }
    this.db.close();
  }

  private closed(): StoreError {
    return new StoreError('store-closed', `${this.file} was closed`);
  }
}
