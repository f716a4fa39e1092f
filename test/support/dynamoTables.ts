/** The store's four tables in the fake, and stores opened over them. */
import { openDynamoStore, type DynamoStoreOptions } from '../../adapters/aws/dynamo/dynamoStore.ts';
import type { TableNames } from '../../adapters/aws/dynamo/tables.ts';
import type { Store } from '../../core/ports.ts';
import { DynamoFake, type DynamoFakeOptions } from './dynamoFake.ts';

export const TABLE_NAMES: TableNames = {
  people: 'test-people',
  facts: 'test-facts',
  work: 'test-work',
  config: 'test-config',
};

export function fakeTables(options: Omit<DynamoFakeOptions, 'tables'> = {}): DynamoFake {
  return new DynamoFake({ ...options, tables: Object.values(TABLE_NAMES) });
}

/** Waits take no time; chance is one half. */
export function storeOver(
  client: DynamoFake,
  options: Omit<DynamoStoreOptions, 'client' | 'names'> = {},
): Store {
  return openDynamoStore({
    client,
    names: TABLE_NAMES,
    random: () => 0.5,
    sleep: async () => {},
    ...options,
  });
}
