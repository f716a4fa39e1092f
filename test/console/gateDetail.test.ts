import { describe, expect, it } from 'vitest';
import { gateDetail } from '../../console/parts/gateDetail.ts';
import { addressKey, customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import { type Contact, consentKey, newContact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import { decideSend, type SendContext } from '../../core/message/policy.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';

const NOW = Date.parse('2026-03-05T11:00:00Z');
const DAY = 86_400_000;

const decision: Decision = {
  id: decisionId('d'),
  customerId: customerId('c'),
  enrolmentId: enrolmentId('e'),
  journeyId: 'welcome',
  journeyVersion: 1,
  nodeId: 'hello',
  class: 'promotional',
  channel: 'email',
  topic: 'offers',
  template: 'hello',
  priority: 50,
  onRefusal: 'wait',
  heldOut: false,
  decidedAt: NOW,
  expiresAt: NOW + 3 * DAY,
  settingsVersion: 1,
  modelVersion: 1,
  lane: 'journey',
  dueAt: NOW,
  attempts: 0,
  outcome: 'pending',
  reason: null,
  claimant: null,
  claimedAt: null,
  settledAt: null,
  providerMessageId: null,
  templateVersion: null,
  evidence: null,
};

function aContact(state: 'granted' | 'denied' | null, overrides: Partial<Contact> = {}): Contact {
  const change = {
    topic: 'offers',
    channel: 'email',
    at: NOW - DAY,
    source: 'checkout form',
    wording: null,
  } as const;
  const consents = state === null ? {} : { [consentKey('email', 'offers')]: { ...change, state } };
  return { ...newContact(addressKey('k')), consents, ...overrides };
}

function aContext(overrides: Partial<SendContext> = {}): SendContext {
  const contact = aContact('granted');
  return { decision, contact, zone: 'Europe/Berlin', now: NOW, settings: DEFAULT_SETTINGS, ...overrides };
}

const CASES: Record<string, SendContext> = {
  sent: aContext(),
  'no quiet hours': aContext({
    settings: { ...DEFAULT_SETTINGS, messages: { ...DEFAULT_SETTINGS.messages, quietHours: null } },
  }),
  'no caps': aContext({
    settings: { ...DEFAULT_SETTINGS, messages: { ...DEFAULT_SETTINGS.messages, caps: [] } },
  }),
  expired: aContext({ now: NOW + 4 * DAY }),
  'without an address': aContext({ contact: null }),
  'without consent': aContext({ contact: aContact(null) }),
  'opted out': aContext({ contact: aContact('denied') }),
  'blocked address': aContext({ contact: aContact('granted', { suppression: 'hard-bounce' }) }),
  'open complaint': aContext({ contact: aContact('granted', { complaintOpenSince: NOW - DAY }) }),
  'held out': aContext({ decision: { ...decision, heldOut: true } }),
  'quiet hours': aContext({ now: NOW + 12 * 3_600_000 }),
  'cap reached': aContext({
    contact: aContact('granted', {
      recentSends: [1, 2, 3].map((days) => ({ at: NOW - days * DAY, class: 'promotional' as const })),
    }),
  }),
};

interface Written {
  readonly gate: string;
  readonly detail: string;
}

function writtenBy(context: SendContext): readonly Written[] {
  const { gates } = decideSend(context).evidence();
  return gates as unknown as readonly Written[];
}

const chinese = { language: 'zh-CN', moment: () => '三月' } as const;
const english = { language: 'en', moment: (iso: string) => `<${iso.slice(0, 10)}>` } as const;

describe('the evidence of gates', () => {
  it.each(Object.entries(CASES))('is known in Chinese whatever the policy writes: %s', (_, context) => {
    for (const { gate, detail } of writtenBy(context)) {
      const said = gateDetail(detail, chinese);
      expect(said, `${gate}: ${detail}`).not.toBe(detail.charAt(0).toUpperCase() + detail.slice(1));
      expect(said, `${gate}: ${detail}`).toMatch(/[\u4e00-\u9fff].*。$/);
    }
  });

  it.each([
    [
      'no consent to offers by email',
      'No consent to offers by email is recorded.',
      '没有通过邮件接收“优惠”的授权记录。',
    ],
    ['3 of 3 in 7 days', '3 of 3 in 7 days.', '7 天内 3 封，上限 3 封。'],
    ['address suppressed: hard-bounce', 'The address is blocked: it bounced.', '地址已被屏蔽：退信。'],
  ])('says %s', (detail, inEnglish, inChinese) => {
    expect(gateDetail(detail, english)).toBe(inEnglish);
    expect(gateDetail(detail, chinese)).toBe(inChinese);
  });

  it('writes instants as the reader’s own moments', () => {
    expect(gateDetail('quiet in Asia/Shanghai; open from 2026-03-06T00:00:00.000Z', english)).toBe(
      'Quiet hours in Asia/Shanghai. Next chance <2026-03-06>.',
    );
  });

  it('repeats a sentence it does not know, its instants made readable', () => {
    expect(gateDetail('budget of 2026-03-06T00:00:00.000Z is spent', english)).toBe(
      'Budget of <2026-03-06> is spent',
    );
  });
});
