/** The three stores, for races over coupons: each with as many processes as it can have. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import type { Store } from '../../core/ports.ts';
import { fakeTables, storeOver } from './dynamoTables.ts';

export interface CouponWorld {
  /** Each as a process of its own has it. */
  readonly stores: readonly Store[];
  readonly close: () => void;
}

export const COUPON_WORLDS: readonly (readonly [string, () => CouponWorld])[] = [
  ['in memory', () => ({ stores: [createMemoryStore()], close: () => {} })],
  [
    'in a file',
    () => {
      const dir = mkdtempSync(join(tmpdir(), 'perennial-coupon-'));
      const store = openSqliteStore({ file: join(dir, 'store.db'), unfinished: true });
      return { stores: [store], close: () => rmSync(dir, { recursive: true, force: true }) };
    },
  ],
  [
    'on DynamoDB, in twenty processes',
    () => {
      const fake = fakeTables();
      return { stores: Array.from({ length: 20 }, () => storeOver(fake)), close: () => {} };
    },
  ],
];
