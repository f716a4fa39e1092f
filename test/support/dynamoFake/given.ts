/** What the tests of the fake begin with. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoFake, type DynamoFakeOptions } from '../dynamoFake.ts';

export const T = 't';

export function aFake(options: Partial<DynamoFakeOptions> = {}): DynamoFake {
  return new DynamoFake({ tables: [T, 'other'], ...options });
}

export function put(fake: DynamoFake, item: Record<string, unknown>, more: object = {}) {
  return fake.send(new PutCommand({ TableName: T, Item: item, ...more }));
}

export function anItem(pk: string, sk: string, more: Record<string, unknown> = {}) {
  return { pk, sk, rev: 1, ...more };
}
