import { describe, expect, it } from 'vitest';
import { inLanguage, showFailure } from '../../cli/showFailure.ts';
import { wordsIn } from '../../cli/words/words.ts';
import { zhCNOffers } from '../../cli/words/zhCNOffers.ts';
import { zhCNRefusals } from '../../cli/words/zhCNRefusals.ts';

const POOR = {
  type: 'about:blank',
  title: 'Refused',
  status: 409,
  code: 'points-insufficient',
  detail: '240 points can be spent',
  field: 'points',
  remedy: 'ask for fewer',
};

describe('a refusal of the API', () => {
  it('is told in Chinese with the words of the API, which have the figures', () => {
    expect(showFailure(inLanguage(POOR, 'zh-CN'), wordsIn('zh-CN'))).toEqual([
      'perennial:可用积分不足（240 points can be spent）',
      '  位置:points',
      '  解决办法:请减少积分',
    ]);
  });

  it('keeps the remedy of the API where there is no other', () => {
    const limited = { ...POOR, code: 'limit' };
    expect(inLanguage(limited, 'zh-CN').remedy).toBe('ask for fewer');
  });

  it.each([
    ['in English', POOR, 'en'],
    ['of a code nobody translated', { ...POOR, code: 'no-data' }, 'zh-CN'],
  ] as const)('stays as it is: %s', (_, problem, language) => {
    expect(inLanguage(problem, language)).toBe(problem);
  });

  it('is known of every coupon that is denied at the checkout alone', () => {
    const alone = Object.keys(zhCNOffers.couponDenied).filter((code) => !code.startsWith('stacking-'));
    expect(alone.filter((code) => zhCNRefusals[code] === undefined)).toEqual([]);
  });
});
