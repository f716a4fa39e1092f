import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Gate } from '../../console/api/types.ts';
import { gateDetail } from '../../console/parts/gateDetail.ts';
import { addressKey, customerId, decisionId, enrolmentId } from '../../core/ids.ts';
import { type Contact, consentKey, newContact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import { decideSend, type SendContext } from '../../core/message/policy.ts';
import { withGateText } from '../../functions/management/views/gateText.ts';
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

function writtenBy(context: SendContext): readonly Gate[] {
  const { gates } = withGateText(decideSend(context).evidence()) ?? {};
  return z.array(z.looseObject({ gate: z.string(), passed: z.boolean(), finding: z.string() })).parse(gates);
}

const chinese = { language: 'zh-CN', moment: () => '三月' } as const;
const english = { language: 'en', moment: (iso: string) => `<${iso.slice(0, 10)}>` } as const;

describe('the evidence of gates', () => {
  it.each(Object.entries(CASES))('is known in both languages whatever the policy finds: %s', (_, context) => {
    for (const gate of writtenBy(context)) {
      const unknown = gateDetail({ ...gate, finding: 'another' }, chinese);
      expect(gateDetail(gate, chinese), JSON.stringify(gate)).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(gateDetail(gate, english), JSON.stringify(gate)).toMatch(/^[A-Z0-9].*[.>]$/);
      expect(gateDetail(gate, chinese)).not.toContain('{{');
      expect(unknown, 'the server says it too').toMatch(/[\u4e00-\u9fff].*。$/);
    }
  });

  it('writes instants as the reader’s own moments', () => {
    const gate = { gate: 'quiet-hours', passed: false, finding: 'quiet', zone: 'Asia/Shanghai' };
    expect(gateDetail({ ...gate, opens: '2026-03-06T00:00:00.000Z' }, english)).toBe(
      'Quiet hours in Asia/Shanghai. Next chance <2026-03-06>.',
    );
  });

  it('shows the server’s sentence for a finding it does not know', () => {
    const detail = { en: 'the budget is spent', 'zh-CN': '预算已用完。' };
    const gate = { gate: 'budget', passed: false, finding: 'spent', detail };
    expect(gateDetail(gate, english)).toBe('The budget is spent');
    expect(gateDetail(gate, chinese)).toBe('预算已用完。');
  });
});
