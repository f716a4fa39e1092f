/** Writes of the fake: each is read and checked whole before anything is changed. */
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { type CancellationReason, FakeError } from './errors.ts';
import { condition, updated } from './expression.ts';
import { type Item, itemBytes, keyText, MOST_ITEM_BYTES, readItem } from './item.ts';
import { FakeTable } from './table.ts';

export type TableOf = (name: string | undefined) => FakeTable;

const MOST_TRANSACTION_ITEMS = 100;
const MOST_TRANSACTION_BYTES = 4 * 1024 * 1024;

interface Conditional {
  readonly TableName?: string | undefined;
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
}

/** What a write comes to; `after` undefined takes the item away, the item itself leaves it. */
interface Planned {
  readonly table: FakeTable;
  readonly pk: string;
  readonly sk: string;
  readonly after: Item | undefined;
  readonly isAllowed: boolean;
}

export type Write =
  | { readonly kind: 'put'; readonly input: Conditional & { readonly Item?: unknown } }
  | {
      readonly kind: 'update';
      readonly input: Conditional & {
        readonly Key?: unknown;
        readonly UpdateExpression?: string | undefined;
      };
    }
  | { readonly kind: 'delete' | 'check'; readonly input: Conditional & { readonly Key?: unknown } };

function namesOf({ ExpressionAttributeNames, ExpressionAttributeValues }: Conditional) {
  return { names: ExpressionAttributeNames ?? {}, values: ExpressionAttributeValues ?? {} };
}

export function keyIn(raw: unknown): { pk: string; sk: string } {
  const key = readItem(raw);
  if (Object.keys(key).length !== 2) throw FakeError.validation('a key is pk and sk');
  return { pk: keyText(key, 'pk', false), sk: keyText(key, 'sk', true) };
}

function itemIn(raw: unknown): Item {
  const item = readItem(raw);
  FakeTable.check(item);
  requireSize(item);
  return item;
}

function requireSize(item: Item): void {
  if (itemBytes(item) > MOST_ITEM_BYTES)
    throw FakeError.validation('Item size has exceeded the maximum allowed size');
}

function afterOf(write: Write, before: Item | undefined, key: { pk: string; sk: string }): Item | undefined {
  switch (write.kind) {
    case 'put':
      return itemIn(write.input.Item);
    case 'delete':
      return undefined;
    case 'check':
      return before;
    case 'update': {
      const after = updated(before ?? key, write.input.UpdateExpression ?? '', namesOf(write.input));
      FakeTable.check(after);
      requireSize(after);
      return after;
    }
  }
}

export function plan(write: Write, tableOf: TableOf): Planned {
  const { input } = write;
  const table = tableOf(input.TableName);
  const item = write.kind === 'put' ? itemIn(write.input.Item) : null;
  const key =
    item === null
      ? keyIn(write.kind === 'put' ? null : write.input.Key)
      : { pk: keyText(item, 'pk', false), sk: keyText(item, 'sk', true) };
  const before = table.get(key.pk, key.sk);
  const isAllowed = condition(input.ConditionExpression, namesOf(input))(before);
  return { table, ...key, after: afterOf(write, before, key), isAllowed };
}

export function carryOut({ table, pk, sk, after }: Planned): void {
  if (after === undefined) table.remove(pk, sk);
  else if (after !== table.get(pk, sk)) table.put(after);
}

/** One write alone. Throws `ConditionalCheckFailedException`. */
export function writeAlone(write: Write, tableOf: TableOf): void {
  const planned = plan(write, tableOf);
  if (!planned.isAllowed)
    throw new FakeError('ConditionalCheckFailedException', 'The conditional request failed');
  carryOut(planned);
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function writeOf({ Put, Update, Delete, ConditionCheck }: TransactItem): Write {
  if (Put !== undefined) return { kind: 'put', input: Put };
  if (Update !== undefined) return { kind: 'update', input: Update };
  if (Delete !== undefined) return { kind: 'delete', input: Delete };
  if (ConditionCheck !== undefined) return { kind: 'check', input: ConditionCheck };
  throw FakeError.validation('a transaction item holds one write');
}

function requireBounds(planned: readonly Planned[]): void {
  if (planned.length === 0 || planned.length > MOST_TRANSACTION_ITEMS)
    throw FakeError.validation(
      `a transaction has 1 to ${MOST_TRANSACTION_ITEMS} items, not ${planned.length}`,
    );
  const seen = new Map<FakeTable, Set<string>>();
  let bytes = 0;
  for (const { table, pk, sk, after } of planned) {
    const keys = seen.get(table) ?? new Set();
    if (keys.has(`${pk}\n${sk}`))
      throw FakeError.validation('Transaction request cannot include multiple operations on one item');
    seen.set(table, keys.add(`${pk}\n${sk}`));
    bytes += after === undefined ? 0 : itemBytes(after);
  }
  if (bytes > MOST_TRANSACTION_BYTES) throw FakeError.validation('the transaction has more than 4 MB');
}

/** All or nothing. Throws `TransactionCanceledException` with a reason an item. Gives the number of items. */
export function writeTogether(input: TransactWriteCommandInput, tableOf: TableOf): void {
  const planned = (input.TransactItems ?? []).map((item) => plan(writeOf(item), tableOf));
  requireBounds(planned);
  const reasons = planned.map(
    ({ isAllowed }): CancellationReason =>
      isAllowed
        ? { Code: 'None' }
        : { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
  );
  if (planned.some(({ isAllowed }) => !isAllowed)) throw FakeError.canceled(reasons);
  for (const one of planned) carryOut(one);
}
