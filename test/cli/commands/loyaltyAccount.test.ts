import { expect, it } from 'vitest';
import { callCli, ok } from '../support/callCli.ts';

const SILVER = { tier: 'silver', name: { en: 'Silver', 'zh-CN': '银卡' }, from: 20_000, missing: 13_680 };
const ACCOUNT = {
  customer: 'ann',
  isMember: true,
  currency: 'USD',
  pending: 0,
  available: 63,
  debt: 0,
  worthMinor: 63,
  tier: {
    tier: 'member',
    name: { en: 'Member', 'zh-CN': '会员' },
    since: '2026-10-24T00:00:00.000Z',
    until: null,
    qualifying: 6_320,
    by: 'spend',
    next: SILVER,
  },
  lots: [],
  entries: { items: [], next: null, total: 0 },
};

it.each([
  ['en', 'spend', 'USD', 'Silver is 136.80 USD of orders away.'],
  ['zh-CN', 'spend', 'USD', '距银卡还差订单金额 136.80 USD。'],
  ['en', 'points', 'USD', 'Silver is 13,680 points away.'],
])('says in %s what is missing to the next tier by %s', async (lang, by, currency, line) => {
  const account = { ...ACCOUNT, currency, tier: { ...ACCOUNT.tier, by } };
  const call = await callCli(['loyalty', 'account', 'ann', '--lang', lang], { answer: () => ok(account) });
  expect(call.code).toBe(0);
  expect(call.out.split('\n')).toContain(line);
});
