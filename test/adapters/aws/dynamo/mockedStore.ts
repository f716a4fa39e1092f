/** A store over a client that answers what it is told to and keeps what it was sent, for tests of requests as they leave. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { openDynamoStore } from '../../../../adapters/aws/dynamo/dynamoStore.ts';
import type { ItemKey } from '../../../../adapters/aws/dynamo/itemKey.ts';
import type { Store } from '../../../../core/ports.ts';
import { NOW } from '../../../support/builders.ts';

const NAMES = { people: 'people', facts: 'facts', work: 'work', config: 'config' };

/** An item at revision 3. */
export interface Held {
  readonly key: ItemKey;
  readonly body: unknown;
}

function itemOf({ key: { pk, sk }, body }: Held) {
  return { pk, sk, rev: 3, body: JSON.stringify(body) };
}

/** Without the mark of the attempt, which is chance. */
function readable({ by: _by, ...item }: Record<string, unknown>): Record<string, unknown> {
  return { ...item, body: JSON.parse(String(item['body'])) };
}

export function mockedStore(held: readonly Held[] = []) {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-central-1' }));
  const mock = mockClient(client);
  mock.on(BatchGetCommand).callsFake((input: BatchGetCommand['input']) => ({
    Responses: Object.fromEntries(
      Object.entries(input.RequestItems ?? {}).map(([table, { Keys = [] }]) => [
        table,
        held.filter(({ key }) => key.table === table && Keys.some(({ pk }) => pk === key.pk)).map(itemOf),
      ]),
    ),
  }));
  mock.on(GetCommand).callsFake((input: GetCommand['input']) => {
    const found = held.find(({ key }) => key.table === input.TableName && key.pk === input.Key?.['pk']);
    return found === undefined ? {} : { Item: itemOf(found) };
  });
  mock.on(QueryCommand).resolves({ Items: [], Count: 0 });
  mock.on(TransactWriteCommand).resolves({});
  const store: Store = openDynamoStore({
    client,
    names: NAMES,
    random: () => 0.5,
    sleep: async () => {},
    now: () => NOW,
  });
  return {
    store,
    mock,
    /** The one transaction that was sent, bodies parsed. */
    written: () => {
      const calls = mock.commandCalls(TransactWriteCommand);
      if (calls.length !== 1) throw new Error(`${calls.length} transactions were sent`);
      const items = calls[0]?.args[0].input.TransactItems ?? [];
      return items.map(({ Put, ...other }) =>
        Put === undefined ? other : { Put: { ...Put, Item: readable(Put.Item ?? {}) } },
      );
    },
    queries: () => mock.commandCalls(QueryCommand).map(({ args }) => args[0].input),
  };
}
