/** Batches of the fake: bounded, without duplicates, and on request done only in part. */
import type { BatchGetCommandInput, BatchWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { FakeError } from './errors.ts';
import type { Item } from './item.ts';
import { carryOut, keyIn, plan, type TableOf, type Write } from './write.ts';

const MOST_READ = 100;
const MOST_WRITTEN = 25;

/** How many of so many are done. */
function doneOf(count: number, isPartial: boolean): number {
  return isPartial ? Math.floor(count / 2) : count;
}

function requireDistinct(keys: readonly string[], most: number): void {
  if (keys.length === 0 || keys.length > most)
    throw FakeError.validation(`a batch has 1 to ${most} items, not ${keys.length}`);
  if (new Set(keys).size < keys.length)
    throw FakeError.validation('Provided list of item keys contains duplicates');
}

export function batchGet(input: BatchGetCommandInput, tableOf: TableOf, isPartial: boolean): object {
  const asked = Object.entries(input.RequestItems ?? {}).flatMap(([table, { Keys = [] }]) =>
    Keys.map((raw) => ({ table, raw, ...keyIn(raw) })),
  );
  requireDistinct(
    asked.map(({ table, pk, sk }) => `${table}\n${pk}\n${sk}`),
    MOST_READ,
  );
  const done = doneOf(asked.length, isPartial);
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, { Keys: unknown[]; ConsistentRead?: boolean }> = {};
  for (const [n, { table, pk, sk, raw }] of asked.entries()) {
    if (n >= done) {
      const isConsistent = input.RequestItems?.[table]?.ConsistentRead;
      UnprocessedKeys[table] ??= {
        Keys: [],
        ...(isConsistent === undefined ? {} : { ConsistentRead: isConsistent }),
      };
      UnprocessedKeys[table].Keys.push(raw);
      continue;
    }
    const item = tableOf(table).get(pk, sk);
    Responses[table] ??= [];
    if (item !== undefined) Responses[table].push({ ...item });
  }
  return { Responses, UnprocessedKeys };
}

type Request = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

function writeOf(TableName: string, { PutRequest, DeleteRequest }: Request): Write {
  if (PutRequest !== undefined) return { kind: 'put', input: { TableName, Item: PutRequest.Item } };
  if (DeleteRequest !== undefined) return { kind: 'delete', input: { TableName, Key: DeleteRequest.Key } };
  throw FakeError.validation('a batch item holds one write');
}

export function batchWrite(input: BatchWriteCommandInput, tableOf: TableOf, isPartial: boolean): object {
  const asked = Object.entries(input.RequestItems ?? {}).flatMap(([table, requests]) =>
    requests.map((request) => ({ table, request, planned: plan(writeOf(table, request), tableOf) })),
  );
  requireDistinct(
    asked.map(({ table, planned: { pk, sk } }) => `${table}\n${pk}\n${sk}`),
    MOST_WRITTEN,
  );
  const done = doneOf(asked.length, isPartial);
  const UnprocessedItems: Record<string, Request[]> = {};
  for (const [n, { table, request, planned }] of asked.entries()) {
    if (n < done) carryOut(planned);
    else (UnprocessedItems[table] ??= []).push(request);
  }
  return { UnprocessedItems };
}
