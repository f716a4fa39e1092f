/** A single-use code at a real server on one machine: of 200 checkouts that redeem it at once, one does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import {
  freePort,
  perennial,
  perennialJson,
  startPerennial,
  type Running,
  temporaryFolder,
} from '../support/processes.ts';

const folder = temporaryFolder();
const ORDERS = 'customer,date,amount\nmaya,2026-01-05,40.00\nben,2026-02-05,60.00\n';
const keysSchema = z.array(z.object({ kind: z.string(), writeKey: z.string().nullable() }));
const grantSchema = z.object({ code: z.string() });
const reportSchema = z.object({
  items: z.array(z.object({ offer: z.string(), redemptions: z.number(), spentMinor: z.number() })),
});

let server: Running;
let base: string;
const data = () => ['--data', folder.path];

async function healthy(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`${base}/health`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error('the server did not start');
}

beforeAll(async () => {
  const file = join(folder.path, 'orders.csv');
  writeFileSync(file, ORDERS);
  const map = 'customer=customer,date=date,amount=amount';
  const imported = await perennial('import', 'orders', file, '--map', map, '--currency', 'USD', ...data());
  if (imported.code !== 0) throw new Error(imported.stderr);
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  server = startPerennial(['serve', ...data(), '--port', String(port)]);
  await healthy();
}, 120_000);

afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  folder.remove();
});

it('is redeemed by exactly one of 200 checkouts at once', async () => {
  expect((await perennial('offers', 'publish', 'workflows/offers.yaml', ...data())).code).toBe(0);
  const granted = await perennialJson('offers', 'grant', 'maya', 'ten-off', ...data());
  const { code } = grantSchema.parse(granted.json);
  const keys = keysSchema.parse((await perennialJson('keys', 'list', ...data())).json);
  const writeKey = keys.find(({ kind }) => kind === 'write')?.writeKey ?? '';
  const redeem = async (n: number): Promise<number> => {
    const answer = await fetch(`${base}/v1/coupons/${code}/redemptions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${writeKey}`,
        'content-type': 'application/json',
        'idempotency-key': `checkout-${n}`,
      },
      body: JSON.stringify({ customer: 'maya', order: `A-${n}`, amountMinor: 8_000 }),
    });
    await answer.arrayBuffer();
    return answer.status;
  };
  const statuses = await Promise.all(Array.from({ length: 200 }, (_, n) => redeem(n)));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(199);
  const report = reportSchema.parse((await perennialJson('offers', 'report', ...data())).json);
  expect(report.items.find(({ offer }) => offer === 'ten-off')).toEqual({
    offer: 'ten-off',
    redemptions: 1,
    spentMinor: 800,
  });
}, 120_000);
