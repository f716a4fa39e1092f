import { describe, expect, it } from 'vitest';
import { REPLY } from '../../../../core/message/gates/standing.ts';
import { DAY_MS, HOUR_MS, isoInstant, MINUTE_MS } from '../../../../core/time.ts';
import { decideSend } from '../../../../core/message/policy.ts';
import { isShopHeldOut } from '../../../../core/message/gates/holdout.ts';
import { customerId } from '../../../../core/ids.ts';
import { aContact, aDecision, at, NOW, someSettings } from '../../../support/builders.ts';
import { aSendContext, foundAt, outcomeOf } from '../../../support/sendContext.ts';

describe('after STOP', () => {
  const suppression = { why: 'stop-word', at: NOW - 1, source: 'sms' } as const;
  const contact = aContact(undefined, { suppression });

  it('a number gets the answer to HELP, and nothing else', () => {
    const reply = aDecision({ class: 'transactional', channel: 'sms', journeyId: REPLY });
    expect(outcomeOf(aSendContext({ contact, decision: reply }))).toBe('send');
    const order = { ...reply, journeyId: 'orders' };
    expect(outcomeOf(aSendContext({ contact, decision: order }))).toBe('suppress suppressed-address');
    expect(foundAt('suppression', aSendContext({ contact, decision: order }))).toMatchObject({
      why: 'stop-word',
      source: 'sms',
      since: isoInstant(NOW - 1),
    });
  });
});

describe('a complaint', () => {
  const after = (...complaints: { id: string; openedAt: number | null; closedAt: number | null }[]) =>
    outcomeOf(aSendContext({ contact: aContact(undefined, { complaints }) }));

  it('bars promotions until every one is closed', () => {
    const closed = { id: 'a', openedAt: NOW - 2, closedAt: NOW - 1 };
    const open = { id: 'b', openedAt: NOW - 1, closedAt: null };
    expect(after(closed)).toBe('send');
    expect(after(closed, open)).toBe('suppress open-complaint');
    expect(after({ id: 'c', openedAt: null, closedAt: NOW - 1 })).toBe('send');
  });
});

describe('a pause', () => {
  const pausedUntil = NOW + DAY_MS;
  const contact = aContact(undefined, { pausedUntil });

  it('holds until it ends, to the millisecond', () => {
    const result = decideSend(aSendContext({ contact }));
    expect(result).toMatchObject({ kind: 'hold', until: pausedUntil });
    expect(outcomeOf(aSendContext({ contact, now: pausedUntil - 1 }))).toBe('hold paused-by-customer');
    expect(outcomeOf(aSendContext({ contact, now: pausedUntil }))).toBe('send');
  });

  it('outlasts most messages, which are refused for it', () => {
    const decision = aDecision({ expiresAt: pausedUntil });
    expect(outcomeOf(aSendContext({ contact, decision }))).toBe('suppress paused-by-customer');
  });
});

describe('a stop', () => {
  const stopped = (since: number) => ({
    stopped: { at: since, by: 'ann', why: 'wrong price', classes: 'promotional' as const },
    guard: null,
  });

  it.each([
    ['after a minute at first', 0, MINUTE_MS],
    ['after a minute still', 4 * MINUTE_MS, MINUTE_MS],
    ['more rarely the longer it lasts', 30 * MINUTE_MS, 6 * MINUTE_MS],
    ['every quarter of an hour at least', 9 * HOUR_MS, 15 * MINUTE_MS],
  ])('is looked at again %s', (_, agoMs, laterMs) => {
    const result = decideSend(aSendContext({ sending: stopped(NOW - agoMs) }));
    expect(result).toMatchObject({ kind: 'hold', until: NOW + laterMs, reason: 'sending-stopped' });
  });

  it('names who stopped what, and why', () => {
    expect(foundAt('stop', aSendContext({ sending: stopped(NOW) }))).toMatchObject({
      finding: 'stopped',
      by: 'ann',
      said: 'wrong price',
    });
    const guard = {
      at: NOW,
      what: 'hard-bounces',
      sender: 'default',
      count: 60,
      of: 1_200,
      limit: 0.04,
    } as const;
    expect(foundAt('stop', aSendContext({ sending: { stopped: null, guard } }))).toMatchObject({
      finding: 'guarded',
      what: 'hard-bounces',
      count: 60,
      of: 1_200,
    });
  });
});

describe('the shop’s own control group', () => {
  const people = Array.from({ length: 4_000 }, (_, i) => customerId(`customer-${i}`));
  const held = (holdout: { share: number; salt?: string; since?: string }, now = NOW) => {
    const settings = someSettings({ messages: { holdout } });
    return people.filter((id) => isShopHeldOut(settings, id, now));
  };

  it('is a share of all customers, the same ones every time', () => {
    const tenth = held({ share: 0.1 });
    expect(tenth.length / people.length).toBeGreaterThan(0.08);
    expect(tenth.length / people.length).toBeLessThan(0.12);
    expect(held({ share: 0.1 })).toEqual(tenth);
    expect(held({ share: 0.2 })).toEqual(expect.arrayContaining(tenth));
    expect(held({ share: 0 })).toEqual([]);
  });

  it('is drawn anew by another salt', () => {
    const [one, other] = [held({ share: 0.1 }), new Set(held({ share: 0.1, salt: 'spring' }))];
    expect(one.filter((id) => other.has(id)).length).toBeLessThan(one.length / 3);
  });

  it('begins on its day', () => {
    const holdout = { share: 0.5, since: '2026-03-11' };
    expect(held(holdout, at('2026-03-11') - 1)).toEqual([]);
    expect(held(holdout, at('2026-03-11')).length).toBeGreaterThan(1_000);
  });

  it('holds back promotions alone, and says whose group it is', () => {
    const settings = someSettings({ messages: { holdout: { share: 0.5 } } });
    const chosen = people.filter((one) => isShopHeldOut(settings, one, NOW)).slice(0, 1);
    const [decision = aDecision()] = chosen.map((id) => aDecision({ customerId: id }));
    const context = aSendContext({ settings, decision });
    expect(outcomeOf(context)).toBe('held-out');
    expect(foundAt('holdout', context)).toMatchObject({ finding: 'shop-control-group', percent: 50 });
    const care = { ...context, decision: { ...context.decision, class: 'care' as const } };
    expect(outcomeOf(care)).toBe('send');
  });
});

describe('a budget', () => {
  const until = NOW + 2 * DAY_MS;
  const exhausted = new Map([
    ['month', until],
    ['day', NOW + HOUR_MS / 2],
  ]);

  it('with nothing left is asked again within the hour, and named', () => {
    const context = aSendContext({ exhausted });
    expect(decideSend(context)).toMatchObject({ kind: 'hold', until: NOW + HOUR_MS, reason: 'budget' });
    expect(foundAt('budget', context)).toMatchObject({ budget: 'month', until: isoInstant(until) });
  });

  it('begins anew with its period', () => {
    expect(outcomeOf(aSendContext({ exhausted: new Map([['day', NOW]]) }))).toBe('send');
    const soon = new Map([['day', NOW + MINUTE_MS]]);
    expect(decideSend(aSendContext({ exhausted: soon }))).toMatchObject({ until: NOW + MINUTE_MS });
  });

  it('of the shop is waited for only where the node waits; a rate of sending always is', () => {
    const settings = someSettings({ messages: { budgets: [{ id: 'month', limitUsdCents: 5 }] } });
    const decision = aDecision({ onRefusal: 'skip' });
    expect(outcomeOf(aSendContext({ exhausted, settings, decision }))).toBe('suppress budget');
    const warming = new Map([['warm-up-default', until]]);
    expect(outcomeOf(aSendContext({ exhausted: warming, settings, decision }))).toBe('hold budget');
  });
});

describe('a relationship the shop ended', () => {
  it.each([
    ['promotional', 'suppress relationship-ended'],
    ['care', 'send'],
    ['survey', 'send'],
    ['transactional', 'send'],
  ] as const)('%s: %s', (messageClass, outcome) => {
    const decision = aDecision({ class: messageClass });
    expect(outcomeOf(aSendContext({ decision, isEnded: true }))).toBe(outcome);
  });
});
