import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DAY_MS, isoDay, utcDay } from '../../../core/time.ts';
import { drawShop, type ShopKind } from '../../support/drawnShops.ts';
import { tempDir } from '../../support/tempDir.ts';
import { drawPurchases, drawSpend } from '../../support/valueCohorts.ts';
import { callCli } from '../support/callCli.ts';

const dir = tempDir();

function call(...words: readonly string[]) {
  return callCli(['model', ...words], { workingDir: dir });
}

async function json(...words: readonly string[]): Promise<Record<string, unknown>> {
  const { out, code, err } = await call(...words, '--json');
  if (code !== 0) throw new Error(err);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(out));
}

function write(name: string, content: string): string {
  writeFileSync(join(dir, name), content);
  return name;
}

/** Orders from 2024-01-01 on. */
function ordersFile(name: string, kind: Partial<ShopKind>): string {
  const from = utcDay(Date.UTC(2024, 0, 1));
  const lines = [...drawShop(kind)].flatMap(([id, orders]) =>
    orders.map(({ at }) => `${id},${isoDay(from + at / DAY_MS)},10.00\n`),
  );
  return write(name, `customer,date,amount\n${lines.join('')}`);
}

function summaryFile(name: string, customers: number): string {
  const { x, txDays, TDays } = drawPurchases({
    customers,
    params: { r: 0.6, alpha: 7, a: 0.8, b: 1.3 },
    days: 300,
    seed: 3,
  });
  const { meanSpend } = drawSpend(customers, { p: 6, q: 4, gamma: 15 }, 5);
  const lines = Array.from(x, (orders, row) => {
    const spend = orders === 0 ? '' : String(meanSpend[row]);
    return `C${row},${orders},${(txDays[row] ?? 0) / 7},${(TDays[row] ?? 0) / 7},${spend}\n`;
  });
  return write(name, `id,x,t_x,T,m_x\n${lines.join('')}`);
}

const summary = summaryFile('customers.csv', 800);
const orders = ordersFile('orders.csv', { customers: 400, leaveAfterOrder: { a: 0.8, b: 1.2 } });

const fitShape = z.object({
  model: z.string(),
  customers: z.number(),
  params: z.record(z.string(), z.number()),
  logLikelihood: z.number(),
  converged: z.boolean(),
  flags: z.array(z.string()),
});

describe('model fit', () => {
  it.each([
    ['nbd', ['r', 'alpha']],
    ['bg-nbd', ['r', 'alpha', 'a', 'b']],
    ['mbg-nbd', ['r', 'alpha', 'a', 'b']],
    ['pareto-nbd', ['r', 'alpha', 's', 'beta']],
    ['gamma-gamma', ['p', 'q', 'gamma']],
  ])('prints %s as one document', async (model, names) => {
    const fit = fitShape.parse(await json('fit', '--summary', summary, '--model', model));
    expect(Object.keys(fit.params).sort()).toEqual([...names].sort());
    expect([fit.model, fit.converged]).toEqual([model, true]);
    expect(fit.flags).not.toContain('dropout-not-identified');
    if (model !== 'gamma-gamma') expect(fit.customers).toBe(800);
  });

  it('asks nobody: neither server nor workspace', async () => {
    const { code, requests, destination, out } = await call('fit', '--summary', summary);
    expect([code, requests, destination]).toEqual([0, [], null]);
    expect(out).toContain('mbg-nbd fitted to 800 customers.');
  });

  it('reads orders before a day, and the same in days', async () => {
    const weeks = fitShape.parse(await json('fit', '--orders', orders, '--until', '2025-06-01'));
    const days = fitShape.parse(
      await json('fit', '--orders', orders, '--until', '2025-06-01', '--unit', 'day'),
    );
    expect((days.params['alpha'] ?? 0) / (weeks.params['alpha'] ?? 1)).toBeCloseTo(7, 2);
    expect(days.params['r']).toBeCloseTo(weeks.params['r'] ?? Number.NaN, 2);
  });

  it('chooses by a holdout within orders, by likelihood of a summary, and says why', async () => {
    const chosen = z.object({
      by: z.string(),
      model: z.string(),
      why: z.string(),
      tried: z.array(z.unknown()),
    });
    const byHoldout = await json('fit', '--orders', orders, '--until', '2025-06-01', '--model', 'auto');
    expect(chosen.parse(byHoldout['chosen'])).toMatchObject({ by: 'holdout', model: byHoldout['model'] });
    const byLikelihood = await json('fit', '--summary', summary, '--model', 'auto');
    expect(chosen.parse(byLikelihood['chosen']).by).toBe('likelihood');
    expect(chosen.parse(byLikelihood['chosen']).why).toContain('AIC');
    const { out } = await call('fit', '--summary', summary, '--model', 'auto', '--lang', 'zh-CN');
    expect(out).toContain('似然最高');
  });

  it('counts periods of orders for bg-bb', async () => {
    const fit = fitShape.parse(
      await json('fit', '--orders', orders, '--until', '2025-06-01', '--model', 'bg-bb'),
    );
    expect(Object.keys(fit.params).sort()).toEqual(['alpha', 'beta', 'delta', 'gamma']);
    const counted = write(
      'counted.csv',
      'x,t_x,n,count\n0,0,6,500\n1,1,6,100\n1,6,6,80\n2,4,6,120\n6,6,6,200\n3,5,6,140\n',
    );
    expect(fitShape.parse(await json('fit', '--summary', counted, '--model', 'bg-bb')).customers).toBe(1_140);
  });

  it('flags what cannot be believed and is usable still', async () => {
    const none = write('once.csv', 'id,x,t_x,T\n1,0,0,4\n2,0,0,0\n');
    const fit = fitShape.parse(await json('fit', '--summary', none));
    expect(fit.flags).toEqual(
      expect.arrayContaining(['too-few-customers', 'no-repeat-orders', 'dropout-not-identified']),
    );
    expect(Object.values(fit.params).every(Number.isFinite)).toBe(true);
  });

  it('keeps refused rows where it is told, and flags them', async () => {
    const bad = write('bad.csv', 'id,x,t_x,T\n1,1,2,3\n2,one,2,3\n');
    const fit = await json('fit', '--summary', bad, '--reject-file', 'rejects.ndjson');
    expect([fit['rejected'], fit['flags']]).toEqual([1, expect.arrayContaining(['rows-rejected'])]);
    const [line] = readFileSync(join(dir, 'rejects.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(line ?? '')).toMatchObject({ line: 3, field: 'x', value: 'one' });
  });
});

describe('what cannot be done', () => {
  const hopeless = write('hopeless.csv', 'id,x,t_x,T\n1,a,b,c\n');
  const empty = write('empty.csv', 'id,x,t_x,T\n');
  const half = write('half.json', '{"model":"mbg-nbd","params":{"r":1}}');
  const spendless = write('spendless.json', '{"model":"nbd","params":{"r":1,"alpha":2}}');
  const inDays = write('days.json', '{"model":"nbd","params":{"r":1,"alpha":2},"unit":"day"}');
  const score = ['score', '--summary', summary, '--out', 'out.csv', '--horizon-days'];

  it.each<[string, readonly string[], string]>([
    ['no file', ['fit'], 'nothing to read'],
    ['two files', ['fit', '--summary', summary, '--orders', orders], 'give one of them'],
    ['orders without a day', ['fit', '--orders', orders], '--orders needs --until'],
    [
      'a summary with one',
      ['fit', '--summary', summary, '--until', '2026-01-01'],
      '--until belongs to --orders',
    ],
    ['a date that is none', ['fit', '--orders', orders, '--until', '2026-02-30'], '--until is a date'],
    ['an unknown model', ['fit', '--summary', summary, '--model', 'bgnbd'], 'did you mean bg-nbd?'],
    ['an unknown unit', ['fit', '--summary', summary, '--unit', 'month'], '--unit is one of week, day'],
    ['a file that is not there', ['fit', '--summary', 'nowhere.csv'], 'there is no file'],
    [
      'a currency that is none',
      ['fit', '--orders', orders, '--until', '2026-01-01', '--currency', 'usd'],
      '--currency is a three-letter',
    ],
    ['a map of another field', ['fit', '--summary', summary, '--map', 'y=x'], 'no field "y"'],
    ['a column that is missing', ['fit', '--summary', orders], 'no column is named x'],
    ['no row that can be read', ['fit', '--summary', hopeless], 'line 2: x: "a" is not a number'],
    ['no row at all', ['fit', '--summary', empty], 'a header and no rows'],
    ['a horizon of nothing', [...score, '0'], '--horizon-days is a whole number above 0'],
    ['a discount of nothing', [...score, '9', '--discount-annual', '0'], '--discount-annual is a share'],
    ['params that lack one', [...score, '9', '--params', half], 'params.alpha'],
    ['params that are none', [...score, '9', '--params', orders], 'is not JSON'],
    ['params of no spend', [...score, '9', '--spend-params', spendless], 'no gamma-gamma'],
    ['params in another unit', [...score, '9', '--unit', 'week', '--params', inDays], 'fitted in days'],
    [
      'a holdout after the end',
      ['compare', '--orders', orders, '--holdout', '2030-01-01'],
      'Nothing is left to foretell',
    ],
    [
      'a holdout before the beginning',
      ['compare', '--orders', orders, '--holdout', '2020-01-01'],
      'No order lies before',
    ],
  ])('%s is misuse', async (_, words, said) => {
    const { code, err, out } = await call(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});

function scoresOf(name: string): { header: string; rows: string[][] } {
  const [header = '', ...lines] = readFileSync(join(dir, name), 'utf8').trimEnd().split('\n');
  return { header, rows: lines.map((line) => line.split(',')) };
}

const HEADER = 'customer_id,x,t_x,T,p_alive,p_active,expected_orders,expected_order_value,clv,dert';

describe('model score', () => {
  it('writes every customer under the columns of the contract, with fits of its own', async () => {
    const report = await json('score', '--summary', summary, '--horizon-days', '91', '--out', 'own.csv');
    const { header, rows } = scoresOf('own.csv');
    expect([header, rows.length, report['customers']]).toEqual([HEADER, 800, 800]);
    for (const row of rows) {
      expect(row.slice(1).every((cell) => cell !== '' && Number.isFinite(Number(cell)))).toBe(true);
      expect(Number(row[4])).toBeLessThanOrEqual(1);
      expect(Number(row[5])).toBeLessThanOrEqual(Number(row[4]) + 1e-12);
    }
  });

  it('scores by what model fit printed, one fit or a list of two', async () => {
    const fit = await json('fit', '--summary', summary, '--model', 'pareto-nbd');
    const spend = await json('fit', '--summary', summary, '--model', 'gamma-gamma');
    const both = write('both.json', JSON.stringify([fit, spend]));
    const alone = write('alone.json', JSON.stringify(fit));
    const spendAlone = write('spend.json', JSON.stringify(spend));
    const score = ['score', '--summary', summary, '--horizon-days', '91', '--out'];
    await json(...score, 'a.csv', '--params', both);
    await json(...score, 'b.csv', '--params', alone, '--spend-params', spendAlone);
    await json(...score, 'c.csv', '--model', 'pareto-nbd');
    const a = readFileSync(join(dir, 'a.csv'), 'utf8');
    expect(readFileSync(join(dir, 'b.csv'), 'utf8')).toBe(a);
    expect(readFileSync(join(dir, 'c.csv'), 'utf8')).toBe(a);
  });

  it('leaves empty what it cannot say: no spend, no value', async () => {
    const plain = write(
      'plain.csv',
      readFileSync(join(dir, summary), 'utf8').replaceAll(/,[^,\n]*\n/g, '\n'),
    );
    await json('score', '--summary', plain, '--horizon-days', '91', '--out', 'plain-scores.csv');
    const { rows } = scoresOf('plain-scores.csv');
    expect(rows.every((row) => row[7] === '' && row[8] === '' && row[9] !== '')).toBe(true);
  });

  it('shows no P(alive) where nobody leaves, and says by which rule it went', async () => {
    const loyal = ordersFile('loyal.csv', { customers: 300 });
    const report = await json(
      'score',
      '--orders',
      loyal,
      '--until',
      '2025-10-01',
      '--horizon-days',
      '91',
      '--out',
      'loyal-scores.csv',
    );
    const { rows } = scoresOf('loyal-scores.csv');
    expect(report['rule']).toMatchObject({ kind: 'hiatus' });
    expect(rows.every((row) => row[4] === '')).toBe(true);
    expect(rows.some((row) => row[6] === '0')).toBe(true);
    expect(rows.some((row) => Number(row[6]) > 0)).toBe(true);
  });
});

describe('model compare', () => {
  it('says which model is best, why, and how well activity is told', async () => {
    const said = await json('compare', '--orders', orders, '--holdout', '2025-06-01');
    expect(said['holdout']).toMatchObject({ from: '2025-06-01' });
    const best = z.object({ model: z.string(), why: z.string() }).parse(said['best']);
    expect(best.why).toContain(`${best.model} predicts this shop best`);
    const figures = { mae: expect.any(Number), rmse: expect.any(Number), top10: expect.any(Object) };
    expect(said['models']).toHaveLength(5);
    expect(said['models']).toContainEqual(expect.objectContaining({ model: 'mbg-nbd', ...figures }));
    expect(said['rules']).toContainEqual(expect.objectContaining({ rule: 'past-rate', ...figures }));
    const activity = z.object({
      auc: z.number(),
      recencyAuc: z.number(),
      modelAuc: z.number(),
      kind: z.string(),
      combinedOn: z.object({ from: z.string(), to: z.literal('2025-05-31') }),
      judgedOn: z.object({ from: z.literal('2025-06-01'), to: z.string() }),
    });
    const { auc, recencyAuc } = activity.parse(said['activity']);
    expect(auc).toBeGreaterThan(recencyAuc - 0.005);
  });

  it('draws it for people, in either language, for the models asked for', async () => {
    const { out, code } = await call(
      'compare',
      '--orders',
      orders,
      '--holdout',
      '2025-06-01',
      '--until',
      '2025-09-01',
      '--model',
      'nbd,bg-bb',
      '--lang',
      'zh-CN',
    );
    expect(code).toBe(0);
    expect(out).toContain('2025-06-01 至 2025-08-31，92 天');
    expect(out).toContain('bg-bb');
    expect(out).not.toContain('mbg-cnbd-k ');
  });
});

const CDNOW = new URL('../../../../shared/data/cdnow_sample_elog.csv', import.meta.url);

describe.skipIf(!existsSync(CDNOW))('the CDNOW sample (skipped where it is absent)', () => {
  it('is fitted from its orders to the published parameters', async () => {
    const words = ['fit', '--orders', CDNOW.pathname, '--map', 'customer=masterid,date=date,amount=sales'];
    const { params, logLikelihood } = fitShape.parse(
      await json(...words, '--until', '1997-10-01', '--model', 'bg-nbd'),
    );
    expect(logLikelihood).toBeCloseTo(-9_582.429, 2);
    for (const [name, value] of Object.entries({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }))
      expect(Math.abs((params[name] ?? 0) / value - 1)).toBeLessThan(0.005);
  });
});
