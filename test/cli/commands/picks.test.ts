import { describe, expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

const COUNTS = { shown: 1_400, clicked: 9, bought: 306 };
const REPORT = {
  ...{ at: '2026-03-10T00:00:00.000Z', exploreShare: 0.05, purchaseDays: 14 },
  ...{ customers: 263, lists: 473, withChance: 19 },
  chosen: COUNTS,
  byChance: { shown: 19, clicked: 0, bought: 0 },
  clicks: { difference: 0.0064, interval: [-0.16, 0.012], relative: null },
  purchases: { difference: 0.2186, interval: [0.049, 0.241], relative: null },
  slots: [{ name: 'anything', ...COUNTS }],
  methods: [{ name: 'reorder', ...COUNTS }],
  kinds: [{ name: 'popular', ...COUNTS }],
};
const NOTHING = { difference: null, interval: null, relative: null };

describe('recommend report', () => {
  it('shows what was shown, followed and bought, and what choosing brought over chance', async () => {
    const { code, out, requests } = await callCli(['recommend', 'report'], { answer: () => ok(REPORT) });
    expect([code, requests[0]?.path]).toEqual([0, '/v1/recommendations/report']);
    expect(out).toContain('473 lists delivered to 263 customers; in 19 of them chance chose one item.');
    expect(out).toMatch(/chosen\s+1,400\s+9 \(0\.6%\)\s+306 \(21\.9%\)/);
    expect(out).toContain('bought: 21.86 of a hundred more than by chance (95 %: 4.90 to 24.10).');
    expect(out).toContain('not by what they did');
  });

  it('says in Chinese what is not measured yet', async () => {
    const answer = { ...REPORT, clicks: NOTHING, purchases: NOTHING };
    const { out } = await callCli(['recommend', 'report', '--lang', 'zh-CN'], { answer: () => ok(answer) });
    expect(out).toContain('购买：尚无法衡量，随机还没有展示过商品。');
  });

  it('says that nothing was recommended yet', async () => {
    const { out } = await callCli(['recommend', 'report'], { answer: () => ok({ ...REPORT, lists: 0 }) });
    expect(out.trim()).toBe('Nothing was recommended in a message yet, or none was delivered.');
  });
});

describe('customers relationship', () => {
  const answer = {
    ...{
      customer: 'C1',
      currency: 'USD',
      type: 'proactive',
      contacts: 18,
      customers: 505,
      product: 'consumed',
    },
    ...{ grade: 'A', stage: 'stability', expectedYearMinor: 18_755 },
    pastYear: { marginMinor: 16_000, revenueMinor: 28_000 },
    asks: { en: 'Proactive: get in touch.', 'zh-CN': '主动型：不时联系。' },
    because: { en: 'A year pays.', 'zh-CN': '一年的毛利可支付。' },
  };

  it('shows the kind, what it rests on, and what it asks', async () => {
    const { code, out, requests } = await callCli(['customers', 'relationship', 'a/b'], {
      answer: () => ok(answer),
    });
    expect([code, requests[0]?.path]).toEqual([0, '/v1/customers/a%2Fb/relationship']);
    expect(out).toMatch(/Relationship\s+proactive/);
    expect(out).toMatch(/Margin expected of a year\s+187\.55 USD/);
    expect(out).toContain('Proactive: get in touch.');
  });

  it('says it in Chinese', async () => {
    const { out } = await callCli(['customers', 'relationship', 'C1', '--lang', 'zh-CN'], {
      answer: () => ok(answer),
    });
    expect(out).toContain('主动型');
    expect(out).toContain('多为消耗品');
  });
});
