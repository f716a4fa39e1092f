import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callCli } from '../support/callCli.ts';

const dir = mkdtempSync(join(tmpdir(), 'score-'));
afterAll(() => rmSync(dir, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(dir, name), text);
}

write('nps.csv', 'id,score\n1,10\n2,9\n3,8\n4,7\n5,6\n6,0\n7,10\n8,3\n9,9\n10,8\n11,\n');
write('csat.csv', 'id,rating\n1,5\n2,4\n3,3\n4,2\n');
write('kano.csv', 'feature,functional,dysfunctional\ngift,like,neutral\ngift,1,3\nreturns,expect,dislike\n');
write('alpha.csv', 'id,q1,q2,q3\n1,4,5,4\n2,3,4,3\n3,5,5,4\n4,2,3,2\n5,4,4,5\n6,3,3,3\n7,1,,1\n');
write('trust.csv', 'credibility,reliability,intimacy,self orientation\n8,9,7,4\n8,9,7,4\n');
write('trap.csv', 'satisfaction,loyalty\n5,1\n5,2\n4,2\n4,5\n2,1\n');
write('loyalty.csv', 'attitude,behaviour\n5,9\n5,1\n2,9\n1,1\n');
write('share.csv', 'customer,spend,category_spend\na,90,100\nb,100,900\nc,50,\n');
write('pcv.csv', 'customer,contribution,years_ago\na,100,1\na,50,0\n');
const items = Array.from({ length: 22 }, (_, i) => i + 1);
write(
  'servqual.csv',
  `${[...items.map((i) => `e${i}`), ...items.map((i) => `p${i}`)].join(',')}\n${[...items.map(() => 6), ...items.map(() => 4)].join(',')}\n`,
);
write('consistent.csv', ',a,b,c\na,1,2,4\nb,1/2,1,2\nc,1/4,1/2,1\n');
write('contradicting.csv', ',a,b,c\na,1,3,1/9\nb,1/3,1,3\nc,9,1/3,1\n');
write('shops.csv', 'shop,profit,cost\nNorth,10,3\nSouth,20,1\nWest,15,2\n');

function run(...words: readonly string[]) {
  return callCli(words, { workingDir: dir });
}

async function document(...words: readonly string[]): Promise<unknown> {
  const call = await run(...words, '--json');
  expect([call.code, call.destination]).toEqual([0, null]);
  return JSON.parse(call.out);
}

describe('score', () => {
  it.each([
    ['nps', { n: 10, promoters: 4, passives: 3, detractors: 3, missing: 1, column: 'score' }],
    ['csat', { n: 4, satisfied: 2, csat: 0.5, column: 'rating' }],
    ['servqual', { respondents: 1, unweighted: -2, weighted: null }],
    ['alpha', { respondents: 6, incomplete: 1, columns: ['q1', 'q2', 'q3'] }],
    ['trust', { index: 6, n: 2 }],
    ['trap', { isTrap: true, satisfied: 4, trapped: 3 }],
    ['loyalty', { kinds: { true: 1, latent: 1, spurious: 1, none: 1 } }],
    ['share', { shares: { wallet: { share: 0.19, known: 2, unknown: 1 }, visits: null } }],
    ['pcv', { total: 165, customers: 1, purchases: 2 }],
  ])('%s reads its file and asks nobody', async (kind, figures) => {
    expect(await document('score', kind, '--file', `${kind}.csv`)).toMatchObject({ kind, ...figures });
  });

  it('kano tells one feature as it is, and several by name', async () => {
    expect(await document('score', 'kano', '--file', 'kano.csv')).toMatchObject({
      features: [
        { feature: 'gift', category: 'A' },
        { feature: 'returns', category: 'M' },
      ],
    });
    write('one.csv', 'functional,dysfunctional,count\nlike,dislike,18\n');
    expect(await document('score', 'kano', '--file', 'one.csv')).toMatchObject({ category: 'O', n: 18 });
  });

  it('puts the finding first, in both languages', async () => {
    const english = await run('score', 'nps', '--file', 'nps.csv');
    expect(english.out.split('\n')[0]).toBe('Net promoter score 10.0, 95 % between -41.5 and 61.5.');
    const chinese = await run('score', 'trap', '--file', 'trap.csv', '--lang', 'zh-CN');
    expect(chinese.out.split('\n')[0]).toBe('满意陷阱：80% 的人满意，其中只有 25% 忠诚。');
  });

  it.each(['nps', 'csat', 'servqual', 'kano', 'alpha', 'trust', 'trap', 'loyalty', 'share', 'pcv'])(
    '%s shows what it found to people too',
    async (kind) => {
      const { code, out } = await run('score', kind, '--file', `${kind}.csv`);
      expect(code).toBe(0);
      expect(out).not.toMatch(/undefined|NaN|\{\w+\}/);
      expect(out.split('\n').length).toBeGreaterThan(2);
    },
  );

  it('names the line, the column and the remedy of what it cannot read: exit 2', async () => {
    write('wrong.csv', 'id,score\n1,10\n2,11\n3,ten\n');
    const { code, out, err } = await run('score', 'nps', '--file', 'wrong.csv', '--column', 'score');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('line 3, column score: "11" is no answer from 0 to 10, and 1 more');
    expect(err).toContain('line 4: score: "ten" is no answer from 0 to 10');
    expect(err).toContain('what to do');
  });

  it.each([
    ['a file that is not there', ['score', 'nps', '--file', 'nowhere.csv'], 'there is no file'],
    ['a column that is not there', ['score', 'nps', '--file', 'nps.csv', '--column', 'x'], 'has no column x'],
    ['a missing question', ['score', 'servqual', '--file', 'nps.csv'], 'has no column e1'],
    [
      'four weights of five',
      ['score', 'servqual', '--file', 'servqual.csv', '--weights', '1,2,3,4'],
      'Give five',
    ],
    ['a scale of one', ['score', 'csat', '--file', 'csat.csv', '--scale', '1'], '--scale is 2 and more'],
    ['a share above 1', ['score', 'trap', '--file', 'trap.csv', '--low-loyalty', '2'], 'a share from 0 to 1'],
    ['a word for a number', ['score', 'pcv', '--file', 'pcv.csv', '--rate', 'x'], '--rate is a number'],
    [
      '--remote',
      ['score', 'nps', '--file', 'nps.csv', '--remote', 'https://x.example', '--key', 'k'],
      '--remote',
    ],
  ])('refuses %s: exit 2', async (_, words, said) => {
    const { code, err } = await run(...words);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

describe('index weights', () => {
  it('gives the weights in the order of the columns, and by name', async () => {
    expect(
      await document('index', 'weights', '--file', 'shops.csv', '--method', 'hand', '--weights', '3,1'),
    ).toEqual({
      method: 'hand',
      columns: ['profit', 'cost'],
      weights: [0.75, 0.25],
      byColumn: { profit: 0.75, cost: 0.25 },
      rows: 3,
      ignored: ['shop'],
    });
  });

  it('tells the consistency of judgements, and by which random index', async () => {
    expect(await document('index', 'weights', '--file', 'consistent.csv', '--method', 'ahp')).toMatchObject({
      columns: ['a', 'b', 'c'],
      randomIndex: 'saaty-1980',
      consistencyRatio: expect.closeTo(0, 9),
    });
  });

  it('refuses judgements that contradict each other, and names them: exit 1, without weights', async () => {
    const json = await run('index', 'weights', '--file', 'contradicting.csv', '--method', 'ahp', '--json');
    expect(json.code).toBe(1);
    const told: unknown = JSON.parse(json.out);
    expect(told).toMatchObject({
      code: 'inconsistent-judgements',
      consistencyRatio: expect.closeTo(2.205, 3),
    });
    expect(told).not.toHaveProperty('weights');
    expect(json.err).toContain('a : b: judged 3; the other judgements say about 1/1.4');
  });

  it('writes the score of each row, best 1', async () => {
    const words = [
      'index',
      'weights',
      '--file',
      'shops.csv',
      '--method',
      'critic',
      '--lower-is-better',
      'cost',
    ];
    const { code, err } = await run(...words, '--out', 'scores.csv');
    expect(code).toBe(0);
    expect(err).toContain('Scores written to scores.csv');
    expect(existsSync(join(dir, 'scores.csv'))).toBe(true);
    expect(readFileSync(join(dir, 'scores.csv'), 'utf8')).toBe(
      'id,score\r\nNorth,0\r\nSouth,1\r\nWest,0.5\r\n',
    );
  });

  it.each(['entropy', 'critic', 'pca'])('shows weights by %s to people', async (method) => {
    const { code, out } = await run('index', 'weights', '--file', 'shops.csv', '--method', method);
    expect(code).toBe(0);
    expect(out).toMatch(/^Indicator {2,}Weight\n/);
    expect(out).not.toContain('NaN');
  });

  it.each([
    ['hand without weights', ['--method', 'hand'], '--method hand needs --weights'],
    ['weights below 0', ['--method', 'hand', '--weights', '-1,2'], 'figures of 0 and more'],
    ['an unknown method', ['--method', 'entrop'], 'did you mean entropy'],
    ['judgements that are none', ['--method', 'ahp'], 'is no judgement'],
  ])('refuses %s: exit 2', async (_, words, said) => {
    const { code, err } = await run('index', 'weights', '--file', 'shops.csv', ...words);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
