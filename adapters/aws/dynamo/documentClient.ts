/**
 * The client of the tables. The SDK repeats what got no answer or met a limit, a transaction under the token of its first try;
 * who met somebody else's write is told at once, for the kernel reads again before it writes again.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface DocumentClientOptions {
  /** Default: the standard environment's (`AWS_REGION`). */
  readonly region?: string;
  /** Default: the service's own. */
  readonly endpoint?: string;
}

const CONNECT_TIMEOUT_MS = 1_000;
/** Ten times what a slow answer takes. */
const REQUEST_TIMEOUT_MS = 5_000;
const MOST_CONNECTIONS = 64;

export function documentClient({ region, endpoint }: DocumentClientOptions = {}): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    retryMode: 'standard',
    maxAttempts: 4,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: MOST_CONNECTIONS },
    },
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  return DynamoDBDocumentClient.from(client);
}
