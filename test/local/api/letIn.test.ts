import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalApi } from '../../../local/api/localApi.ts';
import { makeIssuer } from '../../../local/api/localIssuer.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { openWorkspace } from '../../../local/workspace/openWorkspace.ts';
import type { ApiRequest } from '../../../local/api/types.ts';
import { tempDir } from '../../support/tempDir.ts';

const dataDir = join(tempDir(), 'data');
mkdirSync(dataDir);
const api = new LocalApi({ dataDir, workspace: null, runJob: runJobHere });
afterAll(() => api.close());

beforeAll(async () => {
  for (const name of ['demo', 'main']) await (await openWorkspace({ dataDir, name, create: true })).close();
});

async function keyOf(workspace: string): Promise<string> {
  const body = { name: 'm', kind: 'marketer' };
  const made = await api.request({ method: 'POST', path: '/v1/keys', query: { workspace }, body });
  return (made.body as { key: string }).key;
}

const codeOf = (body: unknown) => (body as { code?: string }).code;

describe('a key of one workspace', () => {
  it('is none of another, whichever route would lead there', async () => {
    const key = `Bearer ${await keyOf('demo')}`;
    const file = join(dataDir, 'orders.csv');
    writeFileSync(file, 'customer,date,amount\na,2026-01-01,1\n');
    const intoMain = { file, map: 'customer=customer,date=date,amount=amount', currency: 'USD' };
    const tries: ApiRequest[] = [
      { method: 'GET', path: '/v1/customers', query: { workspace: 'main' } },
      { method: 'POST', path: '/v1/imports/orders', body: intoMain },
      { method: 'POST', path: '/v1/imports/orders', query: { workspace: 'new' }, body: intoMain },
    ];
    for (const request of tries) expect((await api.requestAs(request, key)).status).toBe(401);
    const own = await api.requestAs(
      { method: 'GET', path: '/v1/customers', query: { workspace: 'demo' } },
      key,
    );
    expect(own.status).toBe(200);
  });
});

describe('a token', () => {
  it('of another process opens nothing here', async () => {
    const token = await makeIssuer().token('somebody', 'admin', Date.now());
    const answer = await api.requestAs({ method: 'GET', path: '/v1/customers' }, `Bearer ${token}`);
    expect([answer.status, codeOf(answer.body)]).toEqual([401, 'credential-refused']);
  });
});

it('the document of the API is told to anyone, and nothing else is', async () => {
  expect((await api.requestAs({ method: 'GET', path: '/openapi.json' }, undefined)).status).toBe(200);
  expect((await api.requestAs({ method: 'GET', path: '/v1/settings' }, undefined)).status).toBe(401);
  expect((await api.requestAs({ method: 'GET', path: '/v1/nothing' }, undefined)).status).toBe(404);
});
