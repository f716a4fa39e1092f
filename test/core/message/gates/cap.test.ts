import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../../core/ids.ts';
import type { RecentSend } from '../../../../core/message/contact.ts';
import type { Decision } from '../../../../core/message/decision.ts';
import { decideSend, type SendContext, takesLastSlot } from '../../../../core/message/policy.ts';
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS } from '../../../../core/time.ts';
import { aContact, aDecision, granted, NOW, someSettings } from '../../../support/builders.ts';
import { aSendContext, foundAt, outcomeOf } from '../../../support/sendContext.ts';

function sent(daysAgo: number, overrides: Partial<RecentSend> = {}): RecentSend {
  return { at: NOW - daysAgo * DAY_MS, class: 'promotional', ...overrides };
}

function after(recentSends: readonly RecentSend[], overrides: Partial<SendContext> = {}): SendContext {
  const contact = aContact([granted('offers'), granted('newsletter')], { recentSends });
  const decision = aDecision({ expiresAt: NOW + 10 * DAY_MS });
  return aSendContext({ contact, decision, ...overrides });
}

const FULL = [sent(6), sent(2), sent(1)];

describe('a frequency cap', () => {
  it('has room again the moment the oldest send leaves its window', () => {
    const opens = NOW + DAY_MS;
    expect(decideSend(after(FULL))).toMatchObject({ kind: 'hold', until: opens, reason: 'frequency-cap' });
    expect([opens - 1, opens].map((now) => outcomeOf(after(FULL, { now })))).toEqual([
      'hold frequency-cap',
      'send',
    ]);
  });

  it('of none at all never opens', () => {
    const settings = someSettings({ messages: { caps: [{ class: 'promotional', most: 0, withinDays: 1 }] } });
    expect(outcomeOf(after([], { settings }))).toBe('suppress frequency-cap');
  });

  it('does not count an earlier attempt at the same decision', () => {
    const settings = someSettings({ messages: { caps: [{ most: 1, withinDays: 7 }] } });
    const again = sent(0, { decisionId: aDecision().id });
    expect(outcomeOf(after([again], { settings }))).toBe('send');
    const other = sent(0, { decisionId: decisionId('another') });
    expect(outcomeOf(after([other], { settings }))).toBe('hold frequency-cap');
  });

  it('among several that is full for longest decides, and is named', () => {
    const caps = [3, 2].map((withinDays) => ({ class: 'promotional' as const, most: 1, withinDays }));
    const settings = someSettings({ messages: { caps: [...caps, { most: 9, withinDays: 30 }] } });
    const context = after([sent(1)], { settings });
    expect(decideSend(context)).toMatchObject({ kind: 'hold', until: NOW + 2 * DAY_MS });
    expect(foundAt('cap', context)).toMatchObject({ finding: 'reached', recent: 1, most: 1, withinDays: 3 });
  });

  it.each([
    ['its class', { class: 'promotional' as const }, [sent(1, { class: 'care' })], 'send'],
    ['every capped class', {}, [sent(1, { class: 'care' })], 'hold'],
    ['no message somebody waits for', {}, [sent(1, { class: 'service' })], 'send'],
    ['its topic', { topic: 'offers' }, [sent(1, { topic: 'newsletter' }), sent(1)], 'send'],
    ['its topic, met', { topic: 'offers' }, [sent(1, { topic: 'offers' })], 'hold'],
    ['its channel', { channel: 'sms' as const }, [sent(1)], 'send'],
    ['its channel, met', { channel: 'email' as const }, [sent(1)], 'hold'],
  ])('counts %s', (_, of, recentSends, kind) => {
    const settings = someSettings({ messages: { caps: [{ ...of, most: 1, withinDays: 7 }] } });
    expect(decideSend(after(recentSends, { settings })).kind).toBe(kind);
  });
});

describe('the owner’s own pace', () => {
  const slow = (of: Decision['class'], recentSends: readonly RecentSend[]) => {
    const contact = aContact(undefined, { recentSends, pace: { most: 1, withinDays: 30 } });
    const decision = aDecision({ class: of, expiresAt: NOW + 60 * DAY_MS });
    return aSendContext({ contact, decision });
  };

  it('is a cap over everything but what they wait for', () => {
    const context = slow('promotional', [sent(10, { class: 'care' })]);
    expect(decideSend(context)).toMatchObject({ kind: 'hold', until: NOW + 20 * DAY_MS });
    expect(foundAt('cap', context)).toMatchObject({ finding: 'pace-reached', most: 1, withinDays: 30 });
    expect(outcomeOf(slow('survey', [sent(10)]))).toBe('hold frequency-cap');
    expect(outcomeOf(slow('service', [sent(10)]))).toBe('send');
  });

  it('does not make more of what the shop allows', () => {
    const contact = aContact(undefined, { recentSends: FULL, pace: { most: 50, withinDays: 1 } });
    expect(outcomeOf(aSendContext({ contact }))).toBe('hold frequency-cap');
  });
});

function aRival(overrides: Partial<Decision> = {}): Decision {
  return aDecision({ id: decisionId('rival'), journeyId: 'launch', priority: 90, ...overrides });
}

describe('the last slot of a cap', () => {
  const LAST = [sent(6), sent(2)];

  it.each([
    ['is not taken while there are more', [sent(6)], false],
    ['is taken by the third of three', LAST, true],
    ['is gone', FULL, false],
    ['is taken though more is remembered than counts', [sent(8), ...LAST], true],
  ])('%s', (_, recentSends, takes) => {
    expect(takesLastSlot(after(recentSends))).toBe(takes);
  });

  it('is left to a message of higher priority that waits for the same person', () => {
    const rival = aRival({ dueAt: NOW + 5 * HOUR_MS });
    const context = after(LAST, { rivals: [rival] });
    const until = NOW + 5 * HOUR_MS + MINUTE_MS;
    expect(decideSend(context)).toMatchObject({ kind: 'hold', until, reason: 'frequency-cap' });
    expect(foundAt('cap', context)).toMatchObject({
      finding: 'outranked',
      by: 'launch',
      due: isoInstant(NOW + 5 * HOUR_MS),
      recent: 2,
      most: 3,
    });
  });

  it('is left for a minute at least to one that is due already', () => {
    const context = after(LAST, { rivals: [aRival({ dueAt: NOW - HOUR_MS })] });
    expect(decideSend(context)).toMatchObject({ kind: 'hold', until: NOW + MINUTE_MS });
  });

  it('is left even by a node that does not wait, which asks again once the other had its turn', () => {
    const context = after(LAST, { rivals: [aRival()], decision: aDecision({ onRefusal: 'skip' }) });
    expect(decideSend(context).kind).toBe('hold');
    const brief = aDecision({ expiresAt: NOW + MINUTE_MS });
    expect(outcomeOf(after(LAST, { rivals: [aRival()], decision: brief }))).toBe('suppress frequency-cap');
  });

  it.each([
    ['has no higher priority', { priority: 50 }],
    ['has left already', { outcome: 'claimed' as const }],
    ['goes by another channel', { channel: 'sms' as const }],
    ['is not capped', { class: 'service' as const }],
    ['is due after the window', { dueAt: NOW + 7 * DAY_MS, expiresAt: NOW + 9 * DAY_MS }],
    ['expires before it is due', { dueAt: NOW + HOUR_MS, expiresAt: NOW + HOUR_MS }],
    ['has no consent', { topic: 'other' }],
    ['is held out', { heldOut: true }],
    ['is this very message', { id: aDecision().id }],
    ['is due no more', { dueAt: null }],
  ])('is not left to one that %s', (_, overrides) => {
    expect(outcomeOf(after(LAST, { rivals: [aRival(overrides)] }))).toBe('send');
  });

  it('is not left where another is free', () => {
    expect(outcomeOf(after([sent(2)], { rivals: [aRival()] }))).toBe('send');
  });
});
