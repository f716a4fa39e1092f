import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchJson } from '../../console/api/fetchJson.ts';

interface Answer {
  readonly items: readonly number[];
}

const REPLIES: Record<string, [number, string]> = {
  '/good': [200, '{"items":[1,2]}'],
  '/problem': [
    409,
    '{"type":"about:blank","code":"version-conflict","title":"Changed meanwhile","detail":"Read it again."}',
  ],
  '/bare': [502, '<html>bad gateway</html>'],
  '/other': [200, '{"rows":[]}'],
  '/page': [200, '<!doctype html>'],
};

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = REPLIES[request.url ?? ''] ?? [404, '{}'];
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const ask = async (path: string) => fetchJson<Answer>({ path: base + path, fields: ['items'] });

describe('fetchJson', () => {
  it('hands over an answer that has the fields asked for', async () => {
    expect(await ask('/good')).toEqual({ items: [1, 2] });
  });

  it.each([
    [
      '/problem',
      { code: 'version-conflict', status: 409, message: 'Changed meanwhile', detail: 'Read it again.' },
    ],
    ['/bare', { code: 'http-502', status: 502, detail: null }],
    ['/other', { code: 'unexpected-answer' }],
    ['/page', { code: 'unexpected-answer' }],
  ])('turns %s into a problem that can be shown', async (path, problem) => {
    await expect(ask(path)).rejects.toMatchObject({ name: 'ApiProblem', ...problem });
  });

  it('says that nobody answered where nobody listens', async () => {
    const nobody = fetchJson<Answer>({ path: 'http://127.0.0.1:1/', fields: ['items'] });
    await expect(nobody).rejects.toMatchObject({ code: 'unreachable', status: null });
  });

  it('passes on that the question was withdrawn', async () => {
    const aborted = AbortSignal.abort();
    await expect(
      fetchJson<Answer>({ path: `${base}/good`, fields: ['items'], signal: aborted }),
    ).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
