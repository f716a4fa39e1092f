import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { remoteTransport } from '../../../cli/transports/remoteTransport.ts';
import type { ApiRequest } from '../../../local/api/types.ts';
import { tempDir } from '../../support/tempDir.ts';
import { type FakeServer, fakeServer, json, type Reply } from '../support/fakeServer.ts';

const servers: FakeServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serving(reply: Reply): Promise<FakeServer> {
  const server = await fakeServer(reply);
  servers.push(server);
  return server;
}

const QUICK = { patience: { tries: 3, firstDelayMs: 1 }, pace: { firstMs: 1, mostMs: 2 } };

function send(url: string, request: ApiRequest) {
  const transport = remoteTransport({ base: new URL(url), token: 'pk_admin_x' }, null, () => {}, QUICK);
  return transport.request(request);
}

const STOP: ApiRequest = { method: 'POST', path: '/v1/sending/stop', body: { why: 'x' } };

describe('a request that is refused for a moment, or lost', () => {
  it.each([429, 500, 502, 503, 504])(
    'is sent again after a %i under the same key, and once only',
    async (status) => {
      let refusals = 2;
      const server = await serving((_, response) => {
        refusals -= 1;
        return refusals >= 0 ? json(response, status, { code: 'x' }) : json(response, 200, { fine: true });
      });
      expect(await send(server.url, STOP)).toEqual({ status: 200, body: { fine: true } });
      const keys = server.asked.map(({ headers }) => headers['idempotency-key']);
      expect(keys).toHaveLength(3);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
    },
  );

  it('is sent again where the connection broke, and where the first is still under way', async () => {
    let n = 0;
    const server = await serving((_, response, request) => {
      n += 1;
      if (n === 1) return void request.socket.destroy();
      if (n === 2) return json(response, 409, { code: 'request-under-way' });
      return json(response, 200, { fine: true });
    });
    expect(await send(server.url, STOP)).toMatchObject({ status: 200 });
    expect(server.asked).toHaveLength(3);
  });

  it('is answered with the last refusal once patience is at an end', async () => {
    const server = await serving((_, response) => json(response, 429, { code: 'too-many' }));
    expect(await send(server.url, STOP)).toEqual({ status: 429, body: { code: 'too-many' } });
    expect(server.asked).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 409, 422])('is not sent again after a %i', async (status) => {
    const server = await serving((_, response) => json(response, status, { code: 'x' }));
    expect(await send(server.url, STOP)).toMatchObject({ status });
    expect(server.asked).toHaveLength(1);
  });

  it('carries no key where it only reads, and that of the command where it has one', async () => {
    const server = await serving((_, response) => json(response, 200, {}));
    await send(server.url, { method: 'GET', path: '/v1/sending' });
    await send(server.url, { ...STOP, headers: { 'idempotency-key': 'mine' } });
    expect(server.asked.map(({ headers }) => headers['idempotency-key'])).toEqual([undefined, 'mine']);
  });
});

describe('long work', () => {
  it('is waited for, told of, and answered as if it had been done at once', async () => {
    const states = [
      { status: 'running' },
      { status: 'running' },
      { status: 'done', result: { customers: 3 } },
    ];
    const server = await serving(({ method }, response) =>
      method === 'POST'
        ? json(response, 202, { job: 'arn:aws:1/x', status: 'running' })
        : json(response, 200, { job: 'arn:aws:1/x', ...states.shift() }),
    );
    const told: string[] = [];
    const answer = await send(server.url, {
      method: 'POST',
      path: '/v1/evaluations',
      body: { at: '2026-01-01' },
      onProgress: ({ what }) => told.push(what),
    });
    expect(answer).toEqual({ status: 200, body: { customers: 3 } });
    expect(told).toHaveLength(2);
    expect(server.asked.at(-1)?.url).toBe('/v1/jobs/arn%3Aaws%3A1%2Fx');
  });

  it('that fails is a refusal with what the job said', async () => {
    const problem = { code: 'no-orders', detail: 'there are no orders' };
    const server = await serving(({ method }, response) =>
      method === 'POST'
        ? json(response, 202, { job: 'j', status: 'running' })
        : json(response, 200, { job: 'j', status: 'failed', problem }),
    );
    expect(await send(server.url, { method: 'POST', path: '/v1/evaluations', body: {} })).toMatchObject({
      status: 500,
      body: problem,
    });
  });
});

describe('a file to import', () => {
  const ROWS = 'customer,date,amount\na,2026-01-01,1\n';
  const request = (file: string, more: object = {}): ApiRequest => ({
    method: 'POST',
    path: '/v1/imports/orders',
    body: { file, map: 'm', currency: 'USD', ...more },
  });

  function aFile(): string {
    const file = join(tempDir(), 'orders.csv');
    writeFileSync(file, ROWS);
    return file;
  }

  /** A deployed system that takes an upload, runs the import, and has rejects to fetch. */
  async function deployed(rejectFile: string | null) {
    const server = await serving((asked, response) => {
      switch (`${asked.method} ${asked.url}`) {
        case 'POST /v1/uploads':
          return json(response, 200, {
            upload: 'uploads/1',
            url: `${server.url}/put?signature=s`,
            headers: { 'content-type': 'text/csv' },
          });
        case 'PUT /put?signature=s':
          return json(response, 200, null);
        case 'POST /v1/imports/orders':
          return json(response, 202, { job: 'j', status: 'running' });
        case 'GET /v1/jobs/j':
          return json(response, 200, {
            job: 'j',
            status: 'done',
            result: { accepted: 1, rejected: rejectFile === null ? 0 : 1, rejectFile },
            ...(rejectFile === null ? {} : { rejectUrl: `${server.url}/rejects` }),
          });
        default:
          return void response.writeHead(200).end('{"row":2}\n');
      }
    });
    return server;
  }

  it('is put where the system reads it, imported by its upload, and its rejects come back beside it', async () => {
    const file = aFile();
    const server = await deployed('imports/1/rejects.ndjson');
    const { status, body } = await send(server.url, request(file));
    expect(status).toBe(200);
    expect(body).toEqual({ accepted: 1, rejected: 1, rejectFile: `${file}.rejects.ndjson` });
    expect(readFileSync(`${file}.rejects.ndjson`, 'utf8')).toBe('{"row":2}\n');
    const put = server.asked.find(({ method }) => method === 'PUT');
    expect([put?.body, put?.headers['content-type'], put?.headers.authorization]).toEqual([
      ROWS,
      'text/csv',
      undefined,
    ]);
    const started = server.asked.find(({ url }) => url === '/v1/imports/orders');
    expect(JSON.parse(started?.body ?? '')).toEqual({
      map: 'm',
      currency: 'USD',
      upload: 'uploads/1',
      name: 'orders.csv',
    });
  });

  it('leaves its rejects where they were asked for', async () => {
    const file = aFile();
    const server = await deployed('imports/1/rejects.ndjson');
    const rejectFile = join(file, '..', 'bad.ndjson');
    expect((await send(server.url, request(file, { rejectFile }))).body).toMatchObject({ rejectFile });
    expect(readFileSync(rejectFile, 'utf8')).toBe('{"row":2}\n');
  });

  it('has no rejects where none are', async () => {
    const server = await deployed(null);
    expect((await send(server.url, request(aFile()))).body).toMatchObject({ rejected: 0, rejectFile: null });
  });

  it('is named to a server of this machine, which takes no uploads', async () => {
    const server = await serving(({ url }, response) =>
      url === '/v1/uploads'
        ? json(response, 404, { code: 'not-here' })
        : json(response, 200, { accepted: 1 }),
    );
    expect(await send(server.url, request('/shop/o.csv'))).toEqual({ status: 200, body: { accepted: 1 } });
    expect(JSON.parse(server.asked.at(-1)?.body ?? '')).toMatchObject({ file: '/shop/o.csv' });
  });

  it('that is not there is misuse, and nothing was imported', async () => {
    const server = await deployed(null);
    await expect(send(server.url, request('/nowhere/o.csv'))).rejects.toMatchObject({
      code: 'misuse',
      message: '/nowhere/o.csv cannot be read (ENOENT).',
    });
    expect(server.asked.map(({ url }) => url)).toEqual(['/v1/uploads']);
  });

  it('that nobody takes is a failure that says so', async () => {
    const server = await serving(({ url }, response) =>
      url === '/v1/uploads'
        ? json(response, 200, { upload: 'uploads/1', url: `${server.url}/put`, headers: {} })
        : json(response, 403, null),
    );
    await expect(send(server.url, request(aFile()))).rejects.toMatchObject({ code: 'upload-failed' });
  });

  it('is refused as the system refuses it', async () => {
    const server = await serving((_, response) => json(response, 403, { code: 'role-too-low' }));
    expect(await send(server.url, request(aFile()))).toEqual({ status: 403, body: { code: 'role-too-low' } });
  });
});
