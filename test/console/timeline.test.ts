import { describe, expect, it } from 'vitest';
import type { FactView, OrderView } from '../../console/api/types.ts';
import { factWords, type FactReader } from '../../console/features/customers/factWords.ts';
import { timelineOf } from '../../console/features/customers/timelineOf.ts';
import { FACT_KINDS } from '../../core/fact.ts';

const reader: FactReader = {
  language: 'en',
  money: (amountMinor, currency) => `${currency} ${amountMinor / 100}`,
  journeyName: (id) => `“${id}”`,
  customerId: 'maya',
  templateOf: (id) => (id === 'd1' ? 'welcome-picks' : null),
};
const inChinese: FactReader = { ...reader, language: 'zh-CN' };

const aFact = (kind: string, body: FactView['body'] = {}, journeyId: string | null = null): FactView => ({
  at: '2026-03-05T10:00:00.000Z',
  kind,
  journeyId,
  body,
});
const anOrder = (id: string, at: string): OrderView => ({
  id,
  at,
  amountMinor: 1_900,
  currency: 'USD',
  items: ['Tea'],
});

describe('factWords', () => {
  it.each([
    [
      aFact('event', {
        name: 'Order Completed',
        properties: { revenue_minor: 1_900, currency: 'USD', items: ['Tea', 'Cup'] },
      }),
      'Ordered for USD 19',
      'Tea, Cup',
    ],
    [
      aFact('event', { name: 'Order Refunded', properties: { revenue_minor: -500, currency: 'USD' } }),
      'Refunded USD 5',
      null,
    ],
    [aFact('event', { name: 'Product Viewed', properties: {} }), 'Product viewed', null],
    [aFact('event', { name: 'Spun The Wheel' }), 'Spun The Wheel', null],
    [
      aFact('stage-changed', { from: 'stability', to: 'decline', rule: 'late' }),
      'Stage changed: Stability → Decline',
      'later than this customer’s own limit',
    ],
    [aFact('stage-changed', { from: null, to: 'identification' }), 'Stage: Identification', null],
    [aFact('journey-entered', { event: 'Signed Up' }, 'welcome'), 'Entered “welcome”', 'Signed up'],
    [
      aFact('journey-entered', { to: 'decline', from: 'stability' }, 'welcome'),
      'Entered “welcome”',
      'stage becomes Decline',
    ],
    [
      aFact('journey-entered', { date: '2026-03-05T02:00:00Z' }, 'welcome'),
      'Entered “welcome”',
      'on the date',
    ],
    [
      aFact('journey-entered', { schedule: '2026-03-05T02:00:00Z' }, 'welcome'),
      'Entered “welcome”',
      'on schedule',
    ],
    [
      aFact('journey-entered', { journey: 'welcome' }, 'welcome'),
      'Entered “welcome”',
      'sent on by “welcome”',
    ],
    [
      aFact('journey-entered', { backlog: '2026-03-05T02:00:00Z', to: 'decline' }, 'welcome'),
      'Entered “welcome”',
      'already fitted when the journey was published',
    ],
    [
      aFact('journey-refused', { reason: 'already-over' }, 'welcome'),
      'Not let into “welcome”',
      'already reached what ends it',
    ],
    [
      aFact('journey-migrated', { toVersion: 3, node: 'picks' }, 'welcome'),
      'Taken over to version 3 of “welcome”',
      'picks',
    ],
    [
      aFact('journey-ended', { reason: 'merged' }, 'welcome'),
      'Left “welcome”',
      'merged into an older passage',
    ],
    [
      aFact('journey-ended', { reason: 'exit', detail: 'condition' }, 'welcome'),
      'Left “welcome”',
      'left early: its condition came true',
    ],
    [
      aFact('journey-ended', { reason: 'exit', detail: 'decline → stability' }, 'welcome'),
      'Left “welcome”',
      'left early: stage Decline → Stability',
    ],
    [
      aFact('journey-refused', { reason: 'already-inside' }, 'welcome'),
      'Not let into “welcome”',
      'already inside',
    ],
    [
      aFact('journey-ended', { reason: 'goal', detail: 'Order Completed' }, 'welcome'),
      'Left “welcome”',
      'reached the goal: Order completed',
    ],
    [
      aFact('message-accepted', { decision: 'd1', node: 'picks' }, 'welcome'),
      'A message was decided',
      'picks',
    ],
    [
      aFact('message-settled', { decision: 'd1', node: 'picks', outcome: 'sent', reason: null }),
      'Sent: welcome-picks',
      null,
    ],
    [
      aFact('message-settled', {
        decision: 'd9',
        node: 'picks',
        outcome: 'suppressed',
        reason: 'frequency-cap',
      }),
      'Not sent: picks',
      'the frequency cap is reached',
    ],
    [
      aFact('consent-changed', { topic: 'offers', state: 'denied', source: 'link' }),
      'Consent withdrawn: Offers',
      'link',
    ],
    [
      aFact('merged', { id: 'anonymous:b', into: 'maya', by: 'address' }),
      'anonymous:b became this customer',
      'the same address',
    ],
    [
      aFact('merged', { id: 'anonymous:b', into: 'lin', by: 'seen' }),
      'anonymous:b turned out to be lin',
      'seen together',
    ],
    [aFact('merge-refused', { kind: 'two-external-ids' }), 'Not merged', 'a link would unite two customers'],
    [aFact('moon-phase', { full: true }), 'moon phase', null],
  ])('%j', (fact, title, detail) => {
    expect(factWords(fact, reader)).toMatchObject({ title, detail });
  });

  it.each(FACT_KINDS)('says %s in Chinese, even with nothing in its body', (kind) => {
    const { title } = factWords(aFact(kind, {}, 'welcome'), inChinese);
    expect(title).toMatch(/[\u4e00-\u9fff]/);
  });

  it('carries the outcome of a settled message for its texture', () => {
    expect(factWords(aFact('message-settled', { outcome: 'held-out' }), reader).outcome).toBe('held-out');
    expect(factWords(aFact('message-settled', { outcome: 'vanished' }), reader).outcome).toBe('unknown');
  });
});

describe('timelineOf', () => {
  it('adds imported orders, and tells an order that has an event once', () => {
    const told = aFact('event', { name: 'Order Completed', properties: { order_id: 'o1' } });
    const orders = [anOrder('o1', '2026-03-05T09:59:00Z'), anOrder('o0', '2026-01-01T00:00:00Z')];
    const kinds = timelineOf({ facts: [told], ordersList: orders }).map(({ at }) => at);
    expect(kinds).toEqual(['2026-03-05T10:00:00.000Z', '2026-01-01T00:00:00Z']);
  });

  it('tells a message that was decided and settled by how it ended, and one still pending as decided', () => {
    const facts = [
      aFact('message-settled', { decision: 'd1', outcome: 'sent' }),
      aFact('message-accepted', { decision: 'd1' }),
      aFact('message-accepted', { decision: 'd2' }),
    ];
    expect(
      timelineOf({ facts, ordersList: [] }).map(({ kind, body }) => `${kind} ${String(body['decision'])}`),
    ).toEqual(['message-settled d1', 'message-accepted d2']);
  });
});
