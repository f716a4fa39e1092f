import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/tempDir.ts';
import { callCli } from '../support/callCli.ts';

const workingDir = tempDir();

function file(name: string, ...lines: readonly string[]): void {
  writeFileSync(join(workingDir, name), `${lines.join('\n')}\n`);
}

file('before.csv', 'customer,item', 'ann,tea', 'ann,milk', 'bob,tea', 'bob,milk', 'bob,jam', 'eve,jam');
file('after.csv', 'customer,item', 'ann,jam', 'eve,tea', 'zoe,tea');
file('strangers.csv', 'customer,item', 'zoe,tea');
file('unnamed.csv', 'who,what', 'ann,tea');
file('baskets.csv', 'tea,milk', 'tea,milk,jam', 'jam', 'tea,\u001b[31mred');
file('visits.csv', 'customer,item,date', 'ann,tea,2026-01-01', 'ann,milk,2026-01-02', 'bob,tea,2026-01-01');

function recommend(...words: readonly string[]) {
  return callCli(['recommend', ...words], { workingDir });
}

const EVALUATE = ['evaluate', '--train', 'before.csv', '--test', 'after.csv'];

describe('recommend evaluate', () => {
  it('prints the document of its contract and asks nobody', async () => {
    const call = await recommend(...EVALUATE, '--k', '2', '--exclude-seen', '--json');
    expect([call.code, call.requests, call.destination, call.err]).toEqual([0, [], null, '']);
    const figures = {
      recallAtK: expect.any(Number),
      ndcgAtK: expect.any(Number),
      hitRateAtK: expect.any(Number),
      coverageAtK: expect.any(Number),
      trainSeconds: expect.any(Number),
    };
    expect(JSON.parse(call.out)).toEqual({
      users: 2,
      k: 2,
      methods: {
        popularity: figures,
        itemknn: figures,
        ease: figures,
        frequency: figures,
        default: figures,
      },
    });
  });

  it('judges by what stands in the files', async () => {
    const call = await recommend(...EVALUATE, '--k', '1', '--exclude-seen', '--json');
    // Ann is left jam alone, which is right; Eve is given milk or tea: by popularity milk, the lower of two alike.
    const { methods } = JSON.parse(call.out);
    expect(methods.popularity).toMatchObject({
      recallAtK: 0.5,
      ndcgAtK: 0.5,
      hitRateAtK: 0.5,
      coverageAtK: 2 / 3,
    });
  });

  it('adds diversity where it is asked for', async () => {
    const call = await recommend(...EVALUATE, '--diversity', '--json');
    expect(JSON.parse(call.out).methods.ease).toMatchObject({
      intraListDiversity: expect.any(Number),
      noveltyBits: expect.any(Number),
      gini: expect.any(Number),
    });
  });

  it.each([
    ['en', 'Best: ', /Default is EASE \(λ = 300\), by rule/],
    ['zh-CN', '最佳：', /默认方法按规则取EASE（λ = 300）/],
  ])('shows people a table with the finding first, in %s', async (lang, first, last) => {
    const call = await recommend(...EVALUATE, '--lang', lang);
    expect(call.code).toBe(0);
    const lines = call.out.trimEnd().split('\n');
    expect(lines[0]).toMatch(new RegExp(`^${first}`));
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toMatch(last);
  });

  it.each([
    [
      'a column that is missing',
      ['--train', 'unnamed.csv', '--test', 'after.csv'],
      '--train',
      'no column customer',
    ],
    [
      'a file that is not there',
      ['--train', 'before.csv', '--test', 'none.csv'],
      '--test',
      'there is no file',
    ],
    ['nobody in both', ['--train', 'before.csv', '--test', 'strangers.csv'], '--test', 'nobody to judge by'],
    ['a list of none', ['--train', 'before.csv', '--test', 'after.csv', '--k', '0'], '--k', '--k is from 1'],
  ])('is misuse with %s, and says which option', async (_, options, field, detail) => {
    const call = await recommend('evaluate', ...options, '--json');
    expect(call.code).toBe(2);
    const problem = JSON.parse(call.out);
    expect(problem).toMatchObject({ code: 'misuse', field });
    expect(problem.detail).toContain(detail);
  });
});

describe('recommend rules', () => {
  it('prints rules of baskets with all their figures', async () => {
    const call = await recommend(
      'rules',
      '--file',
      'baskets.csv',
      '--baskets',
      '--antecedents',
      '1',
      '--top',
      '1',
      '--json',
    );
    expect([call.code, call.requests]).toEqual([0, []]);
    expect(JSON.parse(call.out)).toEqual({
      baskets: 4,
      items: 4,
      found: 8,
      pairsOnly: false,
      minSupport: 0.01,
      minConfidence: 0.1,
      rules: [
        {
          antecedent: ['milk'],
          consequent: 'tea',
          baskets: 2,
          support: 0.5,
          confidence: 1,
          lift: expect.closeTo(4 / 3, 12),
          leverage: expect.closeTo(0.125, 12),
        },
      ],
    });
  });

  it('shows them as a table, and nothing of an item that moves a cursor', async () => {
    const call = await recommend('rules', '--file', 'baskets.csv', '--baskets');
    expect(call.out).toMatch(/^\d+ rules in 4 baskets of 4 items/);
    expect(call.out).not.toContain('\u001b');
    expect(call.out).toMatch(/milk +tea +2 +50% +100% +1\.33 +0\.1250/);
  });

  it('takes what somebody bought on one day as a basket', async () => {
    const call = await recommend('rules', '--file', 'visits.csv', '--json');
    expect(JSON.parse(call.out)).toMatchObject({ baskets: 3, found: 0 });
    const words = await recommend('rules', '--file', 'visits.csv', '--lang', 'zh-CN');
    expect(words.out).toMatch(/没有规则达到支持度1%/);
  });

  it.each([
    [['--min-support', '1.5'], '--min-support'],
    [['--min-confidence', '-0.1'], '--min-confidence'],
    [['--top', '0'], '--top'],
    [[], '--file'],
  ])('is misuse with %j', async (options, field) => {
    const named = field === '--file' ? 'unnamed.csv' : 'visits.csv';
    const call = await recommend('rules', '--file', named, ...options, '--json');
    expect(call.code).toBe(2);
    expect(JSON.parse(call.out).field).toBe(field);
  });
});
