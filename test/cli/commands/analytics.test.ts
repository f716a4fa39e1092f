import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyse } from '../../../core/analytics/analyse.ts';
import { ANALYTICS_VIEWS, type AnalyticsViewName } from '../../../core/analytics/view.ts';
import { aBuyer, aContext, aSource } from '../../support/analytics.ts';
import { callCli, ok } from '../support/callCli.ts';

const dir = mkdtempSync(join(tmpdir(), 'analytics-'));
afterAll(() => rmSync(dir, { recursive: true }));

const ROWS = [
  'ann,2025-11-03,10.00',
  'ann,2025-12-20,25.50',
  'bob,2025-10-30,7',
  'cy,2026-02-10,40',
  'bad,never,1',
];
writeFileSync(join(dir, 'orders.csv'), `who,day,sum\n${ROWS.join('\n')}\n`);
const MAP = ['--map', 'customer=who,date=day,amount=sum'];
const FILE = ['--orders', 'orders.csv', ...MAP, '--until', '2026-03-01', '--currency', 'USD'];

function run(...words: readonly string[]) {
  return callCli(['analytics', ...words], { workingDir: dir });
}

/** As a shop of two answers. */
async function answerOf(view: AnalyticsViewName) {
  const context = aContext('2026-03-01');
  const people = [aBuyer('ann', ['2025-11-03', '2025-12-20']), aBuyer('bob', ['2025-11-30'])];
  return analyse(aSource(people, context), { view, until: context.until, withRows: true, most: 5 });
}

describe.each(ANALYTICS_VIEWS)('analytics %s', (view) => {
  it('of a file asks nobody and tells how many rows were left out', async () => {
    const { code, out, err, destination } = await run(view, ...FILE, '--json');
    expect([code, destination]).toEqual([0, null]);
    expect(JSON.parse(out)).toMatchObject({ view, until: '2026-03-01', currency: 'USD' });
    expect(err).toContain('1 row could not be read');
  });

  it.each(['en', 'zh-CN'])('of a file is shown to people in %s', async (lang) => {
    const { code, out } = await run(view, ...FILE, '--lang', lang);
    expect(code).toBe(0);
    expect(out).not.toMatch(/undefined|NaN|\{\w+\}|Infinity/);
    expect(out.split('\n').length).toBeGreaterThan(4);
  });

  it('of the shop asks for the view, and prints the answer as it came', async () => {
    const answer = { ...(await answerOf(view)), later: 'a field of a newer server' };
    const call = await callCli(['analytics', view, '--until', '2026-03-01', '--json'], {
      answer: () => ok(answer),
    });
    expect(call.requests).toMatchObject([
      { method: 'GET', path: `/v1/analytics/${view}`, query: { until: '2026-03-01' } },
    ]);
    expect(JSON.parse(call.out)).toEqual(JSON.parse(JSON.stringify(answer)));
  });

  it('of the shop is shown to people, with nothing of an id that moves a cursor', async () => {
    const told = JSON.stringify(await answerOf(view)).replaceAll('bob', 'bob\\u001b[31m');
    const answer: unknown = JSON.parse(told);
    const { code, out } = await callCli(['analytics', view], { answer: () => ok(answer), tty: true });
    expect(code).toBe(0);
    expect(out).not.toContain('\u001b[31m');
  });
});

describe('analytics', () => {
  it('rfm writes every customer with their scores', async () => {
    const { code, err } = await run('rfm', ...FILE, '--out', 'rfm.csv');
    expect(code).toBe(0);
    expect(err).toContain('Customers written to rfm.csv');
    const [header, ann] = readFileSync(join(dir, 'rfm.csv'), 'utf8').split('\r\n');
    expect(header).toBe('customer_id,recency_days,frequency,monetary,r,f,m,group');
    expect(ann).toMatch(/^ann,70,2,35\.5,\d,\d,\d,[a-z-]+$/);
  });

  it('rfm asks for rows only where they are shown', async () => {
    const answer = await answerOf('rfm');
    const people = await callCli(['analytics', 'rfm'], { answer: () => ok(answer) });
    const program = await callCli(['analytics', 'rfm', '--json'], { answer: () => ok(answer) });
    expect(people.requests[0]?.query).toEqual({});
    expect(program.requests[0]?.query).toEqual({ rows: 'true' });
  });

  it('reads columns by their names, and goes to the last order, where nothing else is said', async () => {
    writeFileSync(join(dir, 'named.csv'), 'customer,date,amount\nann,2025-11-03,10\nann,2025-12-20,25\n');
    const { code, out } = await run('cohorts', '--orders', 'named.csv', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ until: '2025-12-21', customers: 1, partialMonth: '2025-12' });
  });

  it('cohorts show as many months as the screen is wide', async () => {
    const answer = await answerOf('cohorts');
    const narrow = await callCli(['analytics', 'cohorts'], {
      answer: () => ok(answer),
      tty: true,
      columns: 40,
    });
    expect(narrow.out).toContain('2 of 4 shown');
    const piped = await callCli(['analytics', 'cohorts'], { answer: () => ok(answer) });
    expect(piped.out).toContain('4 of 4 shown');
  });

  it.each([
    ['a file that is not there', ['rfm', '--orders', 'nowhere.csv'], 'there is no file'],
    [
      'a column that is not there',
      ['rfm', '--orders', 'orders.csv', '--map', 'customer=x,date=day,amount=sum'],
      '"x"',
    ],
    ['a map of nothing', ['rfm', '--map', 'customer=a,date=b,amount=c'], '--map belongs to --orders'],
    ['a date that is none', ['rfm', ...FILE.slice(0, 4), '--until', 'soon'], '--until is a date'],
    ['a currency that is none', ['rfm', ...FILE.slice(0, 4), '--currency', 'DOLLARS'], 'ISO 4217'],
    ['too many to name', ['lost', ...FILE, '--most', '0'], '--most is 1 to 1000'],
    ['an unknown view', ['churn'], 'analytics'],
  ])('refuses %s: exit 2', async (_, words, said) => {
    const { code, err } = await run(...words);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
