/**
 * Writes, all of one kind: read consistently, decide, and write everything in one transaction under the condition that nothing
 * that was read and is written (or checked) has moved since. Where something moved, everything begins again from the reading,
 * so a decision is never made on what is no longer true. Each item's revision is the only condition there is.
 *
 * One item written alone goes as a plain conditional write, which costs half. A lost reply is answered by what is there: where
 * the item is by this very write, it was written.
 */
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { randomBytes } from 'node:crypto';
import { asSeen, refusalOf, TransientError } from './dynamoErrors.ts';
import { type ItemKey, keyText } from './itemKey.ts';
import type { ItemRead, Tables } from './tables.ts';
import type { Instant } from '../../../core/time.ts';

export interface ItemWrite {
  /** Written as JSON. */
  readonly body: unknown;
  /** `fact` reaches the consumers of the stream. */
  readonly kind?: string;
  readonly due?: { readonly pk: string; readonly sk: string } | null;
  readonly list?: { readonly pk: string; readonly sk: string } | null;
  /** When the table may forget it, in ms since 1970; it may stay two days longer. */
  readonly expiresAt?: Instant | null;
}

type Change =
  | {
      readonly kind: 'put';
      readonly key: ItemKey;
      readonly item: Record<string, unknown>;
      readonly rev: number;
    }
  | { readonly kind: 'remove'; readonly key: ItemKey; readonly rev: number }
  | { readonly kind: 'check'; readonly key: ItemKey; readonly rev: number }
  | { readonly kind: 'add'; readonly key: ItemKey; readonly counts: Readonly<Record<string, number>> };

const MOST_TRIES = 8;
const MARK_BYTES = 9;
/** DynamoDB's own. */
const MOST_CHANGES = 100;

function attributesOf(key: ItemKey, write: ItemWrite, rev: number, by: string): Record<string, unknown> {
  const { body, kind, due, list, expiresAt } = write;
  return {
    pk: key.pk,
    sk: key.sk,
    rev,
    by,
    body: JSON.stringify(body),
    ...(kind === undefined ? {} : { kind }),
    ...(due == null ? {} : { duePk: due.pk, dueSk: due.sk }),
    ...(list == null ? {} : { listPk: list.pk, listSk: list.sk }),
    ...(expiresAt == null ? {} : { expiresAt: Math.floor(expiresAt / 1_000) }),
  };
}

function conditionOf(rev: number) {
  if (rev === 0) {
    return { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } };
  }
  return {
    ConditionExpression: '#rev = :rev',
    ExpressionAttributeNames: { '#rev': 'rev' },
    ExpressionAttributeValues: { ':rev': rev },
  };
}

function additionOf(counts: Readonly<Record<string, number>>) {
  const names = Object.keys(counts);
  return {
    UpdateExpression: `ADD ${names.map((_, place) => `#n${place} :n${place}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, place) => [`#n${place}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name, place) => [`:n${place}`, counts[name]])),
  };
}

/** What one attempt has read and will write. Reading after writing gives what is to be written. */
export class Transaction {
  private readonly tables: Tables;
  private readonly read = new Map<string, ItemRead | null>();
  private readonly changes = new Map<string, Change>();
  /** Of this attempt and no other. */
  private readonly by = randomBytes(MARK_BYTES).toString('base64url');

  constructor(tables: Tables) {
    this.tables = tables;
  }

  async get(key: ItemKey): Promise<ItemRead | null> {
    return (await this.getAll([key])).get(keyText(key)) ?? null;
  }

  /** Those that are there, by `keyText`. Absence is remembered too. */
  async getAll(keys: readonly ItemKey[]): Promise<ReadonlyMap<string, ItemRead>> {
    const unread = keys.filter((key) => !this.read.has(keyText(key)));
    if (unread.length > 0) {
      const found = await this.tables.get(unread);
      for (const key of unread) this.read.set(keyText(key), found.get(keyText(key)) ?? null);
    }
    const now = new Map<string, ItemRead>();
    for (const key of keys) {
      const item = this.asItWillBe(key);
      if (item !== null) now.set(keyText(key), item);
    }
    return now;
  }

  private asItWillBe(key: ItemKey): ItemRead | null {
    const change = this.changes.get(keyText(key));
    const read = this.read.get(keyText(key)) ?? null;
    if (change?.kind === 'remove') return null;
    if (change?.kind !== 'put') return read;
    return {
      key,
      rev: change.rev + 1,
      by: this.by,
      body: String(change.item['body']),
      counts: read?.counts ?? {},
    };
  }

  /** Remembers items that were read otherwise, by a query: they may then be written under the revision they had. */
  know(items: readonly ItemRead[]): void {
    for (const item of items) {
      const text = keyText(item.key);
      if (!this.read.has(text)) this.read.set(text, item);
    }
  }

  private revOf(key: ItemKey): number {
    const read = this.read.get(keyText(key));
    if (read === undefined) throw new Error(`${keyText(key)} is written without having been read`);
    return read?.rev ?? 0;
  }

  /** Writes an item that was read, or was not there when it was read. */
  put(key: ItemKey, write: ItemWrite): void {
    const rev = this.revOf(key);
    this.changes.set(keyText(key), {
      kind: 'put',
      key,
      item: attributesOf(key, write, rev + 1, this.by),
      rev,
    });
  }

  /** Writes an item that must not be there, unread. Where it may be there after all, read it and decide. */
  insert(key: ItemKey, write: ItemWrite): void {
    if (!this.read.has(keyText(key))) this.read.set(keyText(key), null);
    if (this.revOf(key) !== 0) throw new Error(`${keyText(key)} is there already`);
    this.put(key, write);
  }

  remove(key: ItemKey): void {
    const rev = this.revOf(key);
    if (rev === 0) this.changes.delete(keyText(key));
    else this.changes.set(keyText(key), { kind: 'remove', key, rev });
  }

  /** An item that was read and not written must not have moved, or come. */
  check(key: ItemKey): void {
    const rev = this.revOf(key);
    if (!this.changes.has(keyText(key))) this.changes.set(keyText(key), { kind: 'check', key, rev });
  }

  /** Adds to numbers of an item, whoever else does. Such an item is written in no other way. */
  add(key: ItemKey, more: Readonly<Record<string, number>>): void {
    const before = this.changes.get(keyText(key));
    const counts: Record<string, number> = before?.kind === 'add' ? { ...before.counts } : {};
    for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
    this.changes.set(keyText(key), { kind: 'add', key, counts });
  }

  /** Items that would be written or checked. */
  get size(): number {
    return this.changes.size;
  }

  /** Writes all or nothing; nothing to write is nothing sent. Throws what DynamoDB throws. */
  async commit(): Promise<void> {
    const changes = [...this.changes.values()];
    const [only] = changes;
    if (only === undefined || changes.every(({ kind }) => kind === 'check')) return;
    if (changes.length > MOST_CHANGES) {
      throw new Error(`${changes.length} items in one transaction; DynamoDB takes ${MOST_CHANGES}`);
    }
    if (changes.length === 1) await this.alone(only);
    else {
      const { names } = this.tables;
      const TransactItems = changes.map((change) => {
        const { key } = change;
        const at = { TableName: names[key.table], Key: { pk: key.pk, sk: key.sk } };
        switch (change.kind) {
          case 'put':
            return { Put: { TableName: names[key.table], Item: change.item, ...conditionOf(change.rev) } };
          case 'remove':
            return { Delete: { ...at, ...conditionOf(change.rev) } };
          case 'check':
            return { ConditionCheck: { ...at, ...conditionOf(change.rev) } };
          case 'add':
            return { Update: { ...at, ...additionOf(change.counts) } };
        }
      });
      await this.tables.client.send(new TransactWriteCommand({ TransactItems }));
    }
  }

  private async alone(change: Change): Promise<void> {
    const { client, names } = this.tables;
    const { key } = change;
    const at = { TableName: names[key.table], Key: { pk: key.pk, sk: key.sk } };
    switch (change.kind) {
      case 'check':
        return;
      case 'add':
        await client.send(new UpdateCommand({ ...at, ...additionOf(change.counts) }));
        return;
      case 'put':
        await this.unlessDone(key, () =>
          client.send(
            new PutCommand({ TableName: names[key.table], Item: change.item, ...conditionOf(change.rev) }),
          ),
        );
        return;
      case 'remove':
        await client.send(new DeleteCommand({ ...at, ...conditionOf(change.rev) }));
        return;
    }
  }

  /** The SDK sends again when it hears nothing; the second attempt then meets what the first one wrote. */
  private async unlessDone(key: ItemKey, send: () => Promise<unknown>): Promise<void> {
    try {
      await send();
    } catch (failure) {
      if (refusalOf(failure) !== 'moved') throw failure;
      const there = await this.tables.one(key);
      if (there?.by !== this.by) throw failure;
    }
  }
}

/**
 * Runs a change until it has committed, and gives what it returned. Nothing is written where it changes nothing. It may be run
 * several times, each with a fresh reading. Throws `TransientError` after eight attempts that met others, or when the tables
 * are not to be reached.
 */
export async function transact<Result>(
  tables: Tables,
  run: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    try {
      const tx = new Transaction(tables);
      const result = await run(tx);
      await tx.commit();
      return result;
    } catch (failure) {
      const refusal = refusalOf(failure);
      if (refusal === 'failed') throw asSeen(failure);
      if (refusal === 'busy' || tries > 1) await tables.wait(tries);
    }
  }
  throw new TransientError(`others wrote first ${MOST_TRIES} times`);
}
