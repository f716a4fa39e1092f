/** Files of orders and imports of them, for tests: every file in a folder of its own that is removed in the end. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { parseColumnMap } from '../../core/customer/import/columnMap.ts';
import type { ImportedOrder, ImportStore } from '../../core/ports.ts';
import { parseIso } from '../../core/time.ts';
import { importOrders, type OrderImport } from '../../local/import/importOrders.ts';

const NOW = parseIso('2026-05-10') ?? 0;

/** The map of required columns that the files of tests use. */
export const MAP = 'customer=id,date=day,amount=total';

export const folder = await mkdtemp(join(tmpdir(), 'import-'));
afterAll(async () => rm(folder, { recursive: true }));

let files = 0;
export async function aFile(content: string | Buffer, name = 'orders.csv'): Promise<string> {
  files += 1;
  const place = join(folder, String(files));
  await mkdir(place);
  await writeFile(join(place, name), content);
  return join(place, name);
}

export function anImport(file: string, change: Partial<OrderImport> = {}): OrderImport {
  return {
    file,
    map: parseColumnMap(MAP),
    currency: 'USD',
    shopCurrency: null,
    store: createMemoryStore(),
    rejectFile: `${file}.rejected.ndjson`,
    dryRun: false,
    now: NOW,
    ...change,
  };
}

export async function importText(content: string | Buffer, change: Partial<OrderImport> = {}) {
  return importOrders(anImport(await aFile(content), change));
}

export async function linesOf(path: string | null): Promise<unknown[]> {
  if (path === null) return [];
  return (await readFile(path, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** A store that keeps what it is handed, and fails from page `failFrom` on. */
export function recordingStore(failFrom = Number.POSITIVE_INFINITY) {
  const pages: (readonly ImportedOrder[])[] = [];
  const store: Pick<ImportStore, 'importOrders' | 'beginImport'> = {
    beginImport: () => Promise.resolve(1),
    importOrders: (rows) => {
      if (pages.length + 1 >= failFrom) return Promise.reject(new Error('disk full'));
      pages.push(rows);
      return Promise.resolve(rows.map(() => 'accepted'));
    },
  };
  return { store, pages, orders: () => pages.flat().map((row) => row.order) };
}
