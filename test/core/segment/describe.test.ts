import { describe, expect, it } from 'vitest';
import { describeRule, describeSegment } from '../../../core/segment/describe.ts';
import { segmentSchema } from '../../../core/segment/definition.ts';
import { ruleSchema } from '../../../core/segment/rule.ts';

function said(rule: unknown, currency: string | null = 'EUR') {
  const { en, 'zh-CN': zh } = describeRule(ruleSchema.parse(rule), { currency });
  return [en.replace(/^People who (.*)\.$/, '$1'), zh.replace(/的客户。$/, '')];
}

describe('a rule as a sentence', () => {
  it.each<[unknown, string, string]>([
    [{ orders: { min: 1 } }, 'ordered', '下过单'],
    [{ orders: { max: 0 } }, 'never ordered', '从未下单'],
    [{ orders: { min: 2, max: 5 } }, 'ordered 2 to 5 times', '下过 2 至 5 单'],
    [
      { orders: { min: 3, max: 3 }, within: '90d' },
      'ordered exactly 3 times within 90 days',
      '90 天内下过恰好 3 单',
    ],
    [{ not: { orders: { min: 1 }, within: '1w' } }, 'did not order within 1 week', '1 周内没有下单'],
    [{ spendMinor: { min: 12_345 } }, 'spent at least 123.45 EUR', '消费至少 123.45 EUR'],
    [{ daysSinceLastOrder: { max: 30 } }, 'last ordered at most 30 days ago', '距上次下单至多 30 天'],
    [{ stage: ['decline'] }, 'are in decline', '处于衰退期'],
    [{ not: { grade: ['A', 'B'] } }, 'do not have grade A or B', '等级不为 A或B'],
    [{ group: ['at-risk'] }, 'are in the group at risk', '为流失风险'],
    [
      { inStageFor: { atLeast: '30d' } },
      'have been in their stage for at least 30 days',
      '处于当前阶段至少 30 天',
    ],
    [
      { pAlive: { max: 0.255 } },
      'have a probability of at most 25.5% of coming again',
      '再次购买的概率至多 25.5%',
    ],
    [{ event: 'Visit' }, 'did “Visit”', '有过“Visit”'],
    [{ not: { event: 'Visit' } }, 'did not do “Visit”', '没有“Visit”'],
    [
      { event: ['A', 'B'], count: { max: 0 }, within: '2d' },
      'never did “A” or “B” within 2 days',
      '2 天内从未“A”或“B”',
    ],
    [{ event: 'A', count: { min: 4 } }, 'did “A” at least 4 times', '有过“A”至少 4 次'],
    [
      { event: 'A', sum: { property: 'n', min: 9 } },
      'did “A” with n adding up to at least 9',
      '“A”的 n 合计至少 9',
    ],
    [
      { event: 'A', last: { before: '60d' } },
      'last did “A” more than 60 days ago',
      '最近一次“A”在 60 天以前',
    ],
    [{ event: 'A', first: { within: '60d' } }, 'first did “A” within 60 days', '首次“A”在 60 天内'],
    [
      { event: 'A', where: { property: 'kind', in: ['x', 'y'] } },
      'did “A” whose kind is x or y',
      '有过“A”（kind 为 x或y）',
    ],
    [{ points: { min: 500 } }, 'have at least 500 points to spend', '可用积分至少 500'],
    [
      { pointsExpiring: { min: 1 }, within: '30d' },
      'have at least 1 points that expire within 30 days',
      '30 天内到期的积分至少 1',
    ],
    [{ engaged: 'opened', within: '90d' }, 'opened a message within 90 days', '90 天内打开过消息'],
    [
      { not: { engaged: 'clicked', within: '90d' } },
      'did not click in a message within 90 days',
      '90 天内没有点击消息中的链接',
    ],
    [
      { consent: { channel: 'sms', topic: 'offers' } },
      'may be written to about offers by SMS',
      '可以通过短信联系（话题 offers）',
    ],
    [{ valueTop: 20 }, 'are in the top 20% by value', '价值居前 20%'],
    [{ not: { valueTop: 5 } }, 'are not in the top 5% by value', '价值不在前 5%'],
    [{ birthday: 'today' }, 'have their birthday today', '今天生日'],
    [{ not: { birthday: 'this-month' } }, 'do not have their birthday this month', '本月不过生日'],
    [{ birthday: { within: '7d' } }, 'have their birthday within 7 days', '7 天内生日'],
    [{ reachable: 'email' }, 'have an email address', '有邮箱'],
    [{ tier: ['gold'] }, 'have tier gold', '为会员等级 gold'],
    [{ segment: 'vip' }, 'are in “vip”', '属于“vip”'],
    [{ trait: 'city', equals: 'Berlin' }, 'have a trait city that is Berlin', '特征 city 为 Berlin'],
  ])('%j', (rule, en, zh) => expect(said(rule)).toEqual([en, zh]));

  it('is composed so that what belongs together can be told', () => {
    const rule = {
      all: [{ grade: ['A'] }, { any: [{ stage: ['decline'] }, { orders: { max: 0 } }] }, { tier: ['gold'] }],
    };
    expect(said(rule)).toEqual([
      'have grade A, (either are in decline or never ordered) and have tier gold',
      '等级为 A，且（处于衰退期，或从未下单），且为会员等级 gold',
    ]);
  });

  it('turns over where it is denied as a whole', () => {
    const rule = { not: { any: [{ stage: ['decline'] }, { orders: { min: 1 } }] } };
    expect(said(rule)[0]).toBe('are not in decline and never ordered');
    expect(said({ not: rule })[0]).toBe('either are in decline or ordered');
  });

  it('writes amounts in the digits of the currency', () => {
    expect(said({ spendMinor: { min: 500 } }, 'JPY')[0]).toBe('spent at least 500 JPY');
    expect(said({ spendMinor: { min: 500 } }, null)[0]).toBe('spent at least 5.00');
  });

  it('of a list is whom somebody put on it', () => {
    const list = segmentSchema.parse({ id: 'l', kind: 'list', name: { en: 'L', 'zh-CN': '名单' } });
    expect(describeSegment(list).en).toBe('People who were put on this list.');
  });
});
