import { describe, expect, it } from 'vitest';
import { budgetsOf, warmUpLimit } from '../../../core/message/budgetsOf.ts';
import { settingsSchema } from '../../../core/settings/settings.ts';
import { aDecision } from '../../support/builders.ts';

const at = (text: string) => Date.parse(text);

function withBudgets(...budgets: object[]) {
  return settingsSchema.parse({ messages: { budgets } });
}

describe('the budgets a send draws on', () => {
  const of = (per: string, zone: string, now: string) =>
    budgetsOf(aDecision(), withBudgets({ id: 'b', limitUsdCents: 3, per, zone }), null, at(now));

  it.each([
    ['day', 'UTC', '2026-03-10T23:59:59Z', 'b/2026-03-10', '2026-03-11T00:00:00Z'],
    ['day', 'Asia/Shanghai', '2026-03-10T16:00:00Z', 'b/2026-03-11', '2026-03-11T16:00:00Z'],
    ['day', 'Europe/Berlin', '2026-03-28T23:30:00Z', 'b/2026-03-29', '2026-03-29T22:00:00Z'],
    ['week', 'UTC', '2026-03-15T23:00:00Z', 'b/2026-03-09', '2026-03-16T00:00:00Z'],
    ['week', 'UTC', '2026-03-16T00:00:00Z', 'b/2026-03-16', '2026-03-23T00:00:00Z'],
    ['month', 'UTC', '2026-12-31T23:00:00Z', 'b/2026-12-01', '2027-01-01T00:00:00Z'],
    ['month', 'America/New_York', '2026-03-01T04:59:00Z', 'b/2026-02-01', '2026-03-01T05:00:00Z'],
  ])('a %s in %s at %s is %s, until %s', (per, zone, now, key, freeAt) => {
    expect(of(per, zone, now)).toEqual([
      { id: 'b', key, limit: 30_000, unit: 'micro-usd', freeAt: at(freeAt) },
    ]);
  });

  it('are those of its channel, class and journey', () => {
    const settings = withBudgets(
      { id: 'sms', channel: 'sms', limitUsdCents: 1 },
      { id: 'offers', class: 'promotional', limitUsdCents: 1 },
      { id: 'other', journey: 'other', limitUsdCents: 1 },
      { id: 'mine', journey: 'test', limitUsdCents: 1 },
    );
    const ids = budgetsOf(aDecision(), settings, null, 0).map(({ id }) => id);
    expect(ids).toEqual(['offers', 'mine']);
  });

  it('of a new sender grow day by day, and hold nothing that somebody waits for', () => {
    const warmUp = { from: '2026-03-10', firstDay: 200, growth: 1.5 };
    const settings = settingsSchema.parse({
      senders: { news: { name: 'News', email: 'news@shop.example', topics: ['offers'], warmUp } },
    });
    const limits = ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'].map((day) =>
      budgetsOf(aDecision(), settings, null, at(`${day}T12:00:00Z`)).map(({ limit }) => limit),
    );
    expect(limits).toEqual([[], [200], [300], [450]]);
    const awaited = aDecision({ class: 'transactional', lane: 'transactional' });
    expect(budgetsOf(awaited, settings, 1_000, at('2026-03-10T12:00:00Z'))).toEqual([]);
  });

  it('leave a tenth of the provider’s day to what somebody waits for', () => {
    const [quota] = budgetsOf(aDecision(), settingsSchema.parse({}), 50_000, at('2026-03-10T12:00:00Z'));
    expect(quota).toMatchObject({ id: 'provider-day', limit: 45_000, unit: 'messages' });
  });

  it('grow as the growth says', () => {
    expect([0, 1, 10].map((day) => warmUpLimit({ firstDay: 500, growth: 1.5 }, day))).toEqual([
      500, 750, 28_832,
    ]);
  });
});
