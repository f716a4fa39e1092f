/** The store's four tables, made anew on the emulator for each store. */
import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { openDynamoStore, type DynamoStoreOptions } from '../../../adapters/aws/dynamo/dynamoStore.ts';
import type { DynamoClient, TableNames } from '../../../adapters/aws/dynamo/tables.ts';
import type { Store } from '../../../core/ports.ts';

const KEYS = ['pk', 'sk', 'duePk', 'dueSk', 'listPk', 'listSk'];
let made = 0;

function keySchema(partition: string, sort: string): KeySchemaElement[] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

function tableOf(name: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: KEYS.map((key) => ({ AttributeName: key, AttributeType: 'S' })),
    GlobalSecondaryIndexes: ['due', 'list'].map((index) => ({
      IndexName: index,
      KeySchema: keySchema(`${index}Pk`, `${index}Sk`),
      Projection: { ProjectionType: 'KEYS_ONLY' },
    })),
  });
}

function freshNames(): TableNames {
  made += 1;
  const name = (table: string): string => `contract-${process.pid}-${made}-${table}`;
  return { people: name('people'), facts: name('facts'), work: name('work'), config: name('config') };
}

/** Opens a store over tables of its own; its first request waits until they stand. */
export function emulatorStore(
  options: Omit<DynamoStoreOptions, 'client' | 'names' | 'random' | 'sleep'> = {},
): Store {
  const names = freshNames();
  const raw = new DynamoDBClient({ maxAttempts: 1 });
  const documents = DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } });
  const standing = Promise.all(Object.values(names).map((name) => raw.send(tableOf(name))));
  const send: unknown = async (command: Parameters<typeof documents.send>[0]) => {
    await standing;
    return documents.send(command);
  };
  const client = { send } as DynamoClient;
  const store = openDynamoStore({ client, names, ...options });
  const close = async (): Promise<void> => {
    await standing;
    await store.close();
    documents.destroy();
  };
  return { ...store, close };
}
