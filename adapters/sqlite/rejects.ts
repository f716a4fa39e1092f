/** Rejected events of one machine, in a file of their own beside the store: what cannot be applied never holds up what can. */
import type { SQLInputValue } from 'node:sqlite';
import type { PersonalPlace } from '../../core/customer/erasure.ts';
import type { KeptRejection, RejectedEvent, RejectStore } from '../../core/rejected.ts';
import { flag, insertInto, number, type Row, text, textOrNull } from './columns.ts';
import { rejectsPlace } from './erasePlaces.ts';
import { type FileSchema, SqliteFile } from './sqliteFile.ts';

/** "PerR" in ASCII. */
const APPLICATION_ID = 0x50657252;

const SCHEMA: FileSchema = {
  applicationId: APPLICATION_ID,
  migrations: [
    `
CREATE TABLE rejected_events (
  seq INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  digest TEXT NOT NULL,
  place INTEGER NOT NULL,
  message_id TEXT,
  code TEXT NOT NULL,
  field TEXT NOT NULL,
  message TEXT NOT NULL,
  remedy TEXT NOT NULL,
  applied INTEGER NOT NULL,
  raw TEXT NOT NULL,
  UNIQUE (source, digest, code, field)
) STRICT;
CREATE INDEX rejected_by_time ON rejected_events (received_at);`,
  ],
};

const COLUMNS = [
  'source',
  'received_at',
  'digest',
  'place',
  'message_id',
  'code',
  'field',
  'message',
  'remedy',
  'applied',
  'raw',
] as const;

function valuesOf(one: RejectedEvent): SQLInputValue[] {
  return [
    one.source,
    one.receivedAt,
    one.digest,
    one.index,
    one.messageId,
    one.code,
    one.field,
    one.message,
    one.remedy,
    one.applied ? 1 : 0,
    one.raw,
  ];
}

function readRejected(row: Row): KeptRejection {
  return {
    seq: number(row, 'seq'),
    source: text(row, 'source'),
    receivedAt: number(row, 'received_at'),
    digest: text(row, 'digest'),
    index: number(row, 'place'),
    messageId: textOrNull(row, 'message_id'),
    code: text(row, 'code'),
    field: text(row, 'field'),
    message: text(row, 'message'),
    remedy: text(row, 'remedy'),
    applied: flag(row, 'applied'),
    raw: text(row, 'raw'),
  };
}

export type Rejects = RejectStore & { readonly place: PersonalPlace; close(): Promise<void> };

/** Opens the file, and makes it where there is none; one that is missing and only to be read is empty. Throws `StoreError`. */
export function openRejects(options: { readonly file: string; readonly readOnly?: boolean }): Rejects {
  const file = new SqliteFile({ ...options, schema: SCHEMA, whenMissing: 'empty' });
  const add = file.prepare(`${insertInto('rejected_events', COLUMNS)} ON CONFLICT DO NOTHING`);
  const forget = file.prepare('DELETE FROM rejected_events WHERE received_at < ?');
  const page = file.prepare('SELECT * FROM rejected_events WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const count = file.prepare('SELECT count(*) AS counted FROM rejected_events');
  return {
    keepRejected: (rejected, keepFrom) =>
      file.write(() => {
        for (const one of rejected) add.run(...valuesOf(one));
        forget.run(keepFrom);
      }, rejected.length + 1),
    listRejected: ({ before, limit }) =>
      file.read(() => page.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(readRejected)),
    countRejected: () =>
      file.read(() => {
        const row = count.get();
        return row === undefined ? 0 : number(row, 'counted');
      }),
    place: rejectsPlace(file),
    close: () => file.close(),
  };
}
