import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../../support/tempDir.ts';
import { callCli, ok } from '../support/callCli.ts';

const workingDir = tempDir();
writeFileSync(
  join(workingDir, 'products.csv'),
  'sku,title,price\nT01,Golden Needle,18.00\nW02,Yixing pot,89\nX,Broken,dear\n',
);

const QUALITY = { users: 40, recallAtK: 0.61, ndcgAtK: 0.4, hitRateAtK: 0.7, coverageAtK: 0.9 };
const TRAINED = {
  model: 'ease',
  items: 62,
  customers: 1_895,
  interactions: 10_718,
  seconds: 0.5,
  version: 3,
  quality: { discover: QUALITY, anything: QUALITY },
  flags: [],
};
const NOTHING = { ...TRAINED, model: 'none', items: 0, version: 0, quality: null, flags: ['no-lines'] };

const SHOWN = {
  customer: 'C1',
  at: '2026-03-10T00:00:00.000Z',
  slot: 'anything',
  model: { method: 'ease', version: 3, at: '2026-03-09T00:00:00.000Z' },
  catalogueVersion: 1,
  failure: null,
  items: [
    {
      item: 'W01',
      name: { en: 'Gaiwan \u001b[31m', 'zh-CN': '盖碗' },
      category: 'teaware',
      priceMinor: 2_600,
      score: 0.5,
      method: 'ease',
      because: [
        { kind: 'bought', text: { en: 'Because you bought tea.', 'zh-CN': '因为您买过茶。' } },
        { kind: 'bought', text: { en: 'Because you bought a jug.', 'zh-CN': '因为您买过壶。' } },
      ],
    },
  ],
};

describe('recommend for', () => {
  it('asks for what was asked, and shows each item with its reasons', async () => {
    const words = [
      '--slot',
      'discover',
      '--k',
      '3',
      '--max-price',
      '40',
      '--category',
      'tea ware',
      '--dropped',
    ];
    const dropped = [{ item: 'W02', name: { en: 'Pot', 'zh-CN': '壶' }, why: 'above-price-band' }];
    const call = await callCli(['recommend', 'for', 'a/b', ...words], {
      answer: () => ok({ ...SHOWN, dropped }),
    });
    expect(call.requests).toMatchObject([
      {
        method: 'GET',
        path: '/v1/customers/a%2Fb/recommendations',
        query: { slot: 'discover', k: '3', 'max-price': '40', category: 'tea ware', dropped: 'true' },
      },
    ]);
    expect(call.out.split('\n')).toEqual([
      'For C1, as of 2026-03-10:',
      '',
      'Item  Name          Score  By    Because',
      'W01   Gaiwan \ufffd[31m  0.500  EASE  Because you bought tea.',
      '                                 Because you bought a jug.',
      '',
      'Kept back:',
      'Item  Name  Why',
      'W02   Pot   dearer than asked for',
      '',
    ]);
  });

  it('says it in Chinese', async () => {
    const call = await callCli(['recommend', 'for', 'C1', '--lang', 'zh-CN'], { answer: () => ok(SHOWN) });
    for (const word of ['推荐给C1', '盖碗', '因为您买过茶。', '依据']) expect(call.out).toContain(word);
    expect(call.requests[0]?.query).toEqual({});
  });

  it('says where there is nothing, and that the last training failed', async () => {
    const failure = { at: '2026-03-10T03:00:00.000Z', error: 'RangeError', cause: 'too many items' };
    const call = await callCli(['recommend', 'for', 'C1'], {
      answer: () => ok({ ...SHOWN, items: [], failure }),
    });
    expect(call.out).toContain('There is nothing to show C1');
    expect(call.err).toContain('too many items');
  });

  it('prints the document as it came', async () => {
    const call = await callCli(['recommend', 'for', 'C1', '--json'], { answer: () => ok(SHOWN) });
    expect(JSON.parse(call.out)).toEqual(SHOWN);
  });

  it('refuses a slot there is not', async () => {
    expect((await callCli(['recommend', 'for', 'C1', '--slot', 'surprise'])).code).toBe(2);
  });
});

describe('recommend train', () => {
  it('says what was learned from and how good it is', async () => {
    const call = await callCli(['recommend', 'train'], { answer: () => ok(TRAINED) });
    expect(call.requests).toMatchObject([{ method: 'POST', path: '/v1/recommendations/train' }]);
    for (const word of ['version 3', 'EASE', '1,895', '10,718', '61%', '90%'])
      expect(call.out).toContain(word);
  });

  it('says that there is nothing to learn from, or too little to judge', async () => {
    const none = await callCli(['recommend', 'train'], { answer: () => ok(NOTHING) });
    expect([none.code, none.out]).toEqual([0, expect.stringContaining('no order has a line')]);
    const few = await callCli(['recommend', 'train'], {
      answer: () => ok({ ...TRAINED, quality: null, flags: ['not-judged'] }),
    });
    expect(few.err).toContain('Too few customers');
  });
});

describe('recommend rules of the shop', () => {
  const rule = {
    antecedent: ['F01'],
    consequent: 'F04',
    baskets: 26,
    support: 0.0025,
    confidence: 0.123,
    lift: 7.51,
    leverage: 0.0022,
  };
  const found = { version: 3, baskets: 10_417, items: 62, found: 424, rules: [rule], pairsOnly: false };

  it('are asked for where no file is named', async () => {
    const words = ['--item', 'F01', '--antecedents', '1', '--min-confidence', '0.1'];
    const call = await callCli(['recommend', 'rules', ...words], { answer: () => ok(found) });
    expect(call.requests).toMatchObject([
      {
        path: '/v1/recommendations/rules',
        query: { item: 'F01', antecedents: '1', 'min-confidence': '0.1', 'min-support': '0.001', top: '20' },
      },
    ]);
    expect(call.out).toContain('424 rules in 10,417 baskets of 62 items; 1 with the greatest lift:');
    expect(call.out).toMatch(/F01 +F04 +26 +0\.25% +12\.3% +7\.51 +0\.0022/);
  });

  it('take nothing that is said of a file', async () => {
    const call = await callCli(['recommend', 'rules', '--baskets']);
    expect([call.code, call.err]).toEqual([2, expect.stringContaining('--file')]);
  });
});

describe('import catalogue', () => {
  const put = { version: 2, items: 2, priced: 2, costed: 0, stocked: 0, categorised: 0, durable: 0 };
  const words = ['import', 'catalogue', 'products.csv', '--map', 'item=sku,name=title,price=price'];

  it('reads the file here and puts the whole', async () => {
    const call = await callCli([...words, '--currency', 'USD'], { workingDir, answer: () => ok(put) });
    expect(call.requests).toEqual([
      {
        method: 'PUT',
        path: '/v1/catalogue',
        body: {
          currency: 'USD',
          items: [
            { item: 'T01', name: 'Golden Needle', priceMinor: 1_800 },
            { item: 'W02', name: 'Yixing pot', priceMinor: 8_900 },
          ],
        },
      },
    ]);
    expect(call.out).toMatch(/Items +2\n/);
    expect(call.out).toMatch(/Rejected +1\n/);
    expect(readFileSync(join(workingDir, 'products.csv.rejects.ndjson'), 'utf8')).toContain('not-a-number');
  });

  it('writes nothing in a dry run', async () => {
    const call = await callCli([...words, '--currency', 'USD', '--dry-run', '--json'], { workingDir });
    expect([call.code, call.requests, JSON.parse(call.out)]).toMatchObject([
      0,
      [],
      { items: 2, rejected: 1 },
    ]);
  });

  it.each([
    [['import', 'catalogue', 'nowhere.csv', '--currency', 'USD'], 'nowhere.csv'],
    [[...words, '--currency', 'dollars'], 'ISO 4217'],
    [['import', 'catalogue', 'products.csv', '--map', 'item=article', '--currency', 'USD'], 'article'],
  ])('ends with 2 for %j', async (argv, said) => {
    const call = await callCli(argv, { workingDir });
    expect([call.code, call.err]).toEqual([2, expect.stringContaining(said)]);
  });
});
