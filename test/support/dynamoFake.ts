/**
 * DynamoDB in the process, for tests: the commands the store's kernel uses, with the service's conditions, limits, pages and
 * failures. A call takes effect at one moment, when it is sent; what a call suffers, and who comes between two calls, is said
 * by `onCall`. It bills nothing, and keeps no item longer than asked: time to live only passes by `expire`.
 */
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandOutput,
  DeleteCommand,
  type DeleteCommandOutput,
  GetCommand,
  type GetCommandOutput,
  PutCommand,
  type PutCommandOutput,
  QueryCommand,
  type QueryCommandOutput,
  ScanCommand,
  type ScanCommandOutput,
  TransactWriteCommand,
  type TransactWriteCommandOutput,
  UpdateCommand,
  type UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { batchGet, batchWrite } from './dynamoFake/batch.ts';
import { failureOf, type Fault, FakeError } from './dynamoFake/errors.ts';
import type { Item } from './dynamoFake/item.ts';
import { type PageLimits, query, scan } from './dynamoFake/read.ts';
import { FakeTable } from './dynamoFake/table.ts';
import { keyIn, writeAlone, writeTogether } from './dynamoFake/write.ts';

export type { Fault } from './dynamoFake/errors.ts';
export type { Item } from './dynamoFake/item.ts';

type Command =
  | GetCommand
  | BatchGetCommand
  | QueryCommand
  | ScanCommand
  | PutCommand
  | UpdateCommand
  | DeleteCommand
  | BatchWriteCommand
  | TransactWriteCommand;

/** A call as it is about to be made. */
export interface Call {
  /** 1 for the first call of the fake. */
  readonly number: number;
  readonly name: CallName;
  readonly writes: boolean;
  readonly command: Command;
}

export type CallName =
  | 'Get'
  | 'BatchGet'
  | 'Query'
  | 'Scan'
  | 'Put'
  | 'Update'
  | 'Delete'
  | 'BatchWrite'
  | 'TransactWrite';

/** Says what a call suffers; may do something before it, as another writer would. */
export type OnCall = (call: Call) => Fault | null | Promise<Fault | null>;

export interface DynamoFakeOptions {
  readonly tables: readonly string[];
  readonly onCall?: OnCall | null;
  /** Default 1 MB, DynamoDB's own. */
  readonly pageBytes?: number;
  /** Default: no bound. */
  readonly pageItems?: number;
  /** Writes to a table its indexes are behind by. Default 0. */
  readonly indexLag?: number;
}

const PAGE_BYTES = 1024 * 1024;

function nameOf(command: Command): CallName {
  if (command instanceof GetCommand) return 'Get';
  if (command instanceof BatchGetCommand) return 'BatchGet';
  if (command instanceof QueryCommand) return 'Query';
  if (command instanceof ScanCommand) return 'Scan';
  if (command instanceof PutCommand) return 'Put';
  if (command instanceof UpdateCommand) return 'Update';
  if (command instanceof DeleteCommand) return 'Delete';
  return command instanceof BatchWriteCommand ? 'BatchWrite' : 'TransactWrite';
}

const READS: ReadonlySet<CallName> = new Set(['Get', 'BatchGet', 'Query', 'Scan']);

export class DynamoFake {
  onCall: OnCall | null;
  /** Calls made so far, by command. */
  readonly calls: Record<CallName, number> = {
    Get: 0,
    BatchGet: 0,
    Query: 0,
    Scan: 0,
    Put: 0,
    Update: 0,
    Delete: 0,
    BatchWrite: 0,
    TransactWrite: 0,
  };
  private readonly tables: ReadonlyMap<string, FakeTable>;
  private readonly limits: PageLimits;
  /** Transactions that took effect, by their client's token. */
  private readonly done = new Map<string, string>();
  private number = 0;

  constructor(options: DynamoFakeOptions) {
    const { tables, onCall = null, pageBytes = PAGE_BYTES, pageItems = Number.POSITIVE_INFINITY } = options;
    this.tables = new Map(tables.map((name) => [name, new FakeTable()]));
    this.onCall = onCall;
    this.limits = { pageBytes, pageItems };
    for (const table of this.tables.values()) table.indexLag = options.indexLag ?? 0;
  }

  send(command: GetCommand): Promise<GetCommandOutput>;
  send(command: BatchGetCommand): Promise<BatchGetCommandOutput>;
  send(command: QueryCommand): Promise<QueryCommandOutput>;
  send(command: ScanCommand): Promise<ScanCommandOutput>;
  send(command: PutCommand): Promise<PutCommandOutput>;
  send(command: UpdateCommand): Promise<UpdateCommandOutput>;
  send(command: DeleteCommand): Promise<DeleteCommandOutput>;
  send(command: BatchWriteCommand): Promise<BatchWriteCommandOutput>;
  send(command: TransactWriteCommand): Promise<TransactWriteCommandOutput>;
  async send(command: Command): Promise<object> {
    const name = nameOf(command);
    this.number += 1;
    const call = { number: this.number, name, writes: !READS.has(name), command };
    const fault = (await this.onCall?.(call)) ?? null;
    this.calls[name] += 1;
    const operations =
      command instanceof TransactWriteCommand ? (command.input.TransactItems?.length ?? 0) : 0;
    if (fault !== null && fault !== 'partial' && fault !== 'timeout-after')
      throw failureOf(fault, operations);
    const answer = this.answer(command, fault === 'partial');
    if (fault === 'timeout-after') throw failureOf(fault, operations);
    return { $metadata: { httpStatusCode: 200 }, ...answer };
  }

  private answer(command: Command, isPartial: boolean): object {
    const tableOf = (name: string | undefined) => this.table(name);
    if (command instanceof GetCommand) {
      const { pk, sk } = keyIn(command.input.Key);
      const item = this.table(command.input.TableName).get(pk, sk);
      return item === undefined ? {} : { Item: { ...item } };
    }
    if (command instanceof BatchGetCommand) return batchGet(command.input, tableOf, isPartial);
    if (command instanceof BatchWriteCommand) return batchWrite(command.input, tableOf, isPartial);
    if (command instanceof QueryCommand)
      return query(this.table(command.input.TableName), command.input, this.limits);
    if (command instanceof ScanCommand)
      return scan(this.table(command.input.TableName), command.input, this.limits);
    if (command instanceof PutCommand) writeAlone({ kind: 'put', input: command.input }, tableOf);
    else if (command instanceof UpdateCommand) writeAlone({ kind: 'update', input: command.input }, tableOf);
    else if (command instanceof DeleteCommand) writeAlone({ kind: 'delete', input: command.input }, tableOf);
    else if (command instanceof TransactWriteCommand) this.transact(command);
    else throw FakeError.validation('the fake does not know the command');
    return {};
  }

  /** Once for every token, as the service promises for ten minutes. */
  private transact({ input }: TransactWriteCommand): void {
    const { ClientRequestToken: token } = input;
    const text = token === undefined ? '' : JSON.stringify(input.TransactItems);
    const before = token === undefined ? undefined : this.done.get(token);
    if (before !== undefined && before !== text)
      throw new FakeError('IdempotentParameterMismatchException', 'the token was used for another request');
    if (before !== undefined) return;
    writeTogether(input, (name) => this.table(name));
    if (token !== undefined) this.done.set(token, text);
  }

  private table(name: string | undefined): FakeTable {
    const table = this.tables.get(name ?? '');
    if (table === undefined) throw new FakeError('ResourceNotFoundException', `no table ${name ?? ''}`);
    return table;
  }

  /** All items of a table, for tests that look at the whole. */
  items(name: string): Item[] {
    return [...this.table(name).all()];
  }

  /** Indexes catch up with their tables. */
  catchUp(): void {
    for (const table of this.tables.values()) table.catchUp();
  }

  /** Takes away what time to live has passed, in seconds since 1970. */
  expire(nowSeconds: number): void {
    for (const [name, table] of this.tables) {
      for (const { pk, sk, expiresAt } of this.items(name)) {
        if (typeof expiresAt === 'number' && expiresAt <= nowSeconds) table.remove(String(pk), String(sk));
      }
    }
  }
}
