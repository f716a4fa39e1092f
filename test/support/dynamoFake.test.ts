import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../adapters/records/textOrder.ts';
import { DynamoFake, type DynamoFakeOptions, type Fault } from './dynamoFake.ts';

const T = 't';

function aFake(options: Partial<DynamoFakeOptions> = {}): DynamoFake {
  return new DynamoFake({ tables: [T, 'other'], ...options });
}

function put(fake: DynamoFake, item: Record<string, unknown>, more: object = {}) {
  return fake.send(new PutCommand({ TableName: T, Item: item, ...more }));
}

function anItem(pk: string, sk: string, more: Record<string, unknown> = {}) {
  return { pk, sk, rev: 1, ...more };
}

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

/** All pages of a query of one partition. */
async function queried(fake: DynamoFake, pk: string, more: Partial<QueryCommandInput> = {}) {
  const found: unknown[] = [];
  let pages = 0;
  let from: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await fake.send(
      new QueryCommand({
        TableName: T,
        KeyConditionExpression: 'pk = :pk',
        ...more,
        ExpressionAttributeValues: { ':pk': pk, ...more.ExpressionAttributeValues },
        ExclusiveStartKey: from,
      }),
    );
    found.push(...(page.Items ?? []).map(({ sk }) => sk));
    from = page.LastEvaluatedKey;
    pages += 1;
  } while (from !== undefined);
  return { found, pages };
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

describe('queries of the fake', () => {
  const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme' }), { maxLength: 25 });

  it('give the range asked for in order, in pages of any size, from either end', async () => {
    await fc.assert(
      fc.asyncProperty(
        keys,
        fc.string({ minLength: 1, maxLength: 2, unit: 'grapheme' }),
        fc.string({ minLength: 1, maxLength: 2, unit: 'grapheme' }),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        async (all, a, b, limit, isForward) => {
          const fake = aFake();
          for (const sk of all) await put(fake, anItem('p', sk, { listPk: 'l', listSk: sk }));
          await put(fake, anItem('q', 'other'));
          const [from, to] = compareText(a, b) <= 0 ? [a, b] : [b, a];
          const sorted = all.toSorted(compareText);
          const inOrder = (texts: string[]) => (isForward ? texts : texts.toReversed());
          const order = { Limit: limit, ScanIndexForward: isForward };
          const between = { KeyConditionExpression: 'pk = :pk AND sk BETWEEN :a AND :b', ...order };
          const range = sorted.filter((sk) => compareText(sk, from) >= 0 && compareText(sk, to) <= 0);
          const values = { ExpressionAttributeValues: { ':a': from, ':b': to } };
          expect((await queried(fake, 'p', { ...between, ...values })).found).toEqual(inOrder(range));
          const prefixed = {
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :a)',
            ExpressionAttributeValues: { ':a': from },
            ...order,
          };
          expect((await queried(fake, 'p', prefixed)).found).toEqual(
            inOrder(sorted.filter((sk) => sk.startsWith(from))),
          );
          const listed = { IndexName: 'list', KeyConditionExpression: 'listPk = :pk', ...order };
          expect((await queried(fake, 'l', listed)).found).toEqual(inOrder(sorted));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('end a page at 1 MB, or earlier on request', async () => {
    const fake = aFake();
    for (let n = 0; n < 5; n += 1) await put(fake, anItem('p', `${n}`, { body: 'x'.repeat(300_000) }));
    expect(await queried(fake, 'p')).toEqual({ found: ['0', '1', '2', '3', '4'], pages: 2 });
    const small = aFake({ pageItems: 2 });
    for (let n = 0; n < 5; n += 1) await put(small, anItem('p', `${n}`));
    expect((await queried(small, 'p')).pages).toBe(3);
  });

  it('count without items', async () => {
    const fake = aFake();
    for (let n = 0; n < 5; n += 1) await put(fake, anItem('p', `${n}`, { duePk: 'd', dueSk: `${n}` }));
    const page = await fake.send(
      new QueryCommand({
        TableName: T,
        IndexName: 'due',
        Select: 'COUNT',
        Limit: 3,
        KeyConditionExpression: 'duePk = :pk AND dueSk <= :to',
        ExpressionAttributeValues: { ':pk': 'd', ':to': '3' },
      }),
    );
    expect(page).toMatchObject({
      Count: 3,
      LastEvaluatedKey: { pk: 'p', sk: '2', duePk: 'd', dueSk: '2' },
    });
    expect(page.Items).toBeUndefined();
  });

  it('of an index give keys alone, only of items that have both, and never consistently', async () => {
    const fake = aFake();
    await put(fake, anItem('p', '1', { duePk: 'd', dueSk: '1', body: 'x' }));
    await put(fake, anItem('p', '2', { duePk: 'd' }));
    const index = {
      TableName: T,
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :pk',
      ExpressionAttributeValues: { ':pk': 'd' },
    };
    const { Items } = await fake.send(new QueryCommand(index));
    expect(Items).toEqual([{ pk: 'p', sk: '1', duePk: 'd', dueSk: '1' }]);
    const consistent = fake.send(new QueryCommand({ ...index, ConsistentRead: true }));
    await expect(consistent).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('of an index see what was true some writes ago, where it lags', async () => {
    const fake = aFake({ indexLag: 1 });
    const due = async () =>
      (await queried(fake, 'd', { IndexName: 'due', KeyConditionExpression: 'duePk = :pk' })).found;
    await put(fake, anItem('p', '1', { duePk: 'd', dueSk: '1' }));
    expect(await due()).toEqual([]);
    await put(fake, anItem('p', '1'));
    expect(await due()).toEqual(['1']);
    fake.catchUp();
    expect(await due()).toEqual([]);
  });

  it('refuse a range that ends before it begins', async () => {
    const upsideDown = {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :a AND :b',
      ExpressionAttributeValues: { ':a': 'b', ':b': 'a' },
    };
    await expect(queried(aFake(), 'p', upsideDown)).resolves.toEqual({ found: [], pages: 1 });
    const fake = aFake();
    await put(fake, anItem('p', 'x'));
    await expect(queried(fake, 'p', upsideDown)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('scans of the fake', () => {
  it('see every item once over the segments, those of a partition together and in order', async () => {
    const fake = aFake({ pageItems: 4 });
    for (let n = 0; n < 90; n += 1) await put(fake, anItem(`p${n % 13}`, `s${n}`));
    const seen: string[] = [];
    for (let segment = 0; segment < 3; segment += 1) {
      let from: QueryCommandInput['ExclusiveStartKey'];
      do {
        const page = await fake.send(
          new ScanCommand({ TableName: T, Segment: segment, TotalSegments: 3, ExclusiveStartKey: from }),
        );
        seen.push(...(page.Items ?? []).map(({ pk, sk }) => `${pk} ${sk}`));
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
    }
    expect(new Set(seen).size).toBe(90);
    expect(seen).toHaveLength(90);
    const partitions = seen.map((text) => text.split(' ')[0]);
    const changes = partitions.filter((pk, n) => pk !== partitions[n - 1]);
    expect(changes).toHaveLength(13);
  });

  it('leave out what a filter leaves out, and count it', async () => {
    const fake = aFake();
    for (const sk of ['order#1', 'profile']) await put(fake, anItem('p', sk));
    const page = await fake.send(
      new ScanCommand({
        TableName: T,
        FilterExpression: 'begins_with(#sk, :p)',
        ExpressionAttributeNames: { '#sk': 'sk' },
        ExpressionAttributeValues: { ':p': 'order#' },
      }),
    );
    expect(page).toMatchObject({ Count: 1, ScannedCount: 2, Items: [{ sk: 'order#1' }] });
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
  const faulty = (fault: Fault, options: Partial<DynamoFakeOptions> = {}) => {
    const fake = aFake(options);
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
    const fake = faulty('partial');
    for (const sk of ['1', '2']) await put(fake, anItem('p', sk));
    const keys = {
      [T]: {
        Keys: [
          { pk: 'p', sk: '1' },
          { pk: 'p', sk: '2' },
        ],
        ConsistentRead: true,
      },
    };
    expect(await aFake().send(new BatchGetCommand({ RequestItems: keys }))).toMatchObject({
      Responses: { [T]: [] },
      UnprocessedKeys: {},
    });
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
