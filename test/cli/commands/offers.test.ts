import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalApi } from '../../../local/api/localApi.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { tempDir } from '../../support/tempDir.ts';
import { type Call, callCli } from '../support/callCli.ts';

const dir = tempDir();
const api = new LocalApi({ dataDir: join(dir, 'data'), workspace: 'main', runJob: runJobHere });
afterAll(() => api.close());

/** A command against a shop of its own, as it is. */
function run(line: string, language = 'en'): Promise<Call> {
  const argv = [...line.split(' '), '--lang', language];
  return callCli(argv, { answer: (request) => api.request(request), workingDir: dir, columns: 200 });
}

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

const OFFERS = `
assume: { orderMinor: 6000, margin: 0.4 }
offers:
  - id: ten-off
    name: { en: Ten off, zh-CN: 立减10 }
    gives: { kind: money-off, amountMinor: 1000 }
    budgets: [{ money: 5000, per: month }]
    code: { kind: shared, code: WELCOME, mostRedemptions: 3 }
ladders: [{ id: second, rungs: [nothing, ten-off] }]
`;

beforeAll(async () => {
  write('orders.csv', 'customer,date,amount\nmaya,2026-01-05,40.00\nben,2026-02-05,60.00\n');
  write('offers.yaml', OFFERS);
  write('bad.yaml', OFFERS.replace('money: 5000', 'money: 0'));
  write('codes.csv', 'code\nSPRING-1\n!\nSPRING-1\n');
  const body = {
    file: join(dir, 'orders.csv'),
    map: 'customer=customer,date=date,amount=amount',
    currency: 'USD',
    rejectFile: join(dir, 'rejects.ndjson'),
  };
  await api.request({ method: 'POST', path: '/v1/imports/orders', body });
});

describe('offers and coupons on the command line', () => {
  it('say what is wrong with a document by line, and publish nothing of it', async () => {
    const checked = await run('offers validate bad.yaml');
    expect([checked.code, checked.out]).toEqual([
      1,
      'bad.yaml:7: offers.0.budgets.0: ten-off: nothing can be granted out of nothing\n',
    ]);
    expect((await run('offers publish bad.yaml')).code).toBe(1);
    expect((await run('offers list')).err).toContain('No offers are published');
  });

  it('publish, list and show, in both languages', async () => {
    expect((await run('offers publish offers.yaml')).out).toBe('Published offers, version 1.\n');
    expect((await run('offers publish offers.yaml')).out).toContain('Nothing changed');
    const listed = await run('offers list');
    expect(listed.out).toContain('10.00 USD off your next order.  WELCOME');
    expect(listed.out).toContain('Ladder second: nothing < ten-off');
    expect((await run('offers list', 'zh-CN')).out).toContain('下一单立减10.00 USD');
    expect((await run('offers show ten-off')).out).toContain('money-off');
    expect((await run('offers show eleven')).code).toBe(1);
  });

  it('redeem a code once, tell a repeat, and refuse a second order', async () => {
    const order = '--customer maya --amount-minor 5000';
    expect((await run(`coupons check welcome ${order}`)).out).toBe('welcome takes 10.00 USD off.\n');
    expect((await run('coupons check WELCOME')).code).toBe(1);
    expect((await run(`coupons redeem WELCOME --customer maya --order A-1`)).code).toBe(2);
    expect((await run(`coupons redeem WELCOME ${order}`)).code).toBe(2);
    expect((await run(`coupons reserve WELCOME ${order} --order A-1 --minutes 5`)).out).toContain(
      'under reserve-A-1',
    );
    expect((await run('coupons release WELCOME reserve-A-1 --customer maya')).out).toContain('again');
    expect((await run(`coupons redeem WELCOME ${order} --order A-1`)).out).toBe(
      'WELCOME is redeemed: 10.00 USD off.\n',
    );
    expect((await run(`coupons redeem WELCOME ${order} --order A-1`)).err).toContain('done before');
    const second = await run(`coupons redeem WELCOME ${order} --order A-2`);
    expect([second.code, second.err]).toEqual([1, expect.stringContaining('redeemed already')]);
    const other = await run(`coupons check WELCOME ${order} --order A-2`);
    expect([other.code, other.out]).toEqual([1, 'WELCOME cannot be used: it was redeemed already.\n']);
  });

  it('grant by hand under an operation, take back, and report', async () => {
    expect((await run('offers grant ben ten-off --operation a')).out).toMatch(
      /^ben has ten-off: code WELCOME/,
    );
    expect((await run('offers grant ben ten-off --operation a')).out).toContain('already');
    expect((await run('offers given ben')).out).toContain('can be redeemed');
    expect((await run('coupons void WELCOME --customer ben')).out).toBe('WELCOME is taken back.\n');
    const report = await run('offers report');
    expect(report.out.replaceAll(/ {2,}/g, ' | ')).toContain(
      'ten-off | 2 | 0 | 1 | 50% | 0 | 10.00 USD | 0.00 USD | 40.00 USD',
    );
    expect(JSON.parse((await run('offers report --json')).out).items[0]).toMatchObject({
      granted: 2,
      void: 1,
    });
  });

  it('import codes, each bad line with its number', async () => {
    const call = await run('coupons import spring codes.csv');
    expect([call.code, call.out]).toEqual([
      1,
      '1 codes put into spring, 1 duplicates, 1 rejected; 1 are free.\n',
    ]);
    expect(call.err).toContain('line 3: !: no code');
    const inChinese = await run('coupons import spring codes.csv', 'zh-CN');
    expect(inChinese.err.trim()).toBe('第 3 行：!：不是优惠码：须为 4 至 64 个字母、数字、- _ 或点');
  });
});
