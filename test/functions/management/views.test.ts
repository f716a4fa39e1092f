import { describe, expect, it } from 'vitest';
import type { StageEvidence } from '../../../core/lifecycle/lifecycle.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, utcDay } from '../../../core/time.ts';
import { customerRow, evidenceText, type ShopView } from '../../../functions/management/views/customer.ts';
import { decisionView } from '../../../functions/management/views/decision.ts';
import { withGateText } from '../../../functions/management/views/gateText.ts';
import { decideSend } from '../../../core/message/policy.ts';
import { aContact, aDecision, aLifecycle, aPerson, at, denied, NOW } from '../../support/builders.ts';
import { aSendContext } from '../../support/sendContext.ts';

const SHOP: ShopView = {
  model: coldModel(DEFAULT_SETTINGS),
  settings: DEFAULT_SETTINGS,
  currency: 'JPY',
  evaluatedAt: at('2026-03-10'),
};

describe('customerRow', () => {
  const lastDay = utcDay(NOW) - 10;
  const statistics = {
    orders: 2,
    orderDays: 2,
    firstDay: lastDay - 40,
    lastDay,
    lastOrderAt: lastDay * DAY_MS,
    spendMinor: 5_000,
    repeatSpendMinor: 2_000,
  };
  const buyer = aPerson({ lifecycle: aLifecycle({ stage: 'development', statistics }) });

  it('shows money in the units people pay with', () => {
    const row = customerRow(buyer, SHOP);
    expect(row.valueMinor).toBeGreaterThan(0);
    expect(row.value).toBe(row.valueMinor);
    expect(customerRow(buyer, { ...SHOP, currency: 'USD' }).value).toBe((row.valueMinor ?? 0) / 100);
  });

  it('leaves empty what no evaluation has said yet', () => {
    const empty = { pAlive: null, pActive: null, expectedOrders: null, value: null, valueMinor: null };
    expect(customerRow(aPerson(), SHOP)).toMatchObject({ stage: null, grade: null, orders: null, ...empty });
    expect(customerRow(buyer, { ...SHOP, evaluatedAt: null })).toMatchObject({
      stage: 'development',
      orders: 2,
      ...empty,
    });
  });
});

describe('evidenceText', () => {
  const evidence: StageEvidence = {
    rule: 'late',
    orderDays: 4,
    lastOrderDay: utcDay(at('2026-01-05')),
    limitDays: 42.4,
    ownP90Days: 30,
    shopP90Days: 60,
    gapVariation: 0.2,
  };
  const said = (change: Partial<StageEvidence>) =>
    evidenceText(aPerson({ lifecycle: aLifecycle({ evidence: { ...evidence, ...change } }) }));

  it.each<[Partial<StageEvidence>, string, string]>([
    [{ rule: 'no-order-yet' }, 'Known, no order yet.', '尚未下单'],
    [
      { rule: 'within-first-gap', orderDays: 1 },
      '1 order on 2026-01-05; the usual second order comes within 42 days.',
      '首次下单',
    ],
    [
      { rule: 'past-first-gap', orderDays: 1 },
      '1 order on 2026-01-05, none in the 42 days after it',
      '仅下一单',
    ],
    [
      { rule: 'repeat-buyer' },
      '4 orders, the last on 2026-01-05; late only after 42 days.',
      '最近2026-01-05',
    ],
    [{ rule: 'back-after-decline' }, 'Came back on 2026-01-05 after a long gap; 4 orders in all.', '回来'],
    [{ rule: 'regular' }, '4 orders at a regular interval', '规律购买4次'],
    [{ rule: 'late', limitDays: 1.2 }, 'longer than the 1 day this customer may take', '1天上限'],
    [{ rule: 'still-lapsed' }, '4 orders, none since 2026-01-05; only an order ends a decline.', '结束衰退'],
    [{ rule: 'still-lapsed', orderDays: 1 }, '1 order, none since 2026-01-05', '共1次购买'],
  ])('%j', (change, english, chinese) => {
    expect(said(change).en).toContain(english);
    expect(said(change)['zh-CN']).toContain(chinese);
  });

  it('says so where nobody has looked yet', () => {
    expect(evidenceText(aPerson())).toEqual({ en: 'Not evaluated yet.', 'zh-CN': '尚未评估。' });
  });
});

describe('decisionView', () => {
  it('puts a sentence in both languages beside every gate that was climbed', () => {
    const decision = aDecision();
    const stops = [
      { contact: aContact() },
      { contact: null },
      { contact: aContact([]) },
      { contact: aContact([denied('offers')]) },
      { contact: aContact(undefined, { suppression: { why: 'manual', at: NOW, source: 'test' } }) },
      { contact: aContact(undefined, { complaints: [{ id: 'c1', openedAt: NOW, closedAt: null }] }) },
      { contact: aContact(), decision: aDecision({ heldOut: true }) },
      { contact: aContact(), decision: aDecision({ expiresAt: NOW }) },
      { contact: aContact(), zone: 'Pacific/Auckland' },
      {
        contact: aContact(undefined, {
          recentSends: [1, 2, 3].map((n) => ({ at: NOW - n, class: 'promotional' as const })),
        }),
      },
    ];
    const ladders = stops.map((stop) =>
      decideSend(aSendContext({ decision, zone: null, ...stop })).evidence(),
    );
    for (const evidence of ladders) {
      const { gates } = decisionView(aDecision({ evidence })).evidence as { gates: { detail?: object }[] };
      expect(gates.length).toBeGreaterThan(0);
      for (const gate of gates) {
        expect(gate.detail).toEqual({
          en: expect.stringMatching(/^[A-Z0-9].*\.$/),
          'zh-CN': expect.stringMatching(/。$/),
        });
      }
    }
  });

  it.each([[null], [{}], [{ gates: 'none' }], [{ gates: ['odd', { gate: 'new', finding: 'unheard' }] }]])(
    'leaves evidence of another shape as it is: %j',
    (evidence) => {
      expect(withGateText(evidence)).toEqual(evidence);
    },
  );
});
