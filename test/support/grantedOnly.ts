/**
 * What a function's `needs` would be granted by its role, enforced: the emulator evaluates no policies, and neither does the fake.
 * A call that needs more is refused as AWS refuses it, and remembered.
 */
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { DynamoClient } from '../../adapters/aws/dynamo/tables.ts';
import type { Blobs } from '../../core/blobs.ts';
import type { BlobAction, FunctionNeeds, TableAction } from '../../workflows/functionDefinition.ts';
import type { DynamoFake } from './dynamoFake.ts';
import { TABLE_NAMES } from './dynamoTables.ts';

class AccessDenied extends Error {
  constructor(what: string) {
    super(`not authorized: ${what}`);
    this.name = 'AccessDeniedException';
  }
}

/** Table and action of every item a command touches. */
function askedBy(command: unknown): [string | undefined, TableAction][] {
  if (command instanceof GetCommand || command instanceof QueryCommand)
    return [[command.input.TableName, 'read']];
  if (command instanceof BatchGetCommand)
    return Object.keys(command.input.RequestItems ?? {}).map((name) => [name, 'read']);
  if (command instanceof ScanCommand) return [[command.input.TableName, 'scan']];
  if (command instanceof PutCommand || command instanceof UpdateCommand || command instanceof DeleteCommand)
    return [[command.input.TableName, 'write']];
  if (command instanceof TransactWriteCommand)
    return (command.input.TransactItems ?? []).map(({ ConditionCheck, Put, Update, Delete }) =>
      ConditionCheck === undefined
        ? [(Put ?? Update ?? Delete)?.TableName, 'write']
        : [ConditionCheck.TableName, 'read'],
    );
  throw new Error('a command that no role knows');
}

export interface Granted {
  readonly dynamo: DynamoClient;
  readonly blobs: Blobs;
  /** What was refused, in words. */
  readonly refused: string[];
}

export function grantedOnly(needs: FunctionNeeds, dynamo: DynamoFake, blobs: Blobs): Granted {
  const refused: string[] = [];
  const refuse = (what: string): never => {
    refused.push(what);
    throw new AccessDenied(what);
  };
  const logical = new Map(Object.entries(TABLE_NAMES).map(([table, name]) => [name, table]));
  const tables = new Map<string, readonly TableAction[]>(Object.entries(needs.tables ?? {}));
  const prefixes = Object.entries(needs.bucket ?? {});
  const mayTouch = (key: string, action: BlobAction): void => {
    const granted = prefixes.some(([prefix, actions]) => key.startsWith(prefix) && actions.includes(action));
    if (!granted) refuse(`${action} of ${key}`);
  };
  const client = {
    send: async (command: never) => {
      for (const [name = '', action] of askedBy(command)) {
        const table = logical.get(name) ?? name;
        if (!(tables.get(table) ?? []).includes(action)) refuse(`${action} of ${table}`);
      }
      return dynamo.send(command);
    },
  };
  return {
    dynamo: client as DynamoClient,
    refused,
    blobs: {
      read: async (key) => (mayTouch(key, 'read'), blobs.read(key)),
      text: async (key) => {
        mayTouch(key, 'read');
        const found = await blobs.text(key);
        // Without the right to list, what is missing is refused.
        if (found === null) mayTouch(key, 'list');
        return found;
      },
      write: async (key, content) => (mayTouch(key, 'write'), blobs.write(key, content)),
      replace: async (key, content, tag) => (mayTouch(key, 'write'), blobs.replace(key, content, tag)),
      list: (prefix) => (mayTouch(prefix, 'list'), blobs.list(prefix)),
      remove: async (keys) => {
        for (const key of keys) mayTouch(key, 'delete');
        await blobs.remove(keys);
      },
    },
  };
}
