import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDetail, aRow } from '../support/aCustomer.ts';
import { callCli, ok } from '../support/callCli.ts';

describe('customers list', () => {
  const page = {
    items: [
      aRow(),
      aRow({
        id: '7',
        name: '王小明',
        stage: 'decline',
        grade: 'C',
        rfmGroup: 'at-risk',
        pAlive: null,
        pActive: null,
        valueMinor: 0,
      }),
      aRow({
        id: '8',
        name: null,
        stage: null,
        grade: null,
        rfmGroup: null,
        orders: null,
        lastOrder: null,
        pAlive: null,
        pActive: null,
        expectedOrders: null,
        valueMinor: null,
      }),
    ],
    next: 'c',
    total: 2357,
  };

  it('asks for what was asked for', async () => {
    const call = await callCli('customers list --stage decline --search a&b --limit 3 --json'.split(' '), {
      answer: () => ok(page),
    });
    expect(call.requests).toEqual([
      { method: 'GET', path: '/v1/customers', query: { limit: '3', stage: 'decline', search: 'a&b' } },
    ]);
    expect(JSON.parse(call.out)).toEqual(page);
  });

  it('shows a table whose columns align', async () => {
    const call = await callCli(['customers', 'list'], { answer: () => ok(page) });
    expect(call.code).toBe(0);
    expect(`\n${call.out}`).toBe(`
ID     Name       Stage              Grade  Group      Orders  Last order  P(active)  Expected orders  Value, 12 months
00042  Ada Brown  [Stability]        A      Champions       3  2026-02-20        62%             4.20        312.40 USD
7      王小明     [Decline]          C      At risk         3  2026-02-20          –             4.20          0.00 USD
8      –          not evaluated yet  –      –               –           –          –                –                 –
`);
    expect(call.err).toBe('3 of 2357\n');
  });

  it('says that nobody matches', async () => {
    const call = await callCli(['customers', 'list', '--search', 'x'], {
      answer: () => ok({ items: [], next: null, total: 9 }),
    });
    expect([call.code, call.out, call.err]).toEqual([0, '', 'Nobody matches.\n']);
  });

  it.each(['0', '-1', '1001'])('refuses --limit %s', async (limit) => {
    const call = await callCli(['customers', 'list', '--limit', limit]);
    expect(call.code).toBe(2);
    expect(call.err).toContain('customers export');
  });

  it('cannot be steered by a name', async () => {
    const call = await callCli(['customers', 'list'], {
      answer: () => ok({ items: [aRow({ name: '\u001b[2J\u001b[1;1HAda\nEve' })], next: null, total: 1 }),
    });
    expect(call.out).not.toContain('\u001b');
    expect(call.out.split('\n')).toHaveLength(3);
  });
});

describe('customers show', () => {
  it('asks by the id as it is, whatever is in it', async () => {
    const call = await callCli(['customers', 'show', 'a/b ü?'], {
      answer: () => ok(aDetail({ id: 'a/b ü?' })),
    });
    expect(call.requests[0]?.path).toBe('/v1/customers/a%2Fb%20%C3%BC%3F');
    expect(call.out).toContain('Ada Brown (a/b ü?)  [Stability] since 2026-01-10');
  });

  it('paints the stage where a terminal shows it', async () => {
    const call = await callCli(['customers', 'show', '1'], { answer: () => ok(aDetail()), tty: true });
    expect(call.out).toContain('\u001b[38;5;231;48;5;62m Stability \u001b[0m');
  });
});

describe('customers export', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'perennial-export-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const rows = [
    aRow({ id: '=1+1', name: 'Ada, "the" Brown' }),
    aRow({ id: '-5', name: '@evil', valueMinor: -250, value: -2.5 }),
    aRow({ id: '3', name: null, stage: null, pAlive: null, pActive: null }),
  ];
  /** Two pages. */
  const paged = ({ query }: { query?: Record<string, string> }) =>
    query?.['cursor'] === undefined
      ? ok({ items: rows.slice(0, 2), next: 'c1', total: 3 })
      : ok({ items: rows.slice(2), next: null, total: 3 });

  it('writes every page as NDJSON, promised fields first', async () => {
    const call = await callCli(['customers', 'export', '--format', 'ndjson', '--stage', 'decline'], {
      answer: paged,
    });
    expect(call.requests.map(({ query }) => query)).toEqual([
      { limit: '100', profile: 'true', stage: 'decline' },
      { limit: '100', profile: 'true', stage: 'decline', cursor: 'c1' },
    ]);
    const lines = call.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toEqual(rows);
    expect(Object.keys(lines[0] ?? {})).toEqual(
      'id stage stageSince grade rfmGroup orders lastOrder pAlive expectedOrders value name currency pActive valueMinor'.split(
        ' ',
      ),
    );
    expect(call.err).toBe('');
  });

  it('writes CSV that a spreadsheet cannot be tricked by', async () => {
    const call = await callCli(['customers', 'export', '--format', 'csv'], { answer: paged });
    expect(call.out.split('\r\n')).toEqual([
      'id,stage,stageSince,grade,rfmGroup,orders,lastOrder,pAlive,expectedOrders,value,name,currency,pActive,valueMinor',
      `'=1+1,stability,2026-01-10T00:00:00.000Z,A,champions,3,2026-02-20T10:00:00.000Z,0.934512,4.2,312.4,"Ada, ""the"" Brown",USD,0.62,31240`,
      `-5,stability,2026-01-10T00:00:00.000Z,A,champions,3,2026-02-20T10:00:00.000Z,0.934512,4.2,-2.5,'@evil,USD,0.62,-250`,
      '3,,2026-01-10T00:00:00.000Z,A,champions,3,2026-02-20T10:00:00.000Z,,4.2,312.4,,USD,,31240',
      '',
    ]);
  });

  it('has a header when there is nobody', async () => {
    const call = await callCli(['customers', 'export', '--format', 'csv'], {
      answer: () => ok({ items: [], next: null, total: 0 }),
    });
    expect(call.out).toBe(
      'id,stage,stageSince,grade,rfmGroup,orders,lastOrder,pAlive,expectedOrders,value\r\n',
    );
  });

  it('writes a file, and says so as the call wants it', async () => {
    const told = await callCli(['customers', 'export', '--out', 'all.ndjson'], {
      answer: paged,
      workingDir: dir,
    });
    expect([told.code, told.out]).toEqual([0, '']);
    expect(told.err).toContain(`3 customers written to ${join(dir, 'all.ndjson')}.`);
    expect((await readFile(join(dir, 'all.ndjson'), 'utf8')).trimEnd().split('\n')).toHaveLength(3);
    const json = await callCli(['customers', 'export', '--out', 'all.csv', '--format', 'csv', '--json'], {
      answer: paged,
      workingDir: dir,
    });
    expect(JSON.parse(json.out)).toEqual({ file: join(dir, 'all.csv'), format: 'csv', customers: 3 });
  });

  it('leaves no half a file behind', async () => {
    const call = await callCli(['customers', 'export', '--out', 'all.csv'], {
      answer: (request) =>
        request.query?.['cursor'] === undefined ? paged(request) : { status: 500, body: null },
      workingDir: dir,
    });
    expect(call.code).toBe(1);
    expect(await readdir(dir)).toEqual([]);
  });

  it('ends where a server answers the same cursor for ever', async () => {
    const call = await callCli(['customers', 'export'], {
      answer: () => ok({ items: [], next: 'c', total: 1 }),
    });
    expect(call.code).toBe(1);
    expect(call.err).toContain('the same cursor twice');
  });
});
