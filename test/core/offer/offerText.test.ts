import { describe, expect, it } from 'vitest';
import { benefitSchema } from '../../../core/offer/benefit.ts';
import { offerText } from '../../../core/offer/offerText.ts';
import { shippedOffers } from '../../../workflows/shippedProgramme.ts';

const money = (language: 'en' | 'zh-CN', minor: number) =>
  language === 'en' ? `€${(minor / 100).toFixed(2)}` : `${(minor / 100).toFixed(2)}元`;
const NAME = { en: 'A tin of tea', 'zh-CN': '一罐茶' };
const WHAT = { en: 'An hour before all others', 'zh-CN': '提前一小时进店' };

function told(gives: object) {
  const { en, 'zh-CN': chinese } = offerText({ name: NAME, gives: benefitSchema.parse(gives) }, money);
  return [en, chinese];
}

describe('an offer in one sentence', () => {
  it.each([
    [{ kind: 'money-off', amountMinor: 500 }, '€5.00 off your next order.', '下一单立减5.00元。'],
    [
      { kind: 'money-off', amountMinor: 500, leastOrderMinor: 3_000 },
      '€5.00 off your next order, from €30.00 on.',
      '下一单立减5.00元（满30.00元可用）。',
    ],
    [
      { kind: 'percent-off', percent: 15, mostMinor: 2_000 },
      '15 % off your next order, up to €20.00.',
      '下一单享8.5折，最多减20.00元。',
    ],
    [
      { kind: 'free-delivery', costMinor: 490 },
      'Your next order is delivered free of charge.',
      '下一单免运费。',
    ],
    [{ kind: 'gift', item: 'tea', costMinor: 250 }, 'A tin of tea.', '一罐茶。'],
    [
      { kind: 'bundle', items: ['a', 'b'], amountMinor: 300 },
      'A tin of tea: €3.00 off.',
      '一罐茶：减3.00元。',
    ],
    [
      { kind: 'loss-leader', item: 'a', priceMinor: 100, costMinor: 200 },
      'A tin of tea: one for €1.00.',
      '一罐茶：一件只要1.00元。',
    ],
    [
      { kind: 'related-product', with: ['a'], item: 'b', percent: 20, mostMinor: 500 },
      'A tin of tea: 20 % off.',
      '一罐茶：享8折。',
    ],
    [{ kind: 'differential', percentByTier: { gold: 10 } }, 'A tin of tea.', '一罐茶。'],
    [{ kind: 'access', what: WHAT }, 'An hour before all others.', '提前一小时进店。'],
    [{ kind: 'own-points', points: 200, costMinor: 200 }, '200 points for your account.', '送您200积分。'],
  ] as const)('says of %j what it is', (gives, en, chinese) => {
    expect(told(gives)).toEqual([en, chinese]);
  });

  it('is one for every shipped offer, in both languages', () => {
    const offers = shippedOffers()?.offers ?? [];
    expect(offers.length).toBeGreaterThan(3);
    for (const offer of offers) {
      const { en, 'zh-CN': chinese } = offerText(offer, money);
      expect(en).toMatch(/^[^{}]+[^.]\.$/);
      expect(chinese).toMatch(/[\u4e00-\u9fff].*[^。]。$/);
    }
  });
});
