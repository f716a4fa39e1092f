/** Points over HTTP: a programme published by command, an order by the tracking API, and 200 who spend the same points at once. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  perennial,
  perennialJson,
  type ServerProcess,
  startServer,
  stop,
  temporaryFolder,
  untilReady,
} from '../support/processes.ts';

const PROGRAMME = join(import.meta.dirname, '..', '..', 'workflows', 'loyalty.yaml');
const account = z.looseObject({ pending: z.number(), available: z.number() });

describe('a shop with a loyalty programme', () => {
  const folder = temporaryFolder();
  const data = join(folder.path, 'data');
  let server: ServerProcess;
  let authorization = '';

  beforeAll(async () => {
    const file = join(folder.path, 'orders.csv');
    writeFileSync(file, 'customer,date,amount\nann,2026-01-02,40.00\n');
    const map = 'customer=customer,date=date,amount=amount';
    await perennial('import', 'orders', file, '--map', map, '--currency', 'USD', '--data', data);
    server = await startServer(data);
    await untilReady(server);
    const { token } = z
      .object({ token: z.string() })
      .parse(JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8')));
    authorization = `Bearer ${token}`;
  });
  afterAll(async () => {
    await stop(server);
    folder.remove();
  });

  const command = (...args: readonly string[]) => perennialJson(...args, '--data', data);
  const pointsOfAnn = async () => account.parse((await command('loyalty', 'account', 'ann')).json);

  it('publishes it, and gives imported orders nothing', async () => {
    expect((await command('loyalty', 'publish', PROGRAMME)).json).toMatchObject({
      version: 1,
      changed: true,
    });
    expect(await pointsOfAnn()).toMatchObject({ isMember: false, pending: 0 });
  });

  it('gives points for an order that is told now, in the same commit', async () => {
    const keys = z.array(z.object({ writeKey: z.string() })).parse((await command('keys', 'list')).json);
    const basic = Buffer.from(`${keys[0]?.writeKey ?? ''}:`).toString('base64');
    const body = {
      type: 'track',
      userId: 'ann',
      event: 'Order Completed',
      messageId: 'o1',
      properties: { order_id: 'o1', total: 120.5, currency: 'USD' },
    };
    const sent = await fetch(`${server.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(sent.status).toBe(200);
    expect(await pointsOfAnn()).toMatchObject({ isMember: true, pending: 120, available: 0 });
  });

  it('lets 200 who spend at once spend exactly what there is', async () => {
    await command('loyalty', 'adjust', 'ann', '--points', '5730', '--reason', 'opening');
    const redeem = async (key: string) => {
      const answer = await fetch(`${server.url}/v1/customers/ann/points/redemptions`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ points: 500 }),
      });
      return answer.status;
    };
    const told = await Promise.all(Array.from({ length: 200 }, (_, n) => redeem(`r${n}`)));
    expect(told.filter((status) => status === 200)).toHaveLength(11);
    expect(told.filter((status) => status === 409)).toHaveLength(189);
    const again = await Promise.all(Array.from({ length: 200 }, (_, n) => redeem(`r${n}`)));
    expect(again).toEqual(told);
    expect(await pointsOfAnn()).toMatchObject({ available: 230 });
  });

  it('has books that balance, and owes what the accounts hold', async () => {
    expect(await command('loyalty', 'check')).toMatchObject({ code: 0, json: { balanced: true, held: 350 } });
    expect((await command('loyalty', 'liability')).json).toMatchObject({
      outstanding: 350,
      pending: 120,
      available: 230,
    });
  });
});
