import { createServer, request as httpRequest, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCEPTED, type TrackAnswer } from '../../../functions/tracking/answer.ts';
import type { TrackRequest } from '../../../functions/tracking/track.ts';
import { handleHttp } from '../../../local/server/httpApi.ts';

const seen: [string | null, TrackRequest][] = [];
let answer: TrackAnswer | null = ACCEPTED;
let server: Server;
let port = 0;

beforeAll(async () => {
  const options = {
    token: 'token',
    session: 'session',
    consoleDir: '/nowhere',
    consoleReady: () => true,
    health: () => ({}),
    request: async () => ({ status: 404, body: { code: 'no-route' } }),
    takeInbound: async () => null,
    takeEvents: async (workspace: string | null, asked: TrackRequest) => {
      seen.push([workspace, asked]);
      return answer;
    },
    answerPage: async () => null,
  };
  server = createServer((incoming, response) => {
    void handleHttp(options, incoming, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

interface Heard {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

function ask(
  path: string,
  {
    method = 'POST',
    headers = {},
    body = '{}',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(
      { port, host: '127.0.0.1', path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { statusCode = 0, headers: heard } = response;
          resolve({ status: statusCode, headers: heard, text: Buffer.concat(chunks).toString('utf8') });
        });
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

describe('the tracking API over HTTP', () => {
  it('hands on call, key, workspace and text, and answers what it hears', async () => {
    seen.length = 0;
    const heard = await ask('/v1/track?workspace=main', {
      headers: { authorization: 'Basic abc' },
      body: '{"a":"ü"}',
    });
    await ask('/v1/b', { body: '' });
    expect(seen).toEqual([
      ['main', { call: 'track', authorization: 'Basic abc', body: '{"a":"ü"}' }],
      [null, { call: 'batch', authorization: null, body: '' }],
    ]);
    expect([
      heard.status,
      heard.text,
      heard.headers['content-type'],
      heard.headers['access-control-allow-origin'],
    ]).toEqual([200, '{"success":true}', 'application/json', '*']);
  });

  it('needs neither sign-in nor an origin of its own: pages of the shop post here', async () => {
    const headers = {
      origin: 'https://shop.example',
      host: 'events.shop.example',
      'content-type': 'text/plain',
    };
    expect((await ask('/v1/page', { headers })).status).toBe(200);
  });

  it('answers the question browsers ask first, and asks nobody for it', async () => {
    seen.length = 0;
    const heard = await ask('/v1/identify', {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example' },
    });
    expect([heard.status, heard.text, heard.headers['access-control-allow-methods'], seen]).toEqual([
      204,
      '',
      'POST, OPTIONS',
      [],
    ]);
  });

  it('asks clients to come again while the server is preparing', async () => {
    answer = null;
    const heard = await ask('/v1/batch');
    answer = ACCEPTED;
    expect([heard.status, heard.headers['retry-after'], heard.headers['content-type']]).toEqual([
      503,
      '2',
      'application/problem+json',
    ]);
  });

  it('answers a refusal as problem+json', async () => {
    answer = { status: 400, body: '{"code":"missing-id"}' };
    const heard = await ask('/v1/track');
    answer = ACCEPTED;
    expect([heard.status, heard.text, heard.headers['content-type']]).toEqual([
      400,
      '{"code":"missing-id"}',
      'application/problem+json',
    ]);
  });

  it('refuses a body beyond what is read at all', async () => {
    const heard = await ask('/v1/batch', { body: 'x'.repeat(2 * 1024 * 1024 + 1) });
    expect([heard.status, heard.headers['content-type']]).toEqual([400, 'application/problem+json']);
  });

  it('leaves every other call to the signed-in API', async () => {
    seen.length = 0;
    expect((await ask('/v1/track', { method: 'GET', body: '' })).status).toBe(404);
    expect((await ask('/v1/waves')).status).toBe(404);
    expect(seen).toEqual([]);
  });
});
