/** What `customers export` writes, `import customers` takes back, through the API both commands use. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalApi } from '../../../local/api/localApi.ts';
import { openLocalApi } from '../../../local/api/openLocalApi.ts';
import { callCli } from '../../cli/support/callCli.ts';

const dir = await mkdtemp(join(tmpdir(), 'round-trip-'));
const opened: LocalApi[] = [];

async function aShop(name: string): Promise<LocalApi> {
  const api = await openLocalApi({ dataDir: join(dir, name), workspace: null, create: true });
  opened.push(api);
  return api;
}

const run = async (api: LocalApi, ...argv: string[]) =>
  callCli(argv, { answer: (request) => api.request(request), workingDir: dir });

async function importFile(api: LocalApi, file: string, ...options: string[]): Promise<unknown> {
  return JSON.parse((await run(api, 'import', 'customers', file, '--json', ...options)).out);
}

const exported = async (api: LocalApi, format: string) =>
  (await run(api, 'customers', 'export', '--format', format)).out;

afterAll(async () => {
  for (const api of opened) await api.close();
  await rm(dir, { recursive: true });
});

describe.each(['ndjson', 'csv'])('an export as %s', (format) => {
  const source = format === 'csv' ? 'from-csv' : 'from-json';
  let shop: LocalApi;

  beforeAll(async () => {
    shop = await aShop(source);
    const people = [
      'id,email,phone,name,locale,zone,since,trait.birthday,trait.note,consent.email.news,consent.sms.news',
      '=1+1,Ada@B.example,+442079460018,"Brown, ""Ada""",en-GB,Europe/London,2020-02-29,02-29,"two\nlines",yes,no',
      '-7,,,王芳,zh-CN,Asia/Shanghai,,1990-05-06,,,',
      '@x,x@b.example,,,,,,,,否,',
    ];
    await writeFile(join(dir, `${source}.txt`), people.join('\n'));
    await importFile(shop, `${source}.txt`, '--consent-source', 'till', '--consent-date', '2024-01-02');
  });

  it('is taken back without a change', async () => {
    await writeFile(join(dir, `people.${format}`), await exported(shop, format));
    expect(await importFile(shop, `people.${format}`)).toMatchObject({
      accepted: 0,
      updated: 0,
      unchanged: 3,
      rejected: 0,
    });
  });

  it('makes another shop know the same', async () => {
    const text = await exported(shop, format);
    await writeFile(join(dir, `moved.${format}`), text);
    const other = await aShop(`other-${format}`);
    expect(await importFile(other, `moved.${format}`)).toMatchObject({ accepted: 3, rejected: 0 });
    expect(await exported(other, format)).toBe(text);
    const { body } = await other.request({
      method: 'GET',
      path: `/v1/customers/${encodeURIComponent('=1+1')}`,
    });
    expect(body).toMatchObject({
      name: 'Brown, "Ada"',
      traits: { birthday: '--02-29', note: 'two\nlines' },
      knownSince: '2020-02-29T00:00:00.000Z',
    });
  });
});

describe('POST /v1/imports/customers', () => {
  const ask = (api: LocalApi, body: unknown) =>
    api.request({ method: 'POST', path: '/v1/imports/customers', body });

  it('leaves no workspace behind where nobody came, and says what is wrong', async () => {
    const api = await aShop('empty');
    await writeFile(join(dir, 'bad.csv'), 'id,email\n1,bad\n');
    expect(await ask(api, { file: join(dir, 'bad.csv') })).toMatchObject({
      status: 200,
      body: { accepted: 0, rejected: 1 },
    });
    expect(existsSync(join(dir, 'empty', 'main'))).toBe(false);
    expect(await ask(api, { file: join(dir, 'none.csv') })).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('there is no file') },
    });
    expect(await ask(api, { file: join(dir, 'bad.csv'), consentDate: '2024-01-01' })).toMatchObject({
      status: 400,
      body: { field: 'consentSource' },
    });
    const wrong = { file: join(dir, 'bad.csv'), consentSource: 'x', consentDate: 'soon' };
    expect(await ask(api, wrong)).toMatchObject({ status: 400, body: { field: 'consentDate' } });
  });
});
