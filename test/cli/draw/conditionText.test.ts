import { describe, expect, it } from 'vitest';
import { conditionText } from '../../../cli/draw/conditionText.ts';
import { wordsIn } from '../../../cli/words/words.ts';
import { conditionSchema } from '../../../core/journey/condition.ts';

describe('a condition in words', () => {
  it.each<[string, string, object]>([
    [
      'did Cart Viewed in the last 5 days',
      '最近 5 天内发生过 Cart Viewed',
      { happened: 'Cart Viewed', within: '5d' },
    ],
    [
      'did Cart Viewed or Product Viewed at least 3 times since entering',
      '进入旅程后至少发生 3 次 Cart Viewed 或 Product Viewed',
      { happened: ['Cart Viewed', 'Product Viewed'], within: 'this-journey', atLeast: 3 },
    ],
    ['reachable by email', '可通过邮件联系', { reachable: 'email' }],
    ['language is Chinese, English', '语言为中文, 英语', { language: ['zh', 'en'] }],
    ['got warm in subject', '在 subject 中分到 warm', { arm: { node: 'subject', is: 'warm' } }],
    ['points 10 to 20', '「points」 10 至 20', { trait: 'points', min: 10, max: 20 }],
    ['total ≥ 100', '「total」 ≥ 100', { property: 'total', min: 100 }],
    [
      'not (plan = gold) and (grade is A or orders ≤ 2)',
      '非(「plan」 = gold) 且 (等级为A 或 订单数 ≤ 2)',
      {
        all: [
          { not: { trait: 'plan', equals: 'gold' } },
          { any: [{ grade: ['A'] }, { orders: { max: 2 } }] },
        ],
      },
    ],
  ])('says: %s', (english, chinese, raw) => {
    const condition = conditionSchema.parse(raw);
    const said = (['en', 'zh-CN'] as const).map((language) =>
      conditionText(condition, wordsIn(language), language),
    );
    expect(said).toEqual([english, chinese]);
  });
});
