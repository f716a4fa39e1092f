import { QueryCommand, type QueryCommandInput, ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from '../../../adapters/records/textOrder.ts';
import type { DynamoFake } from '../dynamoFake.ts';
import { aFake, anItem, put, T } from './given.ts';

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
    await expect(queried(aFake(), 'p', upsideDown)).rejects.toMatchObject({ name: 'ValidationException' });
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
