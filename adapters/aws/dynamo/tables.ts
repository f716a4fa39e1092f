/**
 * The four tables as the ports see them: items under a partition and a sort key, each with a revision that grows with every
 * write, and two sparse indexes of keys (`due`: what waits; `list`: what is listed). Reads of items are consistent; reads of an
 * index are not, so whoever finds a key there reads the item before acting on it. All writes go through `transaction.ts`.
 */
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DeleteCommand,
  type DeleteCommandOutput,
  GetCommand,
  type GetCommandOutput,
  type PutCommand,
  type PutCommandOutput,
  QueryCommand,
  type QueryCommandInput,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandOutput,
  type TransactWriteCommand,
  type TransactWriteCommandOutput,
  type UpdateCommand,
  type UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { asSeen, TransientError } from './dynamoErrors.ts';
import { type ItemKey, keyText, type Table } from './itemKey.ts';
import { type KeyRange, keyCondition } from './keyCondition.ts';

/** What is used of the SDK's document client; tests hand in another. */
export interface DynamoClient {
  send(command: GetCommand): Promise<GetCommandOutput>;
  send(command: BatchGetCommand): Promise<BatchGetCommandOutput>;
  send(command: QueryCommand): Promise<QueryCommandOutput>;
  send(command: ScanCommand): Promise<ScanCommandOutput>;
  send(command: PutCommand): Promise<PutCommandOutput>;
  send(command: UpdateCommand): Promise<UpdateCommandOutput>;
  send(command: DeleteCommand): Promise<DeleteCommandOutput>;
  send(command: TransactWriteCommand): Promise<TransactWriteCommandOutput>;
}

export type TableNames = Readonly<Record<Table, string>>;

export interface TablesOptions {
  readonly client: DynamoClient;
  readonly names: TableNames;
  /** From 0 to 1; spreads waits and shards. Default: `Math.random`. */
  readonly random?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** An item as it was read. */
export interface ItemRead {
  readonly key: ItemKey;
  readonly rev: number;
  /** JSON of the domain's record, for `const record: Shape = JSON.parse(body)`; empty where the item holds only counts. */
  readonly body: string;
  /** Which write made it; empty where numbers were added only. */
  readonly by: string;
  /** Numbers kept by `Transaction.add`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A range of an index: `pk` and the bounds are of `duePk`, `dueSk` or of `listPk`, `listSk`. */
export interface IndexRange extends KeyRange {
  readonly index: Index;
}

export type Index = 'due' | 'list';

/** An item found in an index: where it is, and where it stood in the index. */
export interface IndexEntry {
  readonly key: ItemKey;
  readonly sort: string;
}

export interface ScanQuery {
  readonly table: Table;
  readonly segment: number;
  readonly segments: number;
  /** Only items whose sort key begins so; what is left out is read all the same. */
  readonly skPrefix?: string;
  readonly consistent?: boolean;
  /** Begins behind this item, whether or not it is still there. */
  readonly after?: Pick<ItemKey, 'pk' | 'sk'>;
}

const MOST_KEYS = 100;
const MOST_WAITS = 8;
const FIRST_WAIT_MS = 25;
const LONGEST_WAIT_MS = 1_000;
const INDEX_KEYS = { due: ['duePk', 'dueSk'], list: ['listPk', 'listSk'] } as const;
const OWN_ATTRIBUTES: ReadonlySet<string> = new Set(
  'pk sk rev by body kind duePk dueSk listPk listSk expiresAt'.split(' '),
);

type Attributes = Readonly<Record<string, unknown>>;

function textIn(item: Attributes, name: string): string {
  const value = item[name];
  return typeof value === 'string' ? value : '';
}

function itemRead(table: Table, item: Attributes): ItemRead {
  const counts: Record<string, number> = {};
  for (const [name, value] of Object.entries(item)) {
    if (typeof value === 'number' && !OWN_ATTRIBUTES.has(name)) counts[name] = value;
  }
  const { rev } = item;
  return {
    key: { table, pk: textIn(item, 'pk'), sk: textIn(item, 'sk') },
    rev: typeof rev === 'number' ? rev : 0,
    body: textIn(item, 'body'),
    by: textIn(item, 'by'),
    counts,
  };
}

export class Tables {
  readonly client: DynamoClient;
  readonly names: TableNames;
  readonly random: () => number;
  private readonly sleep: (ms: number) => Promise<unknown>;

  constructor({ client, names, random = Math.random, sleep = (ms) => sleepFor(ms) }: TablesOptions) {
    this.client = client;
    this.names = names;
    this.random = random;
    this.sleep = sleep;
  }

  /** Waits before the n-th repetition (from 0): longer each time, by chance, so that those who met do not meet again. */
  async wait(repetition: number): Promise<void> {
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** repetition);
    await this.sleep(Math.ceil(this.random() * most));
  }

  /** The answer to a reading; throws `TransientError` where there was none, or too much was asked. */
  private async answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
      return await answer;
    } catch (failure) {
      throw asSeen(failure);
    }
  }

  /** One item, consistently; null where there is none. */
  async one(key: ItemKey): Promise<ItemRead | null> {
    const { Item } = await this.answered(
      this.client.send(
        new GetCommand({
          TableName: this.names[key.table],
          Key: { pk: key.pk, sk: key.sk },
          ConsistentRead: true,
        }),
      ),
    );
    return Item === undefined ? null : itemRead(key.table, Item);
  }

  /** Those of the items that are there, consistently, by `keyText`. O(keys), in requests of 100. */
  async get(keys: readonly ItemKey[]): Promise<ReadonlyMap<string, ItemRead>> {
    const wanted = [...new Map(keys.map((key) => [keyText(key), key])).values()];
    const found = new Map<string, ItemRead>();
    const [only] = wanted;
    if (only !== undefined && wanted.length === 1) {
      const item = await this.one(only);
      if (item !== null) found.set(keyText(only), item);
      return found;
    }
    for (let at = 0; at < wanted.length; at += MOST_KEYS) {
      for (const item of await this.batch(wanted.slice(at, at + MOST_KEYS))) {
        found.set(keyText(item.key), item);
      }
    }
    return found;
  }

  private async batch(keys: readonly ItemKey[]): Promise<ItemRead[]> {
    const found: ItemRead[] = [];
    const tables = [...new Set(keys.map(({ table }) => table))];
    const tableOf = new Map(tables.map((table) => [this.names[table], table]));
    let asked: BatchGetCommand['input']['RequestItems'] = Object.fromEntries(
      tables.map((table) => [
        this.names[table],
        {
          Keys: keys.filter((key) => key.table === table).map(({ pk, sk }) => ({ pk, sk })),
          ConsistentRead: true,
        },
      ]),
    );
    for (let tries = 0; ; tries += 1) {
      const answer: BatchGetCommandOutput = await this.answered(
        this.client.send(new BatchGetCommand({ RequestItems: asked })),
      );
      const { Responses = {}, UnprocessedKeys = {} } = answer;
      for (const [name, items] of Object.entries(Responses)) {
        const table = tableOf.get(name);
        if (table !== undefined) found.push(...items.map((item) => itemRead(table, item)));
      }
      if (Object.keys(UnprocessedKeys).length === 0) return found;
      if (tries === MOST_WAITS) throw new TransientError('keys were left unread each time');
      asked = UnprocessedKeys;
      await this.wait(tries);
    }
  }

  /** Items of one partition, consistently, in pages. */
  async *items(range: KeyRange): AsyncIterable<readonly ItemRead[]> {
    const input = {
      TableName: this.names[range.table],
      ConsistentRead: true,
      ...keyCondition(range, 'pk', 'sk'),
    };
    for await (const page of this.pages(input, range)) yield page.map((item) => itemRead(range.table, item));
  }

  /** All items of one partition that the range holds, consistently. O(items). */
  async allItems(range: KeyRange): Promise<ItemRead[]> {
    const all: ItemRead[] = [];
    for await (const page of this.items(range)) all.push(...page);
    return all;
  }

  /** Keys from an index, in pages: what was true a moment ago. */
  async *entries(range: IndexRange): AsyncIterable<readonly IndexEntry[]> {
    const [pkName, skName] = INDEX_KEYS[range.index];
    const input = {
      TableName: this.names[range.table],
      IndexName: range.index,
      ...keyCondition(range, pkName, skName),
    };
    for await (const page of this.pages(input, range)) {
      yield page.map((item) => ({
        key: { table: range.table, pk: textIn(item, 'pk'), sk: textIn(item, 'sk') },
        sort: textIn(item, skName),
      }));
    }
  }

  async allEntries(range: IndexRange): Promise<IndexEntry[]> {
    const all: IndexEntry[] = [];
    for await (const page of this.entries(range)) all.push(...page);
    return all;
  }

  private async *pages(input: QueryCommandInput, { descending, limit }: KeyRange) {
    let left = limit ?? Number.POSITIVE_INFINITY;
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const { Items = [], LastEvaluatedKey } = await this.answered(
        this.client.send(
          new QueryCommand({
            ...input,
            ScanIndexForward: descending !== true,
            ...(Number.isFinite(left) ? { Limit: left } : {}),
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        ),
      );
      if (Items.length > 0) yield Items;
      left -= Items.length;
      from = LastEvaluatedKey;
    } while (from !== undefined && left > 0);
  }

  /** How many entries of an index a range holds, counted up to about `most`; without reading them. */
  async count(range: IndexRange, most = Number.POSITIVE_INFINITY): Promise<number> {
    const [pkName, skName] = INDEX_KEYS[range.index];
    let counted = 0;
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const { Count = 0, LastEvaluatedKey } = await this.answered(
        this.client.send(
          new QueryCommand({
            TableName: this.names[range.table],
            IndexName: range.index,
            Select: 'COUNT',
            ...keyCondition(range, pkName, skName),
            ...(Number.isFinite(most) ? { Limit: Math.max(1, most - counted) } : {}),
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        ),
      );
      counted += Count;
      from = LastEvaluatedKey;
    } while (from !== undefined && counted < most);
    return Math.min(counted, most);
  }

  /**
   * A part of a whole table, in pages: never on a hot path. Items of one partition come one after another in the order of
   * their sort keys; a partition may begin in one page and end in a later one. O(items of the table / segments).
   */
  async *scan(query: ScanQuery): AsyncIterable<readonly ItemRead[]> {
    let from: QueryCommandInput['ExclusiveStartKey'] = query.after;
    do {
      const { Items = [], LastEvaluatedKey } = await this.answered(
        this.client.send(
          new ScanCommand({
            TableName: this.names[query.table],
            Segment: query.segment,
            TotalSegments: query.segments,
            ConsistentRead: query.consistent ?? false,
            ...(query.skPrefix === undefined
              ? {}
              : {
                  FilterExpression: 'begins_with(#sk, :prefix)',
                  ExpressionAttributeNames: { '#sk': 'sk' },
                  ExpressionAttributeValues: { ':prefix': query.skPrefix },
                }),
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          }),
        ),
      );
      if (Items.length > 0) yield Items.map((item) => itemRead(query.table, item));
      from = LastEvaluatedKey;
    } while (from !== undefined);
  }
}
