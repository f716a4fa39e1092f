import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../local/api/types.ts';
import { handleHttp } from '../../../local/server/httpApi.ts';
import type { Asking } from '../../../local/server/session.ts';
import { tempDir } from '../../support/tempDir.ts';

const TOKEN = 'the-token-of-the-lock-file';
const SESSION = 'the-session-of-this-server';

const consoleDir = tempDir();
const seen: ApiRequest[] = [];
const askers: Asking[] = [];
let answer: () => Promise<ApiResponse> = async () => ({ status: 200, body: { fine: true } });
let consoleReady = true;
let server: Server;
let port = 0;

beforeAll(async () => {
  mkdirSync(join(consoleDir, 'assets'));
  writeFileSync(join(consoleDir, 'index.html'), '<title>console</title>');
  writeFileSync(join(consoleDir, 'assets', 'app.js'), 'run()');
  server = createServer((incoming, response) => {
    void handleHttp(
      {
        token: TOKEN,
        session: SESSION,
        consoleDir,
        consoleReady: () => consoleReady,
        health: () => ({ pid: 1, ready: false }),
        takeInbound: async () => null,
        takeEvents: async () => null,
        answerPage: async () => null,
        request: (asked, by) => {
          seen.push(asked);
          askers.push(by);
          return answer();
        },
      },
      incoming,
      response,
    );
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

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Heard {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

const SIGNED_IN = { authorization: `Bearer ${TOKEN}` };

function ask(path: string, { method = 'GET', headers = SIGNED_IN, body }: Asked = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(
      { port, host: '127.0.0.1', path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

/** What a bare line of HTTP is answered, for what no client library would send. */
function say(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.end(`${line}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`),
    );
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    socket.on('error', reject);
  });
}

function codeOf({ text }: Heard): unknown {
  const body: unknown = JSON.parse(text);
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
}

describe('the API over HTTP', () => {
  it('hands path, query, body and the key of the request on, and answers JSON', async () => {
    seen.length = 0;
    const heard = await ask('/v1/customers/a%2Fb?stage=decline&limit=5', {
      method: 'POST',
      body: '{"at":"2026-03-10"}',
      headers: { authorization: `Bearer ${TOKEN}`, 'idempotency-key': 'once', 'x-other': 'no' },
    });
    expect(seen).toEqual([
      {
        method: 'POST',
        headers: { 'idempotency-key': 'once' },
        path: '/v1/customers/a%2Fb',
        query: { stage: 'decline', limit: '5' },
        body: { at: '2026-03-10' },
      },
    ]);
    expect([heard.status, heard.text, heard.headers['content-type'], heard.headers['cache-control']]).toEqual(
      [200, '{"fine":true}', 'application/json', 'no-store'],
    );
  });

  it('answers a refusal as problem+json with its status', async () => {
    answer = async () => ({ status: 404, body: { code: 'unknown-customer' } });
    const heard = await ask('/v1/customers/nobody');
    expect([heard.status, heard.headers['content-type']]).toEqual([404, 'application/problem+json']);
    answer = async () => ({ status: 200, body: null });
  });

  it('answers a failure of ours with 500, and goes on', async () => {
    answer = () => Promise.reject(new Error('out of order'));
    const heard = await ask('/v1/customers');
    expect([heard.status, codeOf(heard)]).toEqual([500, 'internal-error']);
    answer = async () => ({ status: 200, body: null });
    expect((await ask('/v1/customers')).status).toBe(200);
  });

  it.each<[string, string, Asked, number, string]>([
    [
      'a foreign host',
      '/v1/customers',
      { headers: { ...SIGNED_IN, host: 'evil.example' } },
      403,
      'foreign-host',
    ],
    [
      'a foreign page',
      '/v1/customers',
      { headers: { ...SIGNED_IN, origin: 'https://evil.example' } },
      403,
      'foreign-origin',
    ],
    ['another method', '/v1/customers', { method: 'PROPFIND' }, 405, 'method-not-allowed'],
    ['a body that is no JSON', '/v1/journeys', { method: 'POST', body: '{' }, 400, 'misuse'],
    [
      'a body larger than is read',
      '/v1/journeys',
      { method: 'POST', body: 'x'.repeat(3 * 1024 * 1024) },
      400,
      'misuse',
    ],
  ])('refuses %s before anything is asked of it', async (_, path, asked, status, code) => {
    seen.length = 0;
    const heard = await ask(path, asked);
    expect([heard.status, codeOf(heard), heard.headers['content-type']]).toEqual([
      status,
      code,
      'application/problem+json',
    ]);
    expect(seen).toEqual([]);
  });

  it('tells the API who asks: the owner by token or cookie, else whoever the header names', async () => {
    askers.length = 0;
    const cookie = String((await ask('/', { headers: {} })).headers['set-cookie']).split(';')[0] ?? '';
    const authorization = 'Bearer pk_viewer_x';
    for (const headers of [SIGNED_IN, { cookie }, { authorization }, {}])
      await ask('/v1/customers', { headers });
    expect(askers).toEqual([
      { kind: 'owner' },
      { kind: 'owner' },
      { kind: 'somebody', authorization },
      { kind: 'somebody', authorization: undefined },
    ]);
  });

  it('takes a body as large as it may be', async () => {
    const body = JSON.stringify({ source: 'x'.repeat(2 * 1024 * 1024 - 20) });
    expect((await ask('/v1/journeys', { method: 'POST', body })).status).toBe(200);
  });

  it('takes a larger one for a catalogue, and no more than Lambda would', async () => {
    const put = async (bytes: number) => {
      const body = JSON.stringify({ items: 'x'.repeat(bytes) });
      return (await ask('/v1/catalogue', { method: 'PUT', body })).status;
    };
    expect([await put(5 * 1024 * 1024), await put(6 * 1024 * 1024)]).toEqual([200, 400]);
  });
});

describe('health', () => {
  it('is told to anyone on this machine, before anything is ready', async () => {
    const heard = await ask('/health', { headers: {} });
    expect([heard.status, JSON.parse(heard.text)]).toEqual([200, { pid: 1, ready: false }]);
  });
});

describe('the console over HTTP', () => {
  it('is the page for every path without a file, with rules for what may run in it', async () => {
    for (const path of ['/', '/customers/maya', '/journeys?x=1']) {
      const heard = await ask(path, { headers: {} });
      expect([heard.status, heard.text]).toEqual([200, '<title>console</title>']);
      expect(heard.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      });
    }
  });

  it('says so while it is being built', async () => {
    consoleReady = false;
    const heard = await ask('/', { headers: {} });
    consoleReady = true;
    expect(heard.status).toBe(200);
    expect(heard.text).toContain('The console is being built');
    expect(heard.text).toContain('控制台正在构建');
  });

  it.each([
    [
      'a file with its type, kept for ever',
      '/assets/app.js',
      200,
      'text/javascript; charset=utf-8',
      'immutable',
    ],
    ['a file that is not there', '/assets/gone.js', 404, 'text/plain', 'no-store'],
    [
      'a path above the folder',
      '/assets/..%2f..%2f..%2fetc%2fpasswd.html',
      200,
      'text/html; charset=utf-8',
      'no-store',
    ],
    ['a path nobody can decode', '/%E0%A4%A', 404, 'text/plain', 'no-store'],
    ['a null character', '/a%00.html', 200, 'text/html; charset=utf-8', 'no-store'],
  ])('answers %s', async (_, path, status, type, cache) => {
    const heard = await ask(path, { headers: {} });
    expect([heard.status, heard.headers['content-type']]).toEqual([status, type]);
    expect(heard.headers['cache-control']).toContain(cache);
    expect(heard.text).not.toContain('root:');
  });

  it('is not shown under a foreign name', async () => {
    const heard = await ask('/', { headers: { host: 'evil.example' } });
    expect([heard.status, codeOf(heard), heard.headers['set-cookie']]).toEqual([
      403,
      'foreign-host',
      undefined,
    ]);
  });

  it.each(['GET // HTTP/1.1', 'GET http:// HTTP/1.1', 'GET //[ HTTP/1.1'])(
    'answers %s as a misuse, not as a failure of ours',
    async (line) => {
      expect(await say(line)).toMatch(/^HTTP\/1\.1 400 /);
    },
  );
});
