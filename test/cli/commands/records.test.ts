import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse } from '../../../local/api/types.ts';
import { callCli, ok } from '../support/callCli.ts';

const dir = mkdtempSync(join(tmpdir(), 'perennial-records-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const ERASED = {
  hash: 'h',
  at: '2026-03-10T11:00:00.000Z',
  by: 'anna',
  state: 'erased',
  erased: { orders: 2, facts: 0, addresses: 1 },
};
const EXPORT = {
  customer: '42',
  ids: ['42', 'anonymous:x'],
  addresses: [{}],
  orders: [{}, {}],
  decisions: [],
  history: [{}],
  tasks: [],
  elsewhere: { messages: [{}] },
};

function api(request: ApiRequest): ApiResponse {
  if (request.path.endsWith('/export')) return ok(EXPORT);
  if (request.path.endsWith('/erasure')) return ok(ERASED);
  return ok({ items: [ERASED] });
}

const answering = (said: string | null) => ({
  answer: api,
  surroundings: { askPerson: () => Promise.resolve(said) },
});

describe('erase', () => {
  it('asks for the id once more, and erases only when it is typed', async () => {
    const done = await callCli(['erase', '42'], answering('42'));
    expect(done.code).toBe(0);
    expect(done.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/customers/42/export',
      'POST /v1/customers/42/erasure',
    ]);
    expect(done.err).toContain('everything about 42 (ids: 2, addresses: 1, orders: 2');
    expect(done.out).toContain('Orders            2');
    for (const said of ['yes', '', null]) {
      const stopped = await callCli(['erase', '42'], answering(said));
      expect(stopped.code).toBe(1);
      expect(stopped.requests.every(({ method }) => method === 'GET')).toBe(true);
    }
  });

  it('needs --yes where nobody is there, and with --json', async () => {
    for (const argv of [
      ['erase', '42'],
      ['erase', '42', '--json'],
    ]) {
      const { code, requests } = await callCli(argv, { answer: api });
      expect([code, requests.length]).toEqual([2, 0]);
    }
    const { code, out } = await callCli(['erase', '42', '--yes', '--json'], { answer: api });
    expect([code, JSON.parse(out)]).toEqual([0, ERASED]);
  });

  it('lists what was erased, and needs somebody or --list', async () => {
    const { code, out } = await callCli(['erase', '--list', '--lang', 'zh-CN'], { answer: api });
    expect(code).toBe(0);
    expect(out).toMatch(/已清除\s+3/);
    expect((await callCli(['erase'], { answer: api })).code).toBe(2);
  });

  it('says where it is under way still', async () => {
    const answer = () => ok({ ...ERASED, state: 'under-way' });
    const { err } = await callCli(['erase', '42', '--yes'], { answer });
    expect(err).toContain('within 15 minutes');
  });
});

describe('export', () => {
  it('prints the document, or writes it to a file only its owner may read', async () => {
    const { out } = await callCli(['export', '42'], { answer: api });
    expect(JSON.parse(out)).toEqual(EXPORT);
    const file = join(dir, 'person.json');
    const { code, err } = await callCli(['export', '42', '--out', file], { answer: api });
    expect(code).toBe(0);
    expect(err).toContain(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(EXPORT);
  });
});

describe('suppressions remove', () => {
  const risky: ApiResponse = {
    status: 409,
    body: {
      status: 409,
      code: 'risky-removal',
      title: 'Risk',
      detail: 'a@b.example is suppressed as hard-bounce.',
    },
  };
  const answer = ({ body }: ApiRequest) =>
    JSON.stringify(body).includes('"force":true') ? ok({ reason: 'hard-bounce' }) : risky;

  it('says the risk and asks, and takes --yes where nobody is there', async () => {
    const said = (word: string) => ({ answer, surroundings: { askPerson: () => Promise.resolve(word) } });
    expect((await callCli(['suppressions', 'remove', 'a@b.example'], said('yes'))).err).toContain(
      'hard bounce',
    );
    expect((await callCli(['suppressions', 'remove', 'a@b.example'], said('no'))).code).toBe(1);
    expect((await callCli(['suppressions', 'remove', 'a@b.example'], { answer })).code).toBe(1);
    const forced = await callCli(['suppressions', 'remove', 'a@b.example', '--yes'], { answer });
    expect([forced.code, forced.requests.length]).toEqual([0, 1]);
  });
});

describe('suppressions export', () => {
  it('writes CSV over all pages, the hash where the address is not known', async () => {
    const line = {
      channel: 'email',
      address: '=a@b.example',
      hash: 'hash:k',
      reason: 'manual',
      at: 'T',
      source: '@x',
    };
    const answer = ({ query }: ApiRequest) =>
      query?.['cursor'] === undefined
        ? ok({ items: [line], next: 'more' })
        : ok({ items: [{ ...line, channel: null, address: null }], next: null });
    const { out } = await callCli(['suppressions', 'export'], { answer });
    expect(out).toBe(
      "channel,address,reason,at,source\r\nemail,'=a@b.example,manual,T,'@x\r\n,hash:k,manual,T,'@x\r\n",
    );
  });

  it('does not go on for ever where a cursor repeats', async () => {
    const answer = () => ok({ items: [], next: 'again' });
    expect((await callCli(['suppressions', 'export'], { answer })).code).toBe(1);
  });
});

describe('import consents and suppressions', () => {
  it('pass on what the call says, and show the report', async () => {
    const report = { accepted: 2, unchanged: 1, rejected: 1, rejectFile: '/x.ndjson', notes: ['Refused 1.'] };
    const argv = [
      'import',
      'consents',
      'c.csv',
      '--source',
      'checkout',
      '--basis',
      'express',
      '--dry-run',
      '--date-format',
      'dmy',
    ];
    const { requests, out, err } = await callCli(argv, { answer: () => ok(report), workingDir: '/here' });
    expect(requests).toMatchObject([
      {
        path: '/v1/imports/consents',
        body: { file: '/here/c.csv', source: 'checkout', basis: 'express', dryRun: true, dateFormat: 'dmy' },
      },
    ]);
    expect(out).toContain('Accepted       2');
    expect(err).toContain('Note: Refused 1.');
    expect((await callCli(['import', 'consents', 'c.csv', '--basis', 'because'])).code).toBe(2);
    const list = await callCli(['suppressions', 'import', 'l.csv', '--reason', 'manual', '--json'], {
      answer: () => ok(report),
    });
    expect(JSON.parse(list.out)).toEqual(report);
  });
});

describe('ledger export', () => {
  const rows = [{ id: 'd', customerId: '=42', journeyId: 'j', outcome: 'sent', evidence: { gates: [] } }];

  it('writes every decision, as it is or as CSV', async () => {
    const answer = () => ok({ items: rows, next: null });
    const { out, requests } = await callCli(['ledger', 'export', '--journey', 'j', '--since', '2026-01-01'], {
      answer,
    });
    expect(out).toBe(`${JSON.stringify(rows[0])}\n`);
    expect(requests[0]?.query).toMatchObject({ journey: 'j', since: '2026-01-01' });
    const csv = await callCli(['ledger', 'export', '--format', 'csv'], { answer });
    const [header, line] = csv.out.split('\r\n');
    expect(header).toMatch(/^id,customerId,journeyId,/);
    expect(line).toMatch(/^d,'=42,j,.*"\{""gates"":\[\]\}"$/);
  });
});

describe('ledger check', () => {
  it('shows the unknowns by age, what is parked and what was erased', async () => {
    const ledger = {
      balanced: true,
      checked: 3,
      byOutcome: { sent: 1, unknown: 2 },
      unknown: {
        total: 2,
        oldestAt: '2026-03-01T00:00:00Z',
        oldestAgeMs: 9 * 86_400_000,
        byAge: { hour: 1, day: 0, week: 0, older: 1 },
      },
      parked: { total: 4, items: [] },
      erased: 6,
    };
    const { out } = await callCli(['ledger', 'check'], { answer: () => ok(ledger) });
    expect(out).toContain('Oldest of unknown outcome: 2026-03-01T00:00:00Z, 9 days ago');
    expect(out).toContain('Unknown for less than an hour  1');
    expect(out).toContain('Parked records: 4.');
    expect(out).toContain('Decisions erased with their customers: 6');
    const zh = await callCli(['ledger', 'check', '--lang', 'zh-CN'], { answer: () => ok(ledger) });
    expect(zh.out).toContain('未知时长 一周以上');
  });
});
