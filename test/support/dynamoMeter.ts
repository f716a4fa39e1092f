/**
 * What calls to the fake would be charged: request units by DynamoDB's own rules. A write is charged by the kilobyte of the larger
 * of the item before and after, twice in a transaction; a read by 4 KB, half where it need not be consistent; an index entry that
 * appears, goes or moves is a write of its own.
 */
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Call, DynamoFake } from './dynamoFake.ts';
import { type Item, itemBytes } from './dynamoFake/item.ts';

export interface Charges {
  calls: number;
  /** Items written or checked. */
  written: number;
  /** Items read by key. */
  read: number;
  writeUnits: number;
  /** Of them, for index entries. */
  indexUnits: number;
  readUnits: number;
}

const INDEXES = [
  ['duePk', 'dueSk'],
  ['listPk', 'listSk'],
] as const;
const KB = 1_024;

function unitsOf(bytes: number, of: number): number {
  return Math.max(1, Math.ceil(bytes / of));
}

function entriesMoved(before: Item | undefined, after: Item | undefined): number {
  let moved = 0;
  for (const [pk, sk] of INDEXES) {
    const [had, has] = [before?.[pk] !== undefined, after?.[pk] !== undefined];
    if (had && has && before?.[pk] === after?.[pk] && before?.[sk] === after?.[sk]) continue;
    moved += Number(had) + Number(has);
  }
  return moved;
}

export class DynamoMeter {
  charges: Charges = DynamoMeter.nothing();
  private readonly fake: DynamoFake;

  /** Listens to every call of the fake from now on. */
  constructor(fake: DynamoFake) {
    this.fake = fake;
    fake.onCall = (call) => {
      this.charge(call);
      return null;
    };
  }

  static nothing(): Charges {
    return { calls: 0, written: 0, read: 0, writeUnits: 0, indexUnits: 0, readUnits: 0 };
  }

  /** What the work was charged. */
  async of(work: () => Promise<unknown>): Promise<Charges> {
    this.charges = DynamoMeter.nothing();
    await work();
    return { ...this.charges };
  }

  private find(table: string | undefined, key: unknown): Item | undefined {
    const { pk, sk } = Object(key) as { pk: string; sk: string };
    return this.fake.items(table ?? '').find((item) => item['pk'] === pk && item['sk'] === sk);
  }

  private write(table: string | undefined, key: unknown, after: Item | undefined, times: 1 | 2): void {
    const before = this.find(table, key);
    const bytes = Math.max(...[before, after].map((item) => (item === undefined ? 0 : itemBytes(item))));
    const inIndexes = entriesMoved(before, after);
    this.charges.written += 1;
    this.charges.writeUnits += unitsOf(bytes, KB) * times + inIndexes;
    this.charges.indexUnits += inIndexes;
  }

  private get(table: string | undefined, key: unknown): void {
    const item = this.find(table, key);
    this.charges.read += 1;
    this.charges.readUnits += unitsOf(item === undefined ? 0 : itemBytes(item), 4 * KB);
  }

  private query({ input }: QueryCommand): void {
    const pk = input.ExpressionAttributeValues?.[':pk'] as unknown;
    const items = this.fake.items(input.TableName ?? '').filter((item) => item['pk'] === pk);
    const bytes = input.IndexName === undefined ? items.reduce((sum, item) => sum + itemBytes(item), 0) : 0;
    this.charges.readUnits += unitsOf(bytes, 4 * KB) * (input.ConsistentRead === true ? 1 : 0.5);
  }

  private charge({ command }: Call): void {
    this.charges.calls += 1;
    if (command instanceof GetCommand) this.get(command.input.TableName, command.input.Key);
    else if (command instanceof BatchGetCommand) {
      for (const [table, { Keys = [] }] of Object.entries(command.input.RequestItems ?? {}))
        for (const key of Keys) this.get(table, key);
    } else if (command instanceof QueryCommand) this.query(command);
    else if (command instanceof PutCommand) this.put(command.input, 1);
    else if (command instanceof DeleteCommand)
      this.write(command.input.TableName, command.input.Key, undefined, 1);
    else if (command instanceof UpdateCommand) this.update(command.input, 1);
    else if (command instanceof TransactWriteCommand) {
      for (const { Put, Delete, Update, ConditionCheck } of command.input.TransactItems ?? []) {
        if (Put !== undefined) this.put(Put, 2);
        if (Delete !== undefined) this.write(Delete.TableName, Delete.Key, undefined, 2);
        if (Update !== undefined) this.update(Update, 2);
        if (ConditionCheck !== undefined) this.update(ConditionCheck, 2);
      }
    }
  }

  private put({ TableName, Item }: { TableName: string | undefined; Item: unknown }, times: 1 | 2): void {
    this.write(TableName, Item, Item as Item, times);
  }

  /** Counters and checks: as large as they were. */
  private update({ TableName, Key }: { TableName: string | undefined; Key: unknown }, times: 1 | 2): void {
    this.write(TableName, Key, this.find(TableName, Key), times);
  }
}
