import { describe, expect, it } from 'vitest';
import { customerDetailSchema } from '../../../cli/answers/customer.ts';
import { drawCustomer } from '../../../cli/draw/drawCustomer.ts';
import { PLAIN } from '../../../cli/text/colour.ts';
import type { Language } from '../../../cli/words/language.ts';
import { aDetail } from '../support/aCustomer.ts';

function picture(language: Language, more: object = {}): string {
  return `\n${drawCustomer(customerDetailSchema.parse(aDetail(more)), language, PLAIN).join('\n')}\n`;
}

describe('one customer in the terminal', () => {
  it('is the whole picture in English', () => {
    expect(picture('en')).toBe(`
Ada Brown (00042)  [Stability] since 2026-01-10
3 orders at a regular interval, the last on 2026-02-20; late only after 41 days.

Grade             A
Group             Champions
Value, 12 months  312.40 USD
P(active)         62%
P(alive)          93.5%
Expected orders   4.20
Spent so far      120.00 USD
Orders            3
Last order        2026-02-20
Known since       2025-12-01
Contact           ada@example.com · en · Europe/Berlin

Consent
  email · newsletter  given 2025-12-01, checkout
  email · offers      withdrawn 2026-01-05, unsubscribe link

Journeys
  Welcome    entered 2025-12-01 · left 2025-12-20: reached the goal, Order Completed
  Thank you  entered 2026-02-20 · at settle, next step 2026-02-22 10:00 · held out

Messages decided
  2025-12-03 09:00  Welcome / picks   not sent: the frequency cap is reached; 3 of 3 in 7 days
  2025-12-01 09:00  Welcome / topics  sent

Rhythm
  2025-12-20 ●──────────────●─○──────────────────●────◆─────────────────┊ 2026-04-02
  an order every 31 days as a rule; late after 41 days; 9 days since the last order
  ● order  ○ refund  ┊ late from here  ◆ last known day

Timeline
  2026-03-01 00:00  something new
  2026-02-20 10:00  Order 30.00 USD, after 36 days
  2026-01-18 10:00  Refund 5.00 USD
  2026-01-15 10:00  Order 45.00 USD, after 26 days
  2026-01-10 00:00  Stage Development → Stability
  2026-01-05 12:00  Consent to offers by email withdrawn
  2025-12-20 10:00  Left Welcome: reached the goal
  2025-12-20 10:00  Order 50.00 USD
  2025-12-01 09:00  Signed Up
`);
  });

  it('says which margin its value rests on, in either language', () => {
    const text = {
      en: '41%, the shop’s: nothing tells of their own.',
      'zh-CN': '41%，按全店毛利率：尚无本人的依据。',
    };
    const valueMargin = { share: 0.41, by: 'shop', text };
    expect(picture('en', { valueMargin })).toContain(`Margin it rests on  ${text.en}`);
    expect(picture('zh-CN', { valueMargin })).toMatch(new RegExp(`所用毛利率\\s+${text['zh-CN']}`));
  });

  it('is the same picture in Chinese', () => {
    expect(picture('zh-CN')).toBe(`
Ada Brown (00042)  [稳定期] 自 2026-01-10
规律购买3次,最近2026-02-20;超过41天才算逾期。

等级            A
分组            核心客户
未来12个月价值  312.40 USD
活跃概率        62%
存活概率        93.5%
预期订单        4.20
累计消费        120.00 USD
订单            3
最近下单        2026-02-20
建档时间        2025-12-01
联系方式        ada@example.com · en · Europe/Berlin

授权
  邮件 · 资讯  已授权 2025-12-01,来源 checkout
  邮件 · 优惠  已撤回 2026-01-05,来源 unsubscribe link

旅程
  欢迎    进入于 2025-12-01 · 离开于 2025-12-20:达成目标,Order Completed
  谢谢您  进入于 2026-02-20 · 位于 settle,下一步 2026-02-22 10:00 · 对照组

消息决定
  2025-12-03 09:00  欢迎 / picks   未发送:已达频次上限;3 of 3 in 7 days
  2025-12-01 09:00  欢迎 / topics  已发送

下单节奏
  2025-12-20 ●──────────────●─○──────────────────●────◆─────────────────┊ 2026-04-02
  通常每 31 天下单一次;超过 41 天即为偏晚;距上次下单 9 天
  ● 订单  ○ 退款  ┊ 此后偏晚  ◆ 最后已知日

时间线
  2026-03-01 00:00  something new
  2026-02-20 10:00  下单 30.00 USD,间隔 36 天
  2026-01-18 10:00  退款 5.00 USD
  2026-01-15 10:00  下单 45.00 USD,间隔 26 天
  2026-01-10 00:00  阶段 发展形成期 → 稳定期
  2026-01-05 12:00  邮件授权「优惠」:已撤回
  2025-12-20 10:00  离开「欢迎」:达成目标
  2025-12-20 10:00  下单 50.00 USD
  2025-12-01 09:00  Signed Up
`);
  });

  it('says of a person nothing is known of that nothing is', () => {
    const nothing = {
      ...{
        name: null,
        stage: null,
        stageSince: null,
        grade: null,
        rfmGroup: null,
        orders: null,
        lastOrder: null,
      },
      ...{
        pAlive: null,
        pActive: null,
        expectedOrders: null,
        valueMinor: null,
        spendMinor: null,
        email: null,
        locale: null,
      },
      ...{ zone: null, evidence: null, evidenceText: null, consents: [], enrolments: [], decisions: [] },
      ...{ facts: [], ordersList: [] },
    };
    expect(picture('en', nothing)).toBe(`
00042  not evaluated yet

Known since  2025-12-01

Consent
  none recorded

Journeys
  in none so far

Messages decided
  none so far

Rhythm
  no order yet

Timeline
`);
  });

  it('says by what a message goes where it is no email', () => {
    const decision = {
      outcome: 'sent',
      journeyId: 'welcome',
      nodeId: 'tell',
      decidedAt: '2025-12-01T09:00:00.000Z',
    };
    const decisions = ['email', 'sms', 'webhook'].map((channel) => ({ ...decision, channel }));
    const drawn = picture('en', { decisions });
    expect(drawn.match(/tell.*/g)).toEqual([
      expect.stringMatching(/^tell +sent$/),
      expect.stringMatching(/^tell · SMS +sent$/),
      expect.stringMatching(/^tell · webhook +sent$/),
    ]);
    expect(picture('zh-CN', { decisions })).toContain('tell · 短信');
  });

  it('tells which ids are one person, and with whom an address is shared; nothing where there is one id', () => {
    const merge = { at: '2026-03-01T09:00:00.000Z', id: 'anonymous:b', by: 'seen', orders: 2 };
    const several = {
      askedAs: 'anonymous:b',
      otherIds: ['anonymous:b', '00017'],
      merges: [{ ...merge, enrolments: 1, ended: 0, fields: ['email'] }],
      sharedAddressWith: ['00099'],
    };
    const drawn = picture('en', several);
    expect(drawn).toContain(`
Identity
  anonymous:b is 00042 now
  also known as anonymous:b, 00017
  2026-03-01 09:00  anonymous:b became this customer (ids seen together): orders 2, journeys 1, ended 0, fields 1
  shares an address with 00099; they stay separate customers
`);
    expect(picture('zh-CN', several)).toContain('与 00099 共用地址');
    expect(picture('en')).not.toContain('Identity');
  });

  it('tells a merge in the timeline from either side, and a refused one by its reason', () => {
    const fact = (kind: string, body: object) => ({
      at: '2026-03-01T09:00:00.000Z',
      kind,
      journeyId: null,
      body,
    });
    const facts = [
      fact('merged', { id: 'anonymous:b', into: '00042' }),
      fact('merged', { id: 'anonymous:c', into: '00001' }),
      fact('merge-refused', { kind: 'alias-loop' }),
    ];
    const drawn = picture('en', { facts, ordersList: [] });
    expect(drawn).toContain('anonymous:b became this customer');
    expect(drawn).toContain('anonymous:c turned out to be 00001');
    expect(drawn).toContain('Not merged: the alias would close a loop');
  });

  it('marks an order that came later than this customer’s limit', () => {
    const ordersList = [
      { id: 'o1', at: '2025-01-01T00:00:00.000Z', amountMinor: 100, currency: 'USD', items: [] },
      { id: 'o2', at: '2025-06-01T00:00:00.000Z', amountMinor: 100, currency: 'USD', items: [] },
    ];
    expect(picture('en', { ordersList })).toContain('Order 1.00 USD, after 151 days, later than usual');
  });

  it('shows the newest of a long history, and how much is older', () => {
    const facts = Array.from({ length: 100 }, (_, i) => ({
      at: new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString(),
      kind: 'event',
      journeyId: null,
      body: { name: `Visit ${i}` },
    }));
    const shown = picture('en', { facts, ordersList: [] });
    expect(shown).toContain('Visit 99');
    expect(shown).not.toContain('Visit 59\n');
    expect(shown).toContain('  60 earlier entries; --json has them all.');
  });
});
