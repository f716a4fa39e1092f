import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { DynamoFake, Fault } from './dynamoFake.ts';
import { aFake, anItem, put, T } from './dynamoFake/given.ts';

const ABSENT = {
  ConditionExpression: 'attribute_not_exists(#pk)',
  ExpressionAttributeNames: { '#pk': 'pk' },
};

function atRev(rev: number) {
  return {
    ConditionExpression: '#rev = :rev',
    ExpressionAttributeNames: { '#rev': 'rev' },
    ExpressionAttributeValues: { ':rev': rev },
  };
}

async function read(fake: DynamoFake, pk: string, sk: string) {
  return (await fake.send(new GetCommand({ TableName: T, Key: { pk, sk } }))).Item;
}

describe('items of the fake', () => {
  it('are read as they were written, and changed by nobody who holds one', async () => {
    const fake = aFake();
    const item = anItem('a', 'b', { body: '{}' });
    await put(fake, item);
    item.rev = 9;
    const found = await read(fake, 'a', 'b');
    expect(found).toEqual({ pk: 'a', sk: 'b', rev: 1, body: '{}' });
    if (found !== undefined) found['rev'] = 7;
    expect(await read(fake, 'a', 'b')).toMatchObject({ rev: 1 });
    expect(await read(fake, 'a', 'c')).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['without a sort key', { pk: 'a' }, 'ValidationException'],
    ['with an empty key', { pk: '', sk: 'b' }, 'ValidationException'],
    ['with a number for a key', { pk: 'a', sk: 1 }, 'ValidationException'],
    ['with a sort key of 1,025 bytes', { pk: 'a', sk: 'x'.repeat(1_025) }, 'ValidationException'],
    ['with a partition key of 2,049 bytes', { pk: 'x'.repeat(2_049), sk: 'a' }, 'ValidationException'],
    ['with an empty index key', { pk: 'a', sk: 'b', duePk: '', dueSk: 'x' }, 'ValidationException'],
    ['of more than 400 KB', { pk: 'a', sk: 'b', body: 'é'.repeat(205_000) }, 'ValidationException'],
    ['with an undefined value', { pk: 'a', sk: 'b', body: undefined }, 'Error'],
  ])('are refused %s', async (_, item, name) => {
    const fake = aFake();
    await expect(put(fake, item)).rejects.toMatchObject({ name });
    expect(fake.items(T)).toEqual([]);
  });

  it('are written under the two conditions, and are added to', async () => {
    const fake = aFake();
    await put(fake, anItem('a', 'b'), ABSENT);
    await expect(put(fake, anItem('a', 'b'), ABSENT)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    await put(fake, { ...anItem('a', 'b'), rev: 2 }, atRev(1));
    await expect(put(fake, anItem('a', 'b'), atRev(1))).rejects.toThrow('conditional');
    const remove = (rev: number) =>
      fake.send(new DeleteCommand({ TableName: T, Key: { pk: 'a', sk: 'b' }, ...atRev(rev) }));
    await expect(remove(1)).rejects.toThrow('conditional');
    await remove(2);
    expect(await read(fake, 'a', 'b')).toBeUndefined();
    const add = (n: number) =>
      fake.send(
        new UpdateCommand({
          TableName: T,
          Key: { pk: 'a', sk: 'n' },
          UpdateExpression: 'ADD #n0 :n0, #n1 :n1',
          ExpressionAttributeNames: { '#n0': 'sent', '#n1': 'opened' },
          ExpressionAttributeValues: { ':n0': n, ':n1': 1 },
        }),
      );
    await add(2);
    await add(-5);
    expect(await read(fake, 'a', 'n')).toEqual({ pk: 'a', sk: 'n', sent: -3, opened: 2 });
  });

  it('are forgotten when their time has passed, and not before somebody says so', async () => {
    const fake = aFake();
    await put(fake, anItem('a', 'old', { expiresAt: 10 }));
    await put(fake, anItem('a', 'new', { expiresAt: 11 }));
    expect(fake.items(T)).toHaveLength(2);
    fake.expire(10);
    expect(fake.items(T).map(({ sk }) => sk)).toEqual(['new']);
  });

  it('live in tables that are there', async () => {
    await expect(
      aFake().send(new GetCommand({ TableName: 'x', Key: { pk: 'a', sk: 'b' } })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('are not changed under an expression the fake does not understand', async () => {
    const more = { ConditionExpression: 'size(body) > :n', ExpressionAttributeValues: { ':n': 1 } };
    await expect(put(aFake(), anItem('a', 'b'), more)).rejects.toThrow('does not understand');
  });
});

describe('transactions of the fake', () => {
  const putOf = (sk: string, condition: object = ABSENT) => ({
    Put: { TableName: T, Item: anItem('p', sk), ...condition },
  });
  const transact = (
    fake: DynamoFake,
    ...TransactItems: NonNullable<TransactWriteCommand['input']['TransactItems']>
  ) => fake.send(new TransactWriteCommand({ TransactItems }));

  it('write all or nothing, and say for each item why not', async () => {
    const fake = aFake();
    await put(fake, anItem('p', 'there'));
    const canceled = transact(fake, putOf('new'), putOf('there'));
    await expect(canceled).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    expect(await read(fake, 'p', 'new')).toBeUndefined();
    await transact(fake, putOf('new'), {
      ConditionCheck: { TableName: T, Key: { pk: 'p', sk: 'there' }, ...atRev(1) },
    });
    expect(fake.items(T)).toHaveLength(2);
  });

  it.each<[string, NonNullable<TransactWriteCommand['input']['TransactItems']>]>([
    ['nothing', []],
    ['101 items', Array.from({ length: 101 }, (_, n) => putOf(`${n}`))],
    ['two operations on one item', [putOf('a'), { Delete: { TableName: T, Key: { pk: 'p', sk: 'a' } } }]],
    [
      'more than 4 MB',
      Array.from({ length: 11 }, (_, n) => ({
        Put: { TableName: T, Item: anItem('p', `${n}`, { body: 'x'.repeat(400_000) }) },
      })),
    ],
  ])('refuse %s', async (_, items) => {
    const fake = aFake();
    await expect(transact(fake, ...items)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(fake.items(T)).toEqual([]);
  });

  it('take effect once for a token', async () => {
    const fake = aFake();
    const send = (sk: string) =>
      fake.send(new TransactWriteCommand({ ClientRequestToken: 'one', TransactItems: [putOf(sk)] }));
    await send('a');
    await send('a');
    await expect(send('b')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
  });
});

describe('faults of the fake', () => {
  const faulty = (fault: Fault) => {
    const fake = aFake();
    let isOver = false;
    fake.onCall = () => {
      if (isOver) return null;
      isOver = true;
      return fault;
    };
    return fake;
  };

  it.each<[Fault, string, boolean]>([
    ['throttle', 'ProvisionedThroughputExceededException', false],
    ['conflict', 'TransactionConflictException', false],
    ['internal', 'InternalServerError', false],
    ['timeout-before', 'TimeoutError', false],
    ['timeout-after', 'TimeoutError', true],
  ])('%s fails a write as %s', async (fault, name, hasEffect) => {
    const fake = faulty(fault);
    await expect(put(fake, anItem('a', 'b'))).rejects.toMatchObject({ name });
    expect(fake.items(T)).toHaveLength(hasEffect ? 1 : 0);
    await put(fake, anItem('a', 'c'));
  });

  it.each<[Fault, string]>([
    ['throttle', 'ThrottlingError'],
    ['conflict', 'TransactionConflict'],
  ])('%s cancels a transaction', async (fault, code) => {
    const fake = faulty(fault);
    const items = [{ Put: { TableName: T, Item: anItem('a', 'b') } }];
    await expect(fake.send(new TransactWriteCommand({ TransactItems: items }))).rejects.toMatchObject({
      CancellationReasons: [{ Code: code }],
    });
    expect(fake.items(T)).toEqual([]);
  });

  it('a batch done in part says what is left', async () => {
    const keys = {
      [T]: {
        Keys: [
          { pk: 'p', sk: '1' },
          { pk: 'p', sk: '2' },
        ],
        ConsistentRead: true,
      },
    };
    const half = faulty('partial');
    expect(await half.send(new BatchGetCommand({ RequestItems: keys }))).toMatchObject({
      UnprocessedKeys: { [T]: { Keys: [{ sk: '2' }], ConsistentRead: true } },
    });
    const writes = { [T]: ['1', '2'].map((sk) => ({ PutRequest: { Item: anItem('p', sk) } })) };
    const wrote = faulty('partial');
    const { UnprocessedItems } = await wrote.send(new BatchWriteCommand({ RequestItems: writes }));
    expect(UnprocessedItems).toEqual({ [T]: [writes[T]?.[1]] });
    expect(wrote.items(T).map(({ sk }) => sk)).toEqual(['1']);
  });

  it('a batch is refused with the same key twice', async () => {
    const Keys = [
      { pk: 'p', sk: '1' },
      { pk: 'p', sk: '1' },
    ];
    const twice = aFake().send(new BatchGetCommand({ RequestItems: { [T]: { Keys } } }));
    await expect(twice).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('others may come between a reading and a write', async () => {
    const fake = aFake();
    await put(fake, anItem('a', 'b'));
    fake.onCall = async ({ writes }) => {
      fake.onCall = null;
      if (writes) await put(fake, { ...anItem('a', 'b'), rev: 2 });
      return null;
    };
    await expect(put(fake, { ...anItem('a', 'b'), rev: 2 }, atRev(1))).rejects.toThrow('conditional');
    expect(fake.calls).toMatchObject({ Put: 3, Get: 0 });
  });
});
