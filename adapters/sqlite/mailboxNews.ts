/**
 * What a provider that is played has still to tell of the mailbox's messages: a row each, in the order of its time, beside the
 * messages themselves. What a row says is not kept: it follows from the message and its place among the message's news.
 */
import { number, type Row } from './columns.ts';
import type { SqliteFile } from './sqliteFile.ts';

/** Version 3 of the mailbox's schema. */
export const NEWS_TABLES = `
CREATE TABLE news (
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (at, seq, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE news_planned (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO news_planned VALUES (1, 0);
`;

export interface NewsDue<Message> {
  readonly at: number;
  readonly seq: number;
  /** Place among the news of its message. */
  readonly place: number;
  /** Null where the message is gone. */
  readonly message: Message | null;
}

export interface MailboxNews<Message> {
  /**
   * Writes down when something will be told of messages nobody planned for yet, up to `limit` of them; how many there were.
   * Atomic: a message is planned once.
   */
  plan(limit: number, timesOf: (message: Message) => readonly number[]): Promise<number>;
  /** What is to be told by then, earliest first. */
  due(until: number, limit: number): Promise<NewsDue<Message>[]>;
  /** Null where nothing is left. */
  nextAt(): Promise<number | null>;
  told(news: readonly NewsDue<Message>[]): Promise<void>;
  /** Told of every message this process keeps, so that looking for new ones costs nothing while there are none. */
  noticed(): void;
}

function nextIn(row: Row | undefined): number | null {
  return row === undefined || row['at'] === null ? null : number(row, 'at');
}

export function mailboxNews<Message extends { readonly seq: number }>(
  file: SqliteFile,
  readMessage: (row: Row) => Message,
): MailboxNews<Message> {
  const sql = {
    planned: file.prepare('SELECT seq FROM news_planned'),
    after: file.prepare('SELECT * FROM messages WHERE seq > ? ORDER BY seq LIMIT ?'),
    add: file.prepare('INSERT OR IGNORE INTO news (at, seq, place) VALUES (?, ?, ?)'),
    moveOn: file.prepare('UPDATE news_planned SET seq = ?'),
    due: file.prepare('SELECT at, seq, place FROM news WHERE at <= ? ORDER BY at, seq, place LIMIT ?'),
    message: file.prepare('SELECT * FROM messages WHERE seq = ?'),
    next: file.prepare('SELECT min(at) AS at FROM news'),
    remove: file.prepare('DELETE FROM news WHERE at = ? AND seq = ? AND place = ?'),
  };

  function unplanned(limit: number): Row[] {
    const row = sql.planned.get();
    return sql.after.all(row === undefined ? 0 : number(row, 'seq'), limit);
  }

  function plan(limit: number, timesOf: (message: Message) => readonly number[]): number {
    const rows = unplanned(limit);
    for (const row of rows) {
      const message = readMessage(row);
      for (const [place, at] of timesOf(message).entries()) sql.add.run(at, message.seq, place);
      sql.moveOn.run(message.seq);
    }
    return rows.length;
  }

  function newsDue(row: Row): NewsDue<Message> {
    const seq = number(row, 'seq');
    const message = sql.message.get(seq);
    return {
      at: number(row, 'at'),
      seq,
      place: number(row, 'place'),
      message: message === undefined ? null : readMessage(message),
    };
  }

  let mayBeNew = true;
  let next: number | null | undefined;
  return {
    noticed: () => {
      mayBeNew = true;
    },
    plan: async (limit, timesOf) => {
      if (!mayBeNew) return 0;
      mayBeNew = false;
      next = undefined;
      const isNew = (await file.read(() => unplanned(1))).length > 0;
      const planned = isNew ? await file.write(() => plan(limit, timesOf), limit) : 0;
      mayBeNew ||= planned === limit;
      return planned;
    },
    due: (until, limit) => file.read(() => sql.due.all(until, limit).map(newsDue)),
    nextAt: async () => {
      next ??= await file.read(() => nextIn(sql.next.get()));
      return next;
    },
    told: async (news) => {
      await file.write(() => {
        for (const { at, seq, place } of news) sql.remove.run(at, seq, place);
      }, news.length);
      next = undefined;
    },
  };
}
