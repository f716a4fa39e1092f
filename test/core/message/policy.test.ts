import { describe, expect, it } from 'vitest';
import type { Contact, RecentSend } from '../../../core/message/contact.ts';
import { MESSAGE_CLASSES, type MessageClass } from '../../../core/message/messageClass.ts';
import { decideSend, GATES_OF, recentSendsAfter, type SendContext } from '../../../core/message/policy.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { aContact, aDecision, denied, granted, NOW, someSettings } from '../../support/builders.ts';
import { aSendContext, outcomeOf, rungsOf } from '../../support/sendContext.ts';

/** Midnight at NOW. */
const AUCKLAND = 'Pacific/Auckland';
const ONE_A_WEEK = someSettings({ messages: { caps: [{ most: 1, withinDays: 7 }] } });
const TOMORROW = NOW + DAY_MS;

function withContact(context: SendContext, overrides: Partial<Contact>): SendContext {
  return { ...context, contact: context.contact && { ...context.contact, ...overrides } };
}

function withConsents(
  context: SendContext,
  ...consents: Parameters<typeof aContact>[0] & object
): SendContext {
  return withContact(context, { consents: aContact(consents).consents });
}

function sent(daysAgo: number, of: MessageClass = 'promotional'): RecentSend {
  return { at: NOW - daysAgo * DAY_MS, class: of };
}

function stopped(classes: 'promotional' | 'all') {
  return { stopped: { at: NOW, by: 'ann', why: 'wrong price', classes }, guard: null };
}

const GUARDED: SendContext['sending'] = {
  stopped: null,
  guard: { at: NOW, what: 'complaints', sender: 'default', count: 2, of: 2_000, limit: 0.0008 },
};

/** One thing wrong at a time, in the order of the gates. */
const FAULTS: readonly [string, (context: SendContext, of: MessageClass) => SendContext][] = [
  ['expired', (c) => ({ ...c, decision: { ...c.decision, expiresAt: NOW } })],
  ['no address', (c) => ({ ...c, contact: null })],
  ['never asked', (c) => withConsents(c)],
  ['asked once', (c) => withConsents(c, granted('offers', { state: 'asked' }))],
  ['opted out', (c) => withConsents(c, denied('offers'))],
  ['opted out of all', (c) => withConsents(c, granted('offers'), denied('*', { at: NOW - 1 }))],
  ...(['hard-bounce', 'manual', 'stop-word', 'soft-bounces', 'spam-complaint', 'erased'] as const)
    .map(
      (why) =>
        [
          why,
          (c: SendContext) => withContact(c, { suppression: { why, at: NOW - 1, source: 'test' } }),
        ] as const,
    )
    .map(([why, fault]): [string, (context: SendContext) => SendContext] => [why, fault]),
  ['complaint', (c) => withContact(c, { complaints: [{ id: 'c1', openedAt: NOW - 1, closedAt: null }] })],
  ['paused', (c) => withContact(c, { pausedUntil: TOMORROW })],
  ['held out', (c) => ({ ...c, decision: { ...c.decision, heldOut: true } })],
  ['promotions stopped', (c) => ({ ...c, sending: stopped('promotional') })],
  ['guarded', (c) => ({ ...c, sending: GUARDED })],
  ['everything stopped', (c) => ({ ...c, sending: stopped('all') })],
  ['night', (c) => ({ ...c, zone: AUCKLAND })],
  ['cap full', (c, of) => withContact(c, { recentSends: [sent(2, of)] })],
  ['own pace', (c, of) => withContact(c, { pace: { most: 1, withinDays: 3 }, recentSends: [sent(2, of)] })],
  ['budget spent', (c) => ({ ...c, exhausted: new Map([['sms', TOMORROW]]) })],
];

/** Nobody's message goes out. */
const ALWAYS = {
  expired: 'suppress expired',
  'no address': 'suppress no-address',
  'hard-bounce': 'suppress suppressed-address',
  manual: 'suppress suppressed-address',
  'stop-word': 'suppress suppressed-address',
  'everything stopped': 'hold sending-stopped',
};
const BUT_TRANSACTIONAL = {
  ...ALWAYS,
  'soft-bounces': 'suppress suppressed-address',
  'spam-complaint': 'suppress suppressed-address',
  erased: 'suppress suppressed-address',
  night: 'hold quiet-hours',
};
const ASKED = {
  ...BUT_TRANSACTIONAL,
  'never asked': 'suppress no-consent',
  'asked once': 'suppress unconfirmed-consent',
  'opted out': 'suppress opted-out',
  'opted out of all': 'suppress opted-out',
  complaint: 'suppress open-complaint',
  paused: 'hold paused-by-customer',
  'promotions stopped': 'hold sending-stopped',
  guarded: 'hold sending-stopped',
  'cap full': 'hold frequency-cap',
  'own pace': 'hold frequency-cap',
  'budget spent': 'hold budget',
};
/** What stops a message of a class; whatever is not named does not. */
const STOPS: Readonly<Record<MessageClass, Readonly<Record<string, string>>>> = {
  transactional: ALWAYS,
  service: BUT_TRANSACTIONAL,
  care: ASKED,
  survey: ASKED,
  promotional: { ...ASKED, 'held out': 'held-out' },
};

describe.each(MESSAGE_CLASSES)('a %s message', (of) => {
  const decision = aDecision({ class: of, expiresAt: NOW + 10 * DAY_MS });
  const sound = aSendContext({ decision, settings: ONE_A_WEEK });

  it('is sent when nothing is wrong', () => {
    expect(outcomeOf(sound)).toBe('send');
    expect(rungsOf(sound).map(({ gate, passed }) => `${gate} ${passed}`)).toEqual(
      GATES_OF[of].map((gate) => `${gate} true`),
    );
  });

  it.each(FAULTS)('%s', (name, fault) => {
    expect(outcomeOf(fault(sound, of))).toBe(STOPS[of][name] ?? 'send');
  });

  it('is stopped by the first gate that is closed, in the fixed order', () => {
    const undone = ['never asked', 'asked once', 'no address', 'opted out', 'promotions stopped', 'guarded'];
    const shadowed = ['hard-bounce', 'manual', 'stop-word', 'soft-bounces', 'spam-complaint', 'cap full'];
    const stopping = FAULTS.filter(
      ([name]) => STOPS[of][name] !== undefined && !undone.includes(name) && !shadowed.includes(name),
    );
    expect(stopping.length).toBeGreaterThan(1);
    for (const [i, [name]] of stopping.entries()) {
      const all = stopping.slice(i).reduce((context, [, fault]) => fault(context, of), sound);
      expect(outcomeOf(all)).toBe(STOPS[of][name]);
      expect(rungsOf(all).filter(({ passed }) => !passed)).toHaveLength(1);
      expect(rungsOf(all).at(-1)?.passed).toBe(false);
    }
  });
});

describe.each(MESSAGE_CLASSES)('a %s webhook', (of) => {
  const webhook = aSendContext({ decision: aDecision({ class: of, channel: 'webhook' }), contact: null });
  const isAwaited = of === 'transactional' || of === 'service';

  it.each(FAULTS)('%s', (name, fault) => {
    const stops: Readonly<Record<string, string>> = {
      expired: 'suppress expired',
      'everything stopped': 'hold sending-stopped',
      ...(isAwaited ? {} : { 'promotions stopped': 'hold sending-stopped', guarded: 'hold sending-stopped' }),
      ...(of === 'promotional' ? { 'held out': 'held-out' } : {}),
    };
    expect(outcomeOf(fault(webhook, of))).toBe(stops[name] ?? 'send');
  });
});

describe('what a refusal waits for', () => {
  const NAMES = ['paused', 'cap full', 'own pace', 'budget spent', 'everything stopped', 'night'];
  const waits = FAULTS.filter(([name]) => NAMES.includes(name));
  /** Held whatever the node says. */
  const ALL_THE_SAME = ['everything stopped', 'night'];
  const settings = someSettings({
    messages: { caps: [{ most: 1, withinDays: 7 }], budgets: [{ id: 'sms', limitUsdCents: 1 }] },
  });

  it.each(waits)('%s: a node that does not wait goes on at once, but for hours and stops', (name, fault) => {
    for (const onRefusal of ['skip', 'exit'] as const) {
      const decision = aDecision({ onRefusal, expiresAt: NOW + 10 * DAY_MS });
      const context = fault(aSendContext({ decision, settings }), 'promotional');
      expect(decideSend(context).kind).toBe(ALL_THE_SAME.includes(name) ? 'hold' : 'suppress');
    }
  });

  it.each(waits)('%s: is refused at once where it would come after expiry', (_, fault) => {
    const sound = aSendContext({ decision: aDecision({ expiresAt: NOW + 10 * DAY_MS }), settings });
    const held = decideSend(fault(sound, 'promotional'));
    const until = held.kind === 'hold' ? held.until : Number.NaN;
    const expiring = (expiresAt: number) =>
      decideSend(fault(aSendContext({ decision: aDecision({ expiresAt }), settings }), 'promotional')).kind;
    expect(until).toBeGreaterThan(NOW);
    expect([expiring(until + 1), expiring(until)]).toEqual(['hold', 'suppress']);
  });
});

describe('recentSendsAfter', () => {
  const remembered = (contact: Contact | null, overrides: Partial<SendContext> = {}) =>
    recentSendsAfter(aSendContext({ contact, ...overrides }));
  const own = { at: NOW, class: 'promotional', topic: 'offers', decisionId: aDecision().id };

  it('adds this send and forgets those no cap looks back to', () => {
    const contact = aContact(undefined, { recentSends: [sent(7), sent(6.9), sent(1, 'care')] });
    expect(remembered(contact)).toEqual([sent(6.9), sent(1, 'care'), own]);
    expect(remembered(null)).toEqual([own]);
  });

  it('looks back as far as the owner’s own pace', () => {
    const recentSends = [sent(31), sent(29)];
    const contact = aContact(undefined, { recentSends, pace: { most: 1, withinDays: 30 } });
    expect(remembered(contact)).toEqual([sent(29), own]);
  });

  it('takes the slot of an earlier attempt over', () => {
    const recentSends = [{ ...own, class: 'promotional' as const, at: NOW - HOUR_MS }];
    expect(remembered(aContact(undefined, { recentSends }))).toEqual([own]);
  });

  it.each([
    ['a class that no cap counts', { class: 'care' as const }, null],
    ['a class that nobody may cap', { class: 'service' as const }, { most: 1, withinDays: 30 }],
  ])('leaves %s unremembered', (_, overrides, pace) => {
    const contact = aContact(undefined, { recentSends: [sent(1)], pace });
    expect(remembered(contact, { decision: aDecision(overrides) })).toEqual([sent(1)]);
  });

  it('remembers a class only the owner’s pace counts', () => {
    const contact = aContact(undefined, { pace: { most: 1, withinDays: 30 } });
    const decision = aDecision({ class: 'care' });
    expect(remembered(contact, { decision })).toEqual([{ ...own, class: 'care' }]);
  });
});
