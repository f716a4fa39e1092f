import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../core/ids.ts';
import type { Contact, RecentSend } from '../../../core/message/contact.ts';
import { MESSAGE_CLASSES, type MessageClass } from '../../../core/message/messageClass.ts';
import { decideSend, recentSendsAfter, type SendContext } from '../../../core/message/policy.ts';
import { DAY_MS, HOUR_MS, isoInstant } from '../../../core/time.ts';
import { aContact, aDecision, at, denied, granted, NOW, someSettings } from '../../support/builders.ts';

/** Midnight at NOW; morning comes at 19:00 UTC. */
const AUCKLAND = 'Pacific/Auckland';
const MORNING = at('2026-03-10T19:00:00Z');
const ONE_A_WEEK = someSettings({
  messages: { caps: MESSAGE_CLASSES.map((of) => ({ class: of, most: 1, withinDays: 7 })) },
});

function aContext(overrides: Partial<SendContext> = {}): SendContext {
  return {
    decision: aDecision(),
    contact: aContact(),
    zone: 'Europe/Berlin',
    now: NOW,
    settings: ONE_A_WEEK,
    ...overrides,
  };
}

function sent(daysAgo: number, of: MessageClass = 'promotional'): RecentSend {
  return { at: NOW - daysAgo * DAY_MS, class: of };
}

/** `kind` or `kind reason`. */
function outcome(context: SendContext): string {
  const result = decideSend(context);
  return 'reason' in result ? `${result.kind} ${result.reason}` : result.kind;
}

/** One thing wrong at a time, in the order of the gates. */
const FAULTS: readonly [string, (of: MessageClass, context: SendContext) => SendContext][] = [
  ['expired', (_, c) => ({ ...c, decision: { ...c.decision, expiresAt: NOW } })],
  ['no address', (_, c) => ({ ...c, contact: null })],
  ['never asked', (_, c) => ({ ...c, contact: c.contact && { ...c.contact, consents: {} } })],
  [
    'opted out',
    (_, c) => ({
      ...c,
      contact: c.contact && { ...c.contact, consents: aContact([denied('offers')]).consents },
    }),
  ],
  [
    'suppressed',
    (_, c) => ({
      ...c,
      contact: c.contact && {
        ...c.contact,
        suppression: { why: 'hard-bounce', at: NOW - 1, source: 'test' },
      },
    }),
  ],
  [
    'complaint',
    (_, c) => ({
      ...c,
      contact: c.contact && { ...c.contact, complaints: [{ id: 'c1', openedAt: NOW - 1, closedAt: null }] },
    }),
  ],
  ['held out', (_, c) => ({ ...c, decision: { ...c.decision, heldOut: true } })],
  ['night', (_, c) => ({ ...c, zone: AUCKLAND })],
  ['cap full', (of, c) => ({ ...c, contact: c.contact && { ...c.contact, recentSends: [sent(2, of)] } })],
];

const ALWAYS = {
  expired: 'suppress expired',
  'no address': 'suppress no-address',
  suppressed: 'suppress suppressed-address',
};
const ASKED = {
  ...ALWAYS,
  'never asked': 'suppress no-consent',
  'opted out': 'suppress opted-out',
  complaint: 'suppress open-complaint',
  night: 'hold quiet-hours',
  'cap full': 'suppress frequency-cap',
};
/** What stops a message of a class; whatever is not named does not. */
const STOPS: Readonly<Record<MessageClass, Readonly<Record<string, string>>>> = {
  transactional: ALWAYS,
  service: { ...ALWAYS, night: 'hold quiet-hours' },
  care: ASKED,
  survey: ASKED,
  promotional: { ...ASKED, 'held out': 'held-out' },
};

describe.each(MESSAGE_CLASSES)('a %s message', (of) => {
  const sound = aContext({ decision: aDecision({ class: of }) });

  it('is sent when nothing is wrong', () => {
    expect(outcome(sound)).toBe('send');
  });

  it.each(FAULTS)('%s', (name, fault) => {
    expect(outcome(fault(of, sound))).toBe(STOPS[of][name] ?? 'send');
  });

  it('is stopped by the first gate that is closed, in the fixed order', () => {
    const stopping = FAULTS.filter(
      ([name]) => STOPS[of][name] !== undefined && name !== 'never asked' && name !== 'no address',
    );
    for (const [i, [name]] of stopping.entries()) {
      const all = stopping.slice(i).reduce((context, [, fault]) => fault(of, context), sound);
      expect(outcome(all)).toBe(STOPS[of][name]);
    }
  });
});

describe.each(MESSAGE_CLASSES)('a %s webhook', (of) => {
  const webhook = aContext({ decision: aDecision({ class: of, channel: 'webhook' }), contact: null });

  it.each(FAULTS)('%s', (name, fault) => {
    const stops: Readonly<Record<string, string>> = {
      expired: 'suppress expired',
      ...(of === 'promotional' ? { 'held out': 'held-out' } : {}),
    };
    expect(outcome(fault(of, webhook))).toBe(stops[name] ?? 'send');
  });
});

describe('consent', () => {
  it('is for the topic and the channel of the message', () => {
    const other = aContact([granted('newsletter'), granted('offers', { channel: 'sms' })]);
    expect(outcome(aContext({ contact: other }))).toBe('suppress no-consent');
    expect(outcome(aContext({ contact: other, decision: aDecision({ channel: 'sms' }) }))).toBe('send');
  });
});

describe('quiet hours', () => {
  it.each([
    ['wait', 'hold'],
    ['skip', 'hold'],
    ['exit', 'hold'],
  ] as const)('hold until morning where the node says %s', (onRefusal, kind) => {
    const result = decideSend(aContext({ zone: AUCKLAND, decision: aDecision({ onRefusal }) }));
    expect(result).toMatchObject({ kind, until: MORNING, reason: 'quiet-hours' });
  });

  it('suppress what expires before they end, at their end included', () => {
    const expiring = (expiresAt: number) =>
      outcome(aContext({ zone: AUCKLAND, decision: aDecision({ expiresAt }) }));
    expect(expiring(MORNING + 1)).toBe('hold quiet-hours');
    expect(expiring(MORNING)).toBe('suppress expired');
  });

  it('suppress at once where the settings say drop', () => {
    const settings = someSettings({
      messages: { quietHours: { from: '21:00', until: '08:00', then: 'drop' } },
    });
    expect(outcome(aContext({ zone: AUCKLAND, settings }))).toBe('suppress quiet-hours');
  });

  it.each([
    ['none are set', null],
    ['they begin when they end', { from: '08:00', until: '08:00' }],
  ])('never close where %s', (_, quietHours) => {
    const settings = someSettings({ messages: { quietHours } });
    expect(outcome(aContext({ zone: AUCKLAND, settings }))).toBe('send');
  });

  it.each([
    ['before the window opens', '2026-03-10T08:59:59Z', 'hold', '2026-03-10T09:00:00Z'],
    ['as it opens', '2026-03-10T09:00:00Z', 'send', null],
    ['just before it closes', '2026-03-10T16:59:59Z', 'send', null],
    ['as it closes', '2026-03-10T17:00:00Z', 'hold', '2026-03-11T09:00:00Z'],
  ])(
    'of people whose zone is unknown are the shop’s zone outside 10:00 to 18:00: %s',
    (_, now, kind, until) => {
      const settings = someSettings({ shop: { zone: 'Europe/Berlin' } });
      for (const zone of [null, 'Mars/Olympus']) {
        const result = decideSend(aContext({ zone, now: at(now), settings }));
        expect(result.kind).toBe(kind);
        expect(result.kind === 'hold' ? result.until : null).toBe(until === null ? null : at(until));
      }
    },
  );
});

describe('a frequency cap', () => {
  const full = aContact(undefined, { recentSends: [sent(6), sent(2), sent(1)] });
  const THREE_A_WEEK = someSettings();

  it.each([
    ['wait', 'hold', NOW + DAY_MS],
    ['skip', 'suppress', null],
    ['exit', 'suppress', null],
  ] as const)('that is full: %s means %s', (onRefusal, kind, until) => {
    const result = decideSend(
      aContext({ contact: full, settings: THREE_A_WEEK, decision: aDecision({ onRefusal }) }),
    );
    expect(result).toMatchObject({ kind, reason: 'frequency-cap' });
    expect(result.kind === 'hold' ? result.until : null).toBe(until);
  });

  it('has room again the moment the oldest send leaves its window', () => {
    const opens = NOW + DAY_MS;
    const waiting = (now: number) => outcome(aContext({ contact: full, settings: THREE_A_WEEK, now }));
    expect([waiting(opens - 1), waiting(opens)]).toEqual(['hold frequency-cap', 'send']);
  });

  it.each([
    ['opens in time', NOW + DAY_MS + 1, 'hold frequency-cap'],
    ['opens as the decision expires', NOW + DAY_MS, 'suppress frequency-cap'],
    ['opens too late', NOW + DAY_MS - 1, 'suppress frequency-cap'],
  ])('that %s', (_, expiresAt, expected) => {
    const decision = aDecision({ expiresAt });
    expect(outcome(aContext({ contact: full, settings: THREE_A_WEEK, decision }))).toBe(expected);
  });

  it('of none at all never opens', () => {
    const settings = someSettings({ messages: { caps: [{ class: 'promotional', most: 0, withinDays: 1 }] } });
    expect(outcome(aContext({ contact: aContact(), settings }))).toBe('suppress frequency-cap');
  });

  it('counts sends of its class only', () => {
    const contact = aContact(undefined, { recentSends: [sent(1, 'care'), sent(1, 'transactional')] });
    expect(outcome(aContext({ contact }))).toBe('send');
  });

  it('does not count an earlier attempt at the same decision', () => {
    const again = { ...sent(0), decisionId: aDecision().id };
    const other = { ...sent(0), decisionId: decisionId('another') };
    expect(outcome(aContext({ contact: aContact(undefined, { recentSends: [again] }) }))).toBe('send');
    expect(outcome(aContext({ contact: aContact(undefined, { recentSends: [other] }) }))).toBe(
      'suppress frequency-cap',
    );
  });

  it('among several that is full for longest decides, and is named', () => {
    const caps = [
      { class: 'promotional' as const, most: 1, withinDays: 3 },
      { class: 'promotional' as const, most: 1, withinDays: 2 },
      { class: 'promotional' as const, most: 9, withinDays: 30 },
    ];
    const contact = aContact(undefined, { recentSends: [sent(1)] });
    const result = decideSend(aContext({ contact, settings: someSettings({ messages: { caps } }) }));
    expect(result).toMatchObject({ kind: 'hold', until: NOW + 2 * DAY_MS });
    expect(result.evidence()['gates']).toContainEqual(
      expect.objectContaining({
        gate: 'cap',
        passed: false,
        finding: 'reached',
        recent: 1,
        most: 1,
        withinDays: 3,
      }),
    );
  });
});

describe('recentSendsAfter', () => {
  const remembered = (contact: Contact | null, of: MessageClass = 'promotional') =>
    recentSendsAfter(aContext({ contact, settings: someSettings(), decision: aDecision({ class: of }) }));
  const own = { at: NOW, class: 'promotional', decisionId: aDecision().id };

  it('adds this send and forgets those no cap looks back to', () => {
    const contact = aContact(undefined, { recentSends: [sent(7), sent(6.9), sent(1, 'care')] });
    expect(remembered(contact)).toEqual([sent(6.9), sent(1, 'care'), own]);
    expect(remembered(null)).toEqual([own]);
  });

  it('takes the slot of an earlier attempt over', () => {
    const contact = aContact(undefined, {
      recentSends: [{ ...own, class: 'promotional', at: NOW - HOUR_MS }],
    });
    expect(remembered(contact)).toEqual([own]);
  });

  it('leaves a class that no cap counts unremembered', () => {
    expect(remembered(aContact(undefined, { recentSends: [sent(1)] }), 'service')).toEqual([sent(1)]);
  });
});

describe('the evidence', () => {
  interface Rung {
    readonly gate: string;
    readonly passed: boolean;
  }
  const rungs = (context: SendContext) =>
    (decideSend(context).evidence()['gates'] as unknown as Rung[]).map(
      ({ gate, passed }) => `${gate} ${passed}`,
    );
  const ALL = ['expiry', 'address', 'consent', 'suppression', 'complaint', 'holdout', 'quiet-hours', 'cap'];

  it('names every gate that was passed', () => {
    expect(rungs(aContext())).toEqual(ALL.map((gate) => `${gate} true`));
  });

  it('ends with the gate that stopped', () => {
    expect(rungs(aContext({ decision: aDecision({ heldOut: true }) }))).toEqual([
      ...ALL.slice(0, 5).map((gate) => `${gate} true`),
      'holdout false',
    ]);
  });

  it('carries the proof of consent and the hour the window opens', () => {
    const { gates } = decideSend(aContext({ zone: AUCKLAND })).evidence();
    expect(gates).toContainEqual({
      gate: 'consent',
      passed: true,
      finding: 'granted',
      topic: 'offers',
      channel: 'email',
      since: isoInstant(granted('offers').at),
      source: 'checkout form',
    });
    expect(gates).toContainEqual({
      gate: 'quiet-hours',
      passed: false,
      finding: 'quiet',
      zone: AUCKLAND,
      opens: isoInstant(MORNING),
    });
  });
});
