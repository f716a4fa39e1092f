/**
 * Durable writes, many to a commit. Every write asked for in one turn of the event loop runs in one transaction, with those of
 * the turns right after it while each brings more, and its promise resolves only after COMMIT has returned, which with
 * `synchronous=FULL` means after the bytes are on disk. Each write stands alone: one that throws leaves nothing and harms no
 * other. Where the commit itself fails, all of them fail.
 *
 * Writes check before they write and hardly ever throw, so a group runs without savepoints first; only where one threw is
 * the group taken back and run again with one around each. A write therefore computes from the database alone.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers';
import { asStoreError, StoreError } from './storeError.ts';

/** Rows one transaction takes before the next begins: few enough that another connection waits a fraction of a second. */
const MOST_ROWS = 10_000;
/**
 * Where the disk is slow and several writers wait, a group waits this long for those who were just answered to come back: one
 * commit then serves all of them instead of every other.
 */
const LINGER_MS = 1;
const SLOW_COMMIT_MS = 3;
const SEVERAL_WRITERS = 5;
/** As long as each turn of the event loop brings more writes the group waits for the next, this long at most. */
const MOST_GATHERING_MS = 5;
/** About what one write takes before the commit. */
const WRITE_MS = 0.05;

interface QueuedWrite {
  readonly rows: number;
  /** Runs the write; what to do once the transaction has committed. Throws what the write throws. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

type Attempt =
  | { readonly kind: 'committed' }
  | { readonly kind: 'failed'; readonly during: 'commit' | 'write'; readonly error: unknown };

export class GroupCommit {
  private readonly db: DatabaseSync;
  private readonly file: string;
  private readonly onUndo: () => void;
  private readonly statements: Readonly<Record<'begin' | 'commit' | 'mark' | 'keep' | 'undo', StatementSync>>;
  private queue: QueuedWrite[] = [];
  private scheduled = false;
  private isWorthWaiting = false;
  private refusal: StoreError | null = null;

  /** `onUndo` is told whenever something written was taken back, so that what was remembered of it can be forgotten. */
  constructor(db: DatabaseSync, file: string, onUndo: () => void) {
    this.db = db;
    this.file = file;
    this.onUndo = onUndo;
    this.statements = {
      begin: db.prepare('BEGIN IMMEDIATE'),
      commit: db.prepare('COMMIT'),
      mark: db.prepare('SAVEPOINT one_write'),
      keep: db.prepare('RELEASE one_write'),
      undo: db.prepare('ROLLBACK TO one_write'),
    };
  }

  /** From now on every write is refused with this error; what is queued is still committed. */
  refuse(error: StoreError): void {
    this.refusal = error;
  }

  /** Runs `work` in the next group; `rows` is about how many rows it writes. */
  write<T>(work: () => T, rows = 1): Promise<T> {
    if (this.refusal !== null) return Promise.reject(this.refusal);
    const committed = new Promise<T>((resolve, reject) => {
      const run = (): (() => void) => {
        const result = work();
        return () => resolve(result);
      };
      this.queue.push({ rows, run, reject });
    });
    this.schedule();
    return committed;
  }

  /** Commits all that is queued, now. */
  flush(): void {
    while (this.queue.length > 0) this.commitGroup(this.nextGroup());
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const until = performance.now() + MOST_GATHERING_MS;
    let gathered = 0;
    const commit = () => {
      if (this.queue.length > gathered && performance.now() < until) {
        gathered = this.queue.length;
        setImmediate(commit);
        return;
      }
      this.scheduled = false;
      this.commitGroup(this.nextGroup());
      if (this.queue.length > 0) this.schedule();
    };
    if (this.isWorthWaiting) setTimeout(commit, LINGER_MS);
    else setImmediate(commit);
  }

  private nextGroup(): QueuedWrite[] {
    let rows = 0;
    let size = 0;
    for (const write of this.queue) {
      if (size > 0 && rows + write.rows > MOST_ROWS) break;
      rows += write.rows;
      size += 1;
    }
    const group = this.queue.slice(0, size);
    this.queue = this.queue.slice(size);
    return group;
  }

  private commitGroup(group: readonly QueuedWrite[]): void {
    const startedMs = performance.now();
    const outcome = this.attempt(group, (write) => write.run());
    this.isWorthWaiting =
      group.length >= SEVERAL_WRITERS &&
      performance.now() - startedMs >= SLOW_COMMIT_MS + group.length * WRITE_MS;
    if (outcome.kind === 'committed') return;
    if (outcome.during === 'write' && group.length > 1) {
      const apart = this.attempt(group, (write) => this.runApart(write));
      if (apart.kind === 'failed') rejectAll(group, apart.error);
    } else rejectAll(group, outcome.error);
  }

  /** Runs the group in one transaction and tells its callers; where anything throws, nothing of it is kept. */
  private attempt(group: readonly QueuedWrite[], run: (write: QueuedWrite) => () => void): Attempt {
    const settle: (() => void)[] = [];
    let during: 'commit' | 'write' = 'commit';
    try {
      this.statements.begin.run();
      during = 'write';
      for (const write of group) settle.push(run(write));
      during = 'commit';
      this.statements.commit.run();
    } catch (error) {
      this.takeBack();
      return { kind: 'failed', during, error: asStoreError(error, this.file) };
    }
    for (const done of settle) done();
    return { kind: 'committed' };
  }

  /** Where even ROLLBACK fails the disk is gone: SQLite recovers when the file is opened again. */
  private takeBack(): void {
    try {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
    } catch {
      this.refuse(new StoreError('store-failed', `${this.file} cannot be written any more; open it again`));
    }
    this.onUndo();
  }

  /** Runs one write of many under a savepoint. Throws only where SQLite has given up the whole transaction. */
  private runApart(write: QueuedWrite): () => void {
    this.statements.mark.run();
    try {
      const done = write.run();
      this.statements.keep.run();
      return done;
    } catch (error) {
      if (!this.db.isTransaction) throw error;
      this.statements.undo.run();
      this.statements.keep.run();
      this.onUndo();
      const failure = asStoreError(error, this.file);
      return () => write.reject(failure);
    }
  }
}

function rejectAll(group: readonly QueuedWrite[], error: unknown): void {
  for (const write of group) write.reject(error);
}
