import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { afterAll, describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

const dir = mkdtempSync(join(tmpdir(), 'lift-'));
afterAll(() => rmSync(dir, { recursive: true }));

function group(name: string, header: string, rows: readonly string[]): void {
  writeFileSync(join(dir, name), `\uFEFF${header}\r\n${rows.join('\r\n')}\r\n`);
}

const people = Array.from({ length: 100 }, (_, i) => i);
const row = (name: string, share: number, more: number) => (i: number) =>
  `${name}${i},${i < share ? 'yes' : 'no'},${(i % 7) * 10 + more},${(i % 7) * 9}`;
group('treated.csv', 'customer,converted,revenue,before', people.map(row('t', 40, 5)));
group(
  'control.csv',
  'customer;converted;revenue;before',
  people.map((i) => row('c', 20, 0)(i).replaceAll(',', ';')),
);
group('empty-cells.csv', 'customer,converted', ['a,1', 'b,', 'c,0']);
group('both.csv', 'customer,converted', ['t1,1', 'x,0']);
group('bad.csv', 'customer,value', ['a,12', 'b,twelve', 'a,3']);
group('quote.csv', 'customer,value', ['a,"12']);
group('nameless.csv', 'customer,colour,size', ['a,red,9']);
group('nobody.csv', 'customer,converted', []);

function lift(...words: readonly string[]) {
  return callCli(['lift', ...words], { workingDir: dir });
}

async function json(...words: readonly string[]): Promise<Record<string, unknown>> {
  const call = await lift(...words, '--json');
  expect([call.code, call.requests]).toEqual([0, []]);
  return JSON.parse(call.out);
}

describe('lift of counts', () => {
  it('prints what the contract names, and nothing that is not a number where it is none', async () => {
    const report = await json('--counts', '56/70,48/80');
    expect(report).toMatchObject({ metric: 'conversion', cuped: null, sampleRatio: { mismatch: false } });
    expect(report['difference']).toBeCloseTo(0.2, 12);
    const [low, high] = z.tuple([z.number(), z.number()]).parse(report['interval']);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0524', '0.3339']);
    expect(report['p']).toBeCloseTo(0.008045, 6);
    for (const key of ['relativeLift', 'relativeInterval', 'chanceToBeat', 'alwaysValidP'])
      expect(report[key]).not.toBeNull();
    const none = await json('--counts', '5/10,0/10');
    expect([none['relativeLift'], none['relativeInterval']]).toEqual([null, null]);
  });

  it('reports groups of other sizes than planned first, and exits 0', async () => {
    const call = await lift('--counts', '900/9000,110/1100', '--expected-ratio', '9:1');
    expect(call.code).toBe(0);
    expect(call.out).toMatch(/^The groups are not of the planned sizes: 9,000 and 1,100 people, planned 9:1/);
    const report = await json('--counts', '900/9000,110/1100', '--expected-ratio', '9:1');
    expect(report['sampleRatio']).toMatchObject({ mismatch: true, expected: [9, 1] });
  });

  it('says the finding in one sentence, in both languages', async () => {
    expect((await lift('--counts', '120/1000,90/1000')).out).toMatch(
      /^Too early to tell: [\d,]+ more people\.\nThe interval alone/,
    );
    const zh = await lift('--counts', '300/1000,90/1000', '--lang', 'zh-CN');
    expect(zh.out).toMatch(/^更好:30% 对 9%,\+21\.00 个百分点/);
    expect((await lift('--counts', '0/5,0/0')).out).toContain('Nothing to compare');
  });

  it.each([
    ['12/10,1/2', 'has more converted than people'],
    ['1/2', 'takes two groups'],
    ['1/2,x', 'is not two whole numbers'],
  ])('refuses %s', async (counts, problem) => {
    const call = await lift('--counts', counts);
    expect([call.code, call.out]).toEqual([2, '']);
    expect(call.err).toContain(problem);
  });
});

describe('lift of files', () => {
  it('guesses the columns, whatever the separator', async () => {
    const report = await json('--treated', 'treated.csv', '--control', 'control.csv');
    expect(report).toMatchObject({
      metric: 'conversion',
      treated: { people: 100, converted: 40 },
      control: { people: 100, converted: 20 },
      notes: [],
    });
  });

  it('compares means with what was before taken away, and says what came back for the cost', async () => {
    const words = ['--treated', 'treated.csv', '--control', 'control.csv', '--metric', 'mean'];
    const report = await json(...words, '--value', 'revenue', '--pre', 'before', '--cost', '100');
    expect(report['difference']).toBeCloseTo(5, 9);
    expect(report['returnOnSpend']).toMatchObject({ ratio: 5 });
    expect(report['cuped']).toMatchObject({ theta: expect.closeTo(10 / 9, 3) });
    const text = await lift(...words, '--pre', 'before', '--currency', 'EUR');
    expect(text.out).toContain('With CUPED');
    expect(text.out).toContain('+5.00 EUR');
  });

  it('takes the only other column, and a conversion where it says yes and no alone', async () => {
    group('clicks.csv', 'id,clicked', ['a,1', 'b,0', 'c,0']);
    group('points.csv', 'id,points', ['a,1.5', 'b,4', 'c,0']);
    const clicks = await json('--treated', 'clicks.csv', '--control', 'clicks.csv');
    expect(clicks).toMatchObject({ metric: 'conversion', treated: { converted: 1, people: 3 } });
    const points = await json('--treated', 'points.csv', '--control', 'points.csv');
    expect(points).toMatchObject({ metric: 'mean', difference: 0 });
  });

  it('takes an empty cell as 0, and says so; names who stands in both files', async () => {
    const report = await json('--treated', 'empty-cells.csv', '--control', 'nobody.csv');
    expect(report).toMatchObject({ treated: { people: 3, converted: 1 }, difference: null });
    expect(report['notes']).toEqual(['1 empty cells were taken as 0.']);
    const both = await lift('--treated', 'treated.csv', '--control', 'both.csv');
    expect(both.err).toContain('1 customers stand in both files.');
  });

  it('names field, line and remedy of what cannot be read', async () => {
    const call = await lift('--treated', 'bad.csv', '--control', 'control.csv');
    expect(call.code).toBe(2);
    expect(call.err).toContain('"twelve" is no number');
    expect(call.err).toContain('line 3');
    expect(call.err).toContain('customer "a" stands there a second time');
    expect(call.err).toContain('what to do');
  });

  it.each([
    [['--treated', 'none.csv', '--control', 'control.csv'], 'there is no file'],
    [['--treated', 'quote.csv', '--control', 'control.csv'], 'is no table'],
    [['--treated', 'nameless.csv', '--control', 'control.csv'], 'no column says'],
    [['--treated', 'treated.csv', '--control', 'control.csv', '--value', 'revenu'], 'did you mean revenue?'],
    [['--treated', 'treated.csv', '--control', 'control.csv', '--pre', 'x'], 'there is no column "x"'],
    [['--treated', 'treated.csv'], 'needs two groups'],
    [['--treated', 'treated.csv', '--control', 'control.csv', '--metric', 'goal'], 'is of a journey'],
    [['--counts', '1/2,1/2', '--metric', 'mean'], 'there is no mean'],
    [['--counts', '1/2,1/2', '--expected-ratio', '0:1'], 'is like 9:1'],
  ])('refuses %j', async (words, problem) => {
    const call = await lift(...words);
    expect(call.code).toBe(2);
    expect(call.err).toContain(problem);
  });
});

describe('lift plan', () => {
  it('gives people for a difference, and the difference for people', async () => {
    const size = await json('plan', '--baseline', '0.2', '--mde', '0.05');
    expect(size).toMatchObject({ perArm: 1_031, total: 2_062, alpha: 0.05, power: 0.8 });
    const effect = await json('plan', '--baseline', '0.2', '--per-arm', '1031');
    expect(effect['mde']).toBeCloseTo(0.05, 3);
    expect((await lift('plan', '--baseline', '0.2', '--per-arm', '1')).out).toContain('no difference');
  });

  it.each([
    [['--baseline', '0.2'], 'either --mde or --per-arm'],
    [['--baseline', '20', '--mde', '1'], 'between 0 and 1'],
    [['--baseline', '0.2', '--mde', '0.9'], 'is no share'],
  ])('refuses %j', async (words, problem) => {
    const call = await lift('plan', ...words);
    expect(call.code).toBe(2);
    expect(call.err).toContain(problem);
  });
});

describe('lift check', () => {
  const check = (...words: readonly string[]) => lift('check', ...words);
  writeFileSync(
    join(dir, 'everyone.csv'),
    `id,revenue\n${Array.from({ length: 400 }, (_, i) => `p${i},${(i * 37) % 101}`).join('\n')}\n`,
  );

  it('counts the false alarms of many splits', async () => {
    const report = await json('check', 'everyone.csv', '--runs', '200');
    expect(report).toMatchObject({ runs: 200, people: 400, sound: true });
    expect((await check('everyone.csv', '--runs', '200')).out).toMatch(/^Sound: /);
  });

  it.each([
    [['nameless.csv'], 'no column says'],
    [['everyone.csv', '--runs', '0'], '--runs is from 1'],
    [['nobody.csv'], 'fewer than two customers'],
  ])('refuses %j', async (words, problem) => {
    const call = await check(...words);
    expect(call.code).toBe(2);
    expect(call.err).toContain(problem);
  });
});

describe('lift of a journey', () => {
  const comparison = {
    arm: 'treated',
    base: 'held-out',
    metric: 'conversion',
    sampleRatio: { p: 0.4, chiSquare: 0.7, expected: [0.9, 0.1], mismatch: false },
    treated: { people: 900, converted: 90, mean: 0.1 },
    control: { people: 100, converted: 8, mean: 0.08 },
    difference: 0.02,
    interval: [-0.05, 0.06],
    relativeLift: 0.25,
    relativeInterval: [-0.4, 1.5],
    p: 0.52,
    chanceToBeat: 0.74,
    expectedLoss: { ifTreated: 0.005, ifControl: 0.02 },
    alwaysValidP: 1,
    alwaysValidInterval: [-0.1, 0.1],
    verdict: { kind: 'too-early', morePeople: 340 },
    cuped: null,
    incremental: { amount: 18, interval: [-45, 54] },
    cost: 1_200,
    returnOnSpend: { ratio: 2.5, interval: [-1, 6] },
    incrementalOrders: { amount: 20, interval: [-40, 60] },
    incrementalMargin: { amount: 1_100, interval: [-400, 2_600] },
    incrementalRevenue: { amount: 3_000, interval: [-1_200, 7_200] },
  };
  const answer = {
    journey: 'win-back',
    node: 'hold',
    kind: 'holdout',
    outcome: 'orders',
    window: '30d',
    since: null,
    currency: 'USD',
    waiting: 7,
    peoplePerDay: 40,
    winner: null,
    comparisons: [comparison],
  };

  it('asks the API, and says how many more people and days', async () => {
    const call = await callCli(['lift', '--journey', 'win-back', '--metric', 'orders', '--window', '30d'], {
      answer: () => ok(answer),
    });
    expect(call.requests).toMatchObject([
      { method: 'GET', path: '/v1/journeys/win-back/lift', query: { metric: 'orders', window: '30d' } },
    ]);
    expect(call.out).toContain('Too early to tell: 340 more people, about 9 days.');
    expect(call.out).toContain('Planned sizes             90% : 10%, p = 0.4000');
    expect(call.out).toMatch(/Orders more +20 \(-40 to 60\)/);
    expect(call.out).toMatch(/Contribution margin more +11\.00 USD \(-4\.00 USD to 26\.00 USD\)/);
    expect(call.out).toMatch(/Revenue more +30\.00 USD \(-12\.00 USD to 72\.00 USD\)/);
  });

  it('gives programs the same, the comparison first', async () => {
    const call = await callCli(['lift', '--journey', 'win-back', '--json'], { answer: () => ok(answer) });
    expect(JSON.parse(call.out)).toMatchObject({ journey: 'win-back', difference: 0.02, alwaysValidP: 1 });
  });

  it('shows each arm of an experiment with the first, and who won', async () => {
    const experiment = {
      ...answer,
      kind: 'experiment',
      node: 'subject',
      winner: { arm: 'short', at: '2026-03-05T00:00:00.000Z' },
      comparisons: [{ ...comparison, arm: 'short', base: 'long' }],
    };
    const words = ['lift', '--journey', 'win-back', '--experiment', 'subject'];
    const call = await callCli(words, { answer: () => ok(experiment) });
    expect(call.requests[0]?.query).toEqual({ node: 'subject' });
    expect(call.out).toContain('Decided on 2026-03-05: short.');
    expect(call.out).toContain('short against long');
  });

  it('refuses what belongs to files', async () => {
    const call = await callCli(['lift', '--journey', 'win-back', '--metric', 'mean']);
    expect([call.code, call.requests]).toEqual([2, []]);
    const other = await callCli(['lift', '--journey', 'win-back', '--treated', 'x.csv']);
    expect(other.code).toBe(2);
  });
});
