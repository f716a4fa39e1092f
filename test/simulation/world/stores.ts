/** The store of a world, opened by one process or by two. */
import { rmSync } from 'node:fs';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import type { Store } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import type { DynamoFake } from '../../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import type { WorldPlan } from './plan.ts';
import { storeFile } from './storeFile.ts';

const SHARDS = 1;

export interface WorldStores {
  readonly stores: readonly Store[];
  /** Of a world on DynamoDB. */
  readonly fake: DynamoFake | null;
  readonly close: () => Promise<void>;
}

export function openStores({ store: kind }: WorldPlan, now: () => Instant): WorldStores {
  switch (kind) {
    case 'memory': {
      const store = createMemoryStore({ shards: SHARDS });
      return { stores: [store], fake: null, close: () => store.close() };
    }
    case 'sqlite': {
      const { file, folder } = storeFile();
      const stores = [0, 1].map(() => openSqliteStore({ file, shards: SHARDS }));
      const close = async () => {
        for (const store of stores) await store.close();
        rmSync(folder, { recursive: true, force: true });
      };
      return { stores, fake: null, close };
    }
    case 'dynamodb': {
      const fake = fakeTables();
      const stores = [0, 1].map(() => storeOver(fake, { shards: SHARDS, segments: SHARDS, now }));
      return { stores, fake, close: async () => {} };
    }
  }
}
