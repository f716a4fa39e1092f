/** A store is killed with SIGKILL in the middle of its work, over and over, and opened again. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import type { Order } from '../../../core/customer/order.ts';
import { addressKey, customerId, decisionId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import { collected } from '../../contract/given.ts';
import { importedRow, PAGE_ROWS } from './crashChild.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();
const CHILD = fileURLToPath(new URL('crashChild.ts', import.meta.url));

/** Starts the child, kills it once it has said `lines` lines, and returns all it said. */
function killedAfter(what: 'import' | 'send', file: string, lines: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, what, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => {
      said += piece.toString();
      if (said.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').filter((line) => line !== ''));
      else reject(new Error(`the child ended by itself after: ${said.slice(-200)}`));
    });
  });
}

async function ordersOf(store: Store): Promise<Order[]> {
  return (await collected(store.exportPeople())).flatMap(({ orders }) => orders);
}

/** Rows that show in the orders: a whole order is one, an order of lines as many as its lines. */
function rowsIn(orders: readonly Order[]): number {
  return orders.reduce((sum, { lines }) => sum + Math.max(1, lines.length), 0);
}

describe('an import that is killed', () => {
  it.each([1, 3, 9, 22])('after %i pages has every page it acknowledged, and no half one', async (pages) => {
    const file = folder.fresh();
    const said = await killedAfter('import', file, pages);
    const acknowledged = Number(said.at(-1));
    expect(acknowledged).toBeGreaterThanOrEqual(pages * PAGE_ROWS);

    const store = openSqliteStore({ file });
    const orders = await ordersOf(store);
    const rows = rowsIn(orders);
    expect(rows).toBeGreaterThanOrEqual(acknowledged);
    expect(rows % PAGE_ROWS).toBe(0);
    expect(orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(rows * 100);
    for (const { lines, amountMinor } of orders) expect(amountMinor).toBe(Math.max(1, lines.length) * 100);

    const again = Array.from({ length: rows + PAGE_ROWS }, (_, n) => importedRow(n));
    const results = await store.importOrders(again, await store.beginImport());
    expect(results.indexOf('accepted')).toBe(rows);
    expect(results.filter((result) => result === 'accepted')).toHaveLength(PAGE_ROWS);
    const versions = (await collected(store.exportPeople())).map(({ person }) => person.version);
    expect(versions.reduce((sum, version) => sum + version, 0)).toBe(rows + PAGE_ROWS);
    await store.close();
  });
});

describe('a sender that is killed', () => {
  it.each([5, 90, 700])('after %i words has all it acknowledged, and books that balance', async (words) => {
    const file = folder.fresh();
    const said = await killedAfter('send', file, words);
    const store = openSqliteStore({ file });
    const decisions = new Map((await collected(store.decisions())).map((one) => [String(one.id), one]));
    for (const line of said) {
      const [what, id = ''] = line.split(' ');
      const outcome = decisions.get(id)?.outcome;
      if (what === 'decided') expect(outcome).toBeDefined();
      if (what === 'claimed') expect(['claimed', 'sent']).toContain(outcome);
      if (what === 'sent') expect(outcome).toBe('sent');
    }
    expect(await store.countAccepted()).toBe(decisions.size);
    for (const { id, customerId: of, outcome } of decisions.values()) {
      const key = addressKey(`k${of.slice(1)}`);
      expect((await store.loadContacts([key])).has(key)).toBe(outcome !== 'pending');
      const facts = (await store.factsOf(of, 9)).map(({ kind }) => kind).sort();
      expect(facts).toEqual(
        outcome === 'sent' ? ['message-accepted', 'message-settled'] : ['message-accepted'],
      );
      expect(await store.loadDecision(decisionId(id))).not.toBeNull();
    }
    expect(await store.loadPerson(customerId('c1'))).toBeNull();
    await store.close();
  });
});
