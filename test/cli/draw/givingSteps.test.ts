/** Steps that give, ask and hand over, as the terminal shows them in both languages. */
import { describe, expect, it } from 'vitest';
import { nodeText, waysOf } from '../../../cli/draw/nodeText.ts';
import { nodeSchema } from '../../../core/journey/nodes.ts';

const NODES = {
  ladder: { type: 'offer', ladder: 'win-back', next: 'a', otherwise: 'b' },
  basket: { type: 'offer', offer: 'basket', next: 'a', otherwise: 'b' },
  thanks: { type: 'points', points: 1_200, reason: { en: 'x', 'zh-CN': 'x' }, next: 'a' },
  review: { type: 'points', rule: 'review', reason: { en: 'x', 'zh-CN': 'x' }, next: 'a', otherwise: 'b' },
  what: { type: 'recommend', slot: 'replenish', count: 2, next: 'a', otherwise: 'b' },
  ask: {
    type: 'survey',
    survey: 'nps',
    question: { en: 'Would you?', 'zh-CN': '愿意吗？' },
    scale: 'nps',
    template: 'ask',
    timeout: '7d',
    answers: [
      { min: 9, next: 'a' },
      { min: 7, max: 8, next: 'c' },
      { max: 6, next: 'b' },
    ],
    next: 'c',
    onTimeout: 'd',
  },
  call: { type: 'task', subject: { en: 'Call them', 'zh-CN': '打电话' }, next: 'a' },
  spring: { type: 'campaign', campaign: 'spring', next: 'a' },
} as const;

function shown(id: keyof typeof NODES, language: 'en' | 'zh-CN') {
  const node = nodeSchema.parse(NODES[id]);
  const { title, details } = nodeText(id, node, 0, language);
  const ways = waysOf(node, language).map(({ label, next }) => `${label}→${next}`);
  return [title, ...details, ...ways];
}

describe('a step that gives', () => {
  it.each([
    ['ladder', ['Offer ladder', 'ladder win-back', 'given→a', 'otherwise→b']],
    ['basket', ['Offer basket', 'basket', 'given→a', 'otherwise→b']],
    ['thanks', ['Points thanks', '1,200 points', '→a']],
    ['review', ['Points review', 'review', 'given→a', 'otherwise→b']],
    ['what', ['Recommend what', '2 products: to refill', 'given→a', 'otherwise→b']],
    ['call', ['Task call', 'Call them', '→a']],
    ['spring', ['Campaign spring', 'spring', '→a']],
  ] as const)('is drawn: %s', (id, wanted) => {
    expect(shown(id, 'en')).toEqual(wanted);
  });

  it('is drawn in Chinese', () => {
    expect(shown('ladder', 'zh-CN')).toEqual(['优惠 ladder', '阶梯 win-back', '已给出→a', '其他→b']);
    expect(shown('what', 'zh-CN')).toEqual(['推荐 what', '2 件商品:补货', '已给出→a', '其他→b']);
  });
});

describe('a question', () => {
  it('is drawn with the way of every answer', () => {
    const ways = ['≥ 9→a', '7–8→c', '≤ 6→b', 'any other answer→c', 'not within 7 days→d'];
    expect(shown('ask', 'en')).toEqual(['Survey ask', 'Would you?', ...ways]);
    expect(shown('ask', 'zh-CN').slice(0, 2)).toEqual(['问卷 ask', '愿意吗？']);
  });
});
