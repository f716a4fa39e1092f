import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type InboundPost, LARGEST_INBOUND_BYTES } from '../../../functions/inbound/post.ts';
import { handleHttp, type HttpApiOptions } from '../../../local/server/httpApi.ts';

let server: Server;
let base = '';
let isReady = true;
let seen: [string | null, InboundPost][] = [];

beforeAll(async () => {
  const options: HttpApiOptions = {
    token: 'token',
    session: 'session',
    consoleDir: '/nowhere',
    consoleReady: () => true,
    health: () => ({}),
    request: async () => ({ status: 404, body: { code: 'no-route' } }),
    takeEvents: async () => null,
    takeInbound: async (workspace, asked) => {
      seen.push([workspace, asked]);
      return isReady ? { status: 200, body: '{"success":true}' } : null;
    },
    answerPage: async () => null,
  };
  server = createServer((incoming, response) => {
    void handleHttp(options, incoming, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  seen = [];
  isReady = true;
});

function post(path: string, body: Uint8Array<ArrayBuffer> | string): Promise<Response> {
  return fetch(`${base}${path}`, { method: 'POST', body, headers: { authorization: 'Basic abc' } });
}

describe('POST /v1/inbound/…', () => {
  it('hands on the bytes as they came, with the key and the workspace', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const answer = await post('/v1/inbound/email?workspace=main', bytes);
    expect([answer.status, await answer.json()]).toEqual([200, { success: true }]);
    const [[workspace, asked] = [null, null]] = seen;
    expect(workspace).toBe('main');
    expect(asked).toMatchObject({ channel: 'email', authorization: 'Basic abc' });
    expect([...(asked?.body ?? [])]).toEqual([...bytes]);
  });

  it('reads one byte more than is taken, so that the rest can be refused', async () => {
    await post('/v1/inbound/sms', new Uint8Array(3 * LARGEST_INBOUND_BYTES.sms));
    expect(seen[0]?.[1].body.byteLength).toBe(LARGEST_INBOUND_BYTES.sms + 1);
  });

  it('says to come again while the data is being prepared', async () => {
    isReady = false;
    const answer = await post('/v1/inbound/sms', '{}');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  it('is no way in by GET, or for another path', async () => {
    expect((await fetch(`${base}/v1/inbound/sms`)).status).toBe(404);
    expect((await post('/v1/inbound/fax', '{}')).status).toBe(404);
    expect(seen).toEqual([]);
  });
});
