/**
 * The DynamoDB store: every port of core/ports.ts over four tables. It keeps the promises the other stores keep, and whoever
 * writes meets others only by an item's revision. An operation that finds the tables busy for too long throws `TransientError`:
 * whether its last attempt had an effect is then for a reading to tell, and every operation may be repeated.
 */
import { randomBytes } from 'node:crypto';
import type { Store } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { dynamoBudgets } from './budgetPort.ts';
import { dynamoConfig } from './configPort.ts';
import { dynamoDirectory } from './directoryPort.ts';
import { dynamoDossiers } from './dossierPort.ts';
import { dynamoErasure } from './erasePort.ts';
import { dynamoEvaluation, SEGMENTS } from './evaluationPort.ts';
import { dynamoImports } from './importPort.ts';
import { InTurn } from './inTurn.ts';
import { LANE_SHARDS } from './keys.ts';
import { dynamoPeople } from './peoplePort.ts';
import { dynamoSend } from './sendPort.ts';
import { Sequence } from './sequence.ts';
import { dynamoStandings } from './standingPort.ts';
import type { StoreContext } from './storeContext.ts';
import { Tables, type TablesOptions } from './tables.ts';
import { dynamoWork } from './workPort.ts';

export interface DynamoStoreOptions extends TablesOptions {
  /** Shards each lane is spread over; the same wherever the tables are opened. Default 16. */
  readonly shards?: number;
  /** Parts a full scan is mapped over. */
  readonly segments?: number;
  /** The wall clock, for the order of facts and for how long things are kept. */
  readonly now?: () => Instant;
}

const WRITER_BYTES = 4;

/** Opens nothing and reads nothing: the tables are there. `close` has nothing to close; the client is the caller's. */
export function openDynamoStore({
  shards = LANE_SHARDS,
  segments = SEGMENTS,
  now = Date.now,
  ...options
}: DynamoStoreOptions): Store {
  const tables = new Tables(options);
  const sequence = new Sequence(randomBytes(WRITER_BYTES).toString('hex'), now);
  const context: StoreContext = { tables, shards, sequence, now };
  const turns = new InTurn();
  return {
    ...dynamoPeople(context),
    ...dynamoWork(context, turns),
    ...dynamoSend(context, turns),
    ...dynamoBudgets(context, turns),
    ...dynamoEvaluation(context, { segments }),
    ...dynamoStandings(context, segments),
    ...dynamoImports(context),
    ...dynamoConfig(tables),
    ...dynamoDirectory(tables),
    ...dynamoDossiers(tables),
    ...dynamoErasure(context),
    close: async () => {},
  };
}
