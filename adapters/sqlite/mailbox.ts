/**
 * The mailbox of one machine: takes messages in a provider's stead and keeps them in a file of its own, with the template
 * version and the merge data they are rendered from when somebody looks; a webhook with its data. Like a real provider it
 * accepts the same decision twice, and keeps both, so that a duplicate would be seen.
 */
import type { SQLInputValue } from 'node:sqlite';
import type { PersonalPlace } from '../../core/customer/erasure.ts';
import { type CustomerId, customerId, type DecisionId, decisionId } from '../../core/ids.ts';
import { type Channel, CHANNELS, MESSAGE_CLASSES } from '../../core/message/messageClass.ts';
import type { MessageProvider, OutboundMessage } from '../../core/ports.ts';
import { folded } from '../records/search.ts';
import { insertInto, isJsonObject, json, number, type Row, text, word } from './columns.ts';
import { mailboxPlace } from './erasePlaces.ts';
import { type MailboxNews, mailboxNews, NEWS_TABLES } from './mailboxNews.ts';
import { SqliteFile, type SqliteFileOptions } from './sqliteFile.ts';

/** A message as it was handed over; `seq` grows with each. */
export type MailboxMessage = OutboundMessage & { readonly seq: number; readonly providerMessageId: string };

export interface MailboxFilter {
  /** Any of them: the ids of one person. */
  readonly customerIds?: readonly CustomerId[];
  readonly journeyId?: string;
  readonly channel?: Channel;
  /** Text in address, customer id, template or what the template shows; case does not count. */
  readonly search?: string;
}

export interface Mailbox extends MessageProvider {
  /** Newest first; `before` is the `seq` of the last message of the page before, null for the first page. */
  list(
    query: MailboxFilter & { readonly before: number | null; readonly limit: number },
  ): Promise<MailboxMessage[]>;
  get(seq: number): Promise<MailboxMessage | null>;
  count(filter?: MailboxFilter): Promise<number>;
  /** Decisions of which a person was sent more than one message, with how many; webhooks may come twice. */
  duplicates(): Promise<{ decisionId: DecisionId; messages: number }[]>;
  /** What it keeps of people, for export and erasure. */
  readonly place: PersonalPlace;
  /** What is still to be told of messages, where a provider is played. */
  readonly news: MailboxNews<MailboxMessage>;
  close(): Promise<void>;
}

/** "PerM" in ASCII. */
const APPLICATION_ID = 0x5065724d;

const SCHEMA = {
  applicationId: APPLICATION_ID,
  migrations: [
    `
CREATE TABLE messages (
  seq INTEGER PRIMARY KEY,
  decision_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  journey_id TEXT NOT NULL,
  journey_version INTEGER NOT NULL,
  node_id TEXT NOT NULL,
  class TEXT NOT NULL,
  topic TEXT NOT NULL,
  template TEXT NOT NULL,
  template_version INTEGER NOT NULL,
  locale TEXT NOT NULL,
  merge_data TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_of_decision ON messages (decision_id);
CREATE INDEX messages_of_customer ON messages (customer_id);
CREATE INDEX messages_of_journey ON messages (journey_id);`,
    "ALTER TABLE messages ADD COLUMN channel TEXT NOT NULL DEFAULT 'email';",
    NEWS_TABLES,
  ],
} as const;

const COLUMNS = [
  'decision_id',
  'customer_id',
  'channel',
  'recipient',
  'journey_id',
  'journey_version',
  'node_id',
  'class',
  'topic',
  'template',
  'template_version',
  'locale',
  'merge_data',
  'at',
] as const;

function valuesOf(message: OutboundMessage): SQLInputValue[] {
  return [
    message.decisionId,
    message.customerId,
    message.channel,
    message.to,
    message.journeyId,
    message.journeyVersion,
    message.nodeId,
    message.class,
    message.topic,
    message.channel === 'webhook' ? '' : message.template,
    message.channel === 'webhook' ? 0 : message.templateVersion,
    message.locale,
    JSON.stringify(message.mergeData),
    message.at,
  ];
}

function idOf(seq: number): string {
  return `mailbox-${seq}`;
}

function readMessage(row: Row): MailboxMessage {
  const seq = number(row, 'seq');
  const kept = {
    seq,
    providerMessageId: idOf(seq),
    decisionId: decisionId(text(row, 'decision_id')),
    customerId: customerId(text(row, 'customer_id')),
    to: text(row, 'recipient'),
    journeyId: text(row, 'journey_id'),
    journeyVersion: number(row, 'journey_version'),
    nodeId: text(row, 'node_id'),
    class: word(row, 'class', MESSAGE_CLASSES),
    topic: text(row, 'topic'),
    locale: text(row, 'locale'),
    mergeData: json(row, 'merge_data', isJsonObject),
    at: number(row, 'at'),
  };
  const channel = word(row, 'channel', CHANNELS);
  if (channel === 'webhook') return { ...kept, channel };
  const templateVersion = number(row, 'template_version');
  return { ...kept, channel, template: text(row, 'template'), templateVersion };
}

/** A `WHERE` that holds for what the filter asks, and its values. */
function conditionOf({
  customerIds: of,
  journeyId,
  channel,
  search,
}: MailboxFilter): [string, SQLInputValue[]] {
  const conditions = ['TRUE'];
  const values: SQLInputValue[] = [];
  if (of !== undefined) {
    conditions.push('customer_id IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(of));
  }
  if (journeyId !== undefined) {
    conditions.push('journey_id = ?');
    values.push(journeyId);
  }
  if (channel !== undefined) {
    conditions.push('channel = ?');
    values.push(channel);
  }
  if (search !== undefined) {
    conditions.push(
      'instr(folded(recipient || char(10) || customer_id || char(10) || template || char(10) || merge_data), ?)',
    );
    values.push(folded(search));
  }
  return [conditions.join(' AND '), values];
}

/**
 * Opens the mailbox, and makes it where there is none; one that is missing and only to be read is empty. Throws the
 * `StoreError`s of a file.
 */
export function openMailbox(options: Pick<SqliteFileOptions, 'file' | 'readOnly' | 'unfinished'>): Mailbox {
  const file = new SqliteFile({ ...options, schema: SCHEMA, whenMissing: 'empty' });
  file.db.function('folded', { deterministic: true }, (value) => folded(String(value)));
  const news = mailboxNews(file, readMessage);
  const add = file.prepare(insertInto('messages', COLUMNS));
  const one = file.prepare('SELECT * FROM messages WHERE seq = ?');
  const repeated = file.prepare(
    `SELECT decision_id, count(*) AS messages FROM messages WHERE channel <> 'webhook'
    GROUP BY decision_id HAVING count(*) > 1 ORDER BY decision_id`,
  );

  return {
    send: async (message) => {
      const seq = await file.write(() => Number(add.run(...valuesOf(message)).lastInsertRowid));
      news.noticed();
      return { kind: 'accepted', providerMessageId: idOf(seq) };
    },
    list: ({ before, limit, ...filter }) =>
      file.read(() => {
        const [condition, values] = conditionOf(filter);
        const page = file.prepare(
          `SELECT * FROM messages WHERE seq < ? AND ${condition} ORDER BY seq DESC LIMIT ?`,
        );
        return page.all(before ?? Number.MAX_SAFE_INTEGER, ...values, limit).map(readMessage);
      }),
    get: (seq) =>
      file.read(() => {
        const row = one.get(seq);
        return row === undefined ? null : readMessage(row);
      }),
    count: (filter = {}) =>
      file.read(() => {
        const [condition, values] = conditionOf(filter);
        const row = file
          .prepare(`SELECT count(*) AS counted FROM messages WHERE ${condition}`)
          .get(...values);
        return row === undefined ? 0 : number(row, 'counted');
      }),
    duplicates: () =>
      file.read(() =>
        repeated.all().map((row) => ({
          decisionId: decisionId(text(row, 'decision_id')),
          messages: number(row, 'messages'),
        })),
      ),
    place: mailboxPlace(file),
    news,
    close: () => file.close(),
  };
}
