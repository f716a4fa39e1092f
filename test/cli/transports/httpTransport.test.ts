import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '../../../cli/failure.ts';
import { httpTransport } from '../../../cli/transports/httpTransport.ts';
import type { Notice } from '../../../cli/transport.ts';
import type { ApiRequest } from '../../../local/api/types.ts';
import { type FakeServer, fakeServer, freePort, json, type Reply } from '../support/fakeServer.ts';

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serving(reply: Reply): Promise<FakeServer> {
  const server = await fakeServer(reply);
  servers.push(server);
  return server;
}

interface Going {
  readonly token?: string | null;
  readonly workspace?: string | null;
  readonly notices?: Notice[];
}

function send(
  url: string,
  request: ApiRequest,
  { token = 'secret', workspace = null, notices = [] }: Going = {},
) {
  const transport = httpTransport(
    { base: new URL(url), token },
    workspace,
    (notice) => void notices.push(notice),
  );
  return transport.request(request);
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const failure = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof Failure) return failure;
  throw new Error(`no Failure but ${String(failure)}`);
}

const LIST: ApiRequest = { method: 'GET', path: '/v1/customers', query: { search: 'a&b=ü', limit: '5' } };

describe('a request over HTTP', () => {
  it('carries method, path, query, token and workspace', async () => {
    const server = await serving((_, response) => json(response, 200, { items: [] }));
    const answer = await send(server.url, LIST, { workspace: 'demo' });
    expect(answer).toEqual({ status: 200, body: { items: [] } });
    const [asked] = server.asked;
    expect(asked?.method).toBe('GET');
    expect(asked?.headers.authorization).toBe('Bearer secret');
    const url = new URL(asked?.url ?? '', server.url);
    expect(url.pathname).toBe('/v1/customers');
    expect(Object.fromEntries(url.searchParams)).toEqual({ search: 'a&b=ü', limit: '5', workspace: 'demo' });
  });

  it('sends a body as JSON, and names no workspace nobody asked for', async () => {
    const server = await serving((_, response) => json(response, 200, null));
    await send(server.url, { method: 'POST', path: '/v1/waves', body: { name: '赢回' } });
    expect(server.asked[0]?.url).toBe('/v1/waves');
    expect(server.asked[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({ name: '赢回' });
  });

  it('keeps the path of the address', async () => {
    const server = await serving((_, response) => json(response, 200, null));
    await send(`${server.url}/prod/`, { method: 'GET', path: '/v1/customers/a%2Fb' }, { token: null });
    expect(server.asked[0]?.url).toBe('/prod/v1/customers/a%2Fb');
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('answers a refusal as an answer', async () => {
    const server = await serving((_, response) => json(response, 404, { code: 'unknown-customer' }));
    await expect(send(server.url, LIST)).resolves.toEqual({
      status: 404,
      body: { code: 'unknown-customer' },
    });
  });

  it('reads an answer that comes in pieces', async () => {
    const server = await serving((_, response) => {
      const bytes = Buffer.from(JSON.stringify({ name: '衰退期' }));
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    });
    await expect(send(server.url, LIST)).resolves.toEqual({ status: 200, body: { name: '衰退期' } });
  });
});

describe('a connection that fails', () => {
  it('is unreachable where nothing listens', async () => {
    const port = await freePort();
    const failure = await failureOf(send(`http://127.0.0.1:${port}`, LIST));
    expect(failure.code).toBe('unreachable');
    expect(failure.message).toContain(`http://127.0.0.1:${port}`);
  });

  it.each([
    ['before it answered', (): Reply => (_, __, request) => void request.socket.destroy()],
    [
      'in the middle of its answer',
      (): Reply => (_, response, request) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"half":');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
  ])('says that the server went away %s', async (_, reply) => {
    const server = await serving(reply());
    const failure = await failureOf(send(server.url, { method: 'POST', path: '/v1/evaluations', body: {} }));
    expect(failure.code).toBe('server-gone');
    expect(failure.message).toContain('in the middle of POST /v1/evaluations');
    expect(failure.problem.remedy).toContain('What it had committed is kept');
  });

  it('says that it met something else than Perennial', async () => {
    const server = await serving((_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    const failure = await failureOf(send(server.url, LIST));
    expect(failure.code).toBe('unreadable-answer');
    expect(failure.message).toContain('502');
  });
});

describe('a server that is still preparing', () => {
  it('is waited for, and told about once for each thing it does', async () => {
    const health = [
      { pid: 1, ready: false, doing: 'making the shop, 10 %' },
      { pid: 1, ready: false, doing: 'making the shop, 60 %' },
      { pid: 1, ready: true, doing: null },
    ];
    let refused = false;
    const server = await serving(({ url }, response) => {
      if (url === '/health') return json(response, 200, health.shift());
      if (refused) return json(response, 200, { items: [1] });
      refused = true;
      return json(response, 503, { code: 'preparing' });
    });
    const notices: Notice[] = [];
    const answer = await send(server.url, LIST, { notices });
    expect(answer.body).toEqual({ items: [1] });
    expect(notices).toEqual([{ kind: 'preparing', doing: 'making the shop, 10 %' }]);
  });
});
