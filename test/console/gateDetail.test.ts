import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Gate } from '../../console/api/types.ts';
import { gateDetail } from '../../console/parts/gateDetail.ts';
import { decideSend, type SendContext } from '../../core/message/policy.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { withGateText } from '../../functions/management/views/gateText.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { aContact, aDecision, denied, NOW, someSettings } from '../support/builders.ts';

function aContext(overrides: Partial<SendContext> = {}): SendContext {
  const standing = { decision: aDecision(), contact: aContact(), settings: DEFAULT_SETTINGS };
  return { ...standing, zone: 'Europe/Berlin', now: NOW, ...overrides };
}

const CASES: Record<string, SendContext> = {
  sent: aContext(),
  'no quiet hours': aContext({ settings: someSettings({ messages: { quietHours: null } }) }),
  'no caps': aContext({ settings: someSettings({ messages: { caps: [] } }) }),
  expired: aContext({ now: NOW + 4 * DAY_MS }),
  'without an address': aContext({ contact: null }),
  'without consent': aContext({ contact: aContact([]) }),
  'opted out': aContext({ contact: aContact([denied('offers')]) }),
  'blocked address': aContext({ contact: aContact(undefined, { suppression: { why: 'hard-bounce', at: NOW - 1, source: 'test' } }) }),
  'open complaint': aContext({ contact: aContact(undefined, { complaints: [{ id: 'c1', openedAt: NOW - DAY_MS, closedAt: null }] }) }),
  'held out': aContext({ decision: aDecision({ heldOut: true }) }),
  'quiet hours': aContext({ now: NOW + 12 * HOUR_MS }),
  'cap reached': aContext({
    contact: aContact(undefined, {
      recentSends: [1, 2, 3].map((days) => ({ at: NOW - days * DAY_MS, class: 'promotional' as const })),
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
