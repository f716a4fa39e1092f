import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Gate } from '../../console/api/types.ts';
import { gateDetail } from '../../console/parts/gateDetail.ts';
import { customerId, decisionId } from '../../core/ids.ts';
import { isShopHeldOut } from '../../core/message/gates/holdout.ts';
import { decideSend, type SendContext } from '../../core/message/policy.ts';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { withGateText } from '../../functions/management/views/gateText.ts';
import { aContact, aDecision, denied, granted, NOW, someSettings } from '../support/builders.ts';
import { aSendContext } from '../support/sendContext.ts';

const DAYS = (...days: number[]) =>
  days.map((daysAgo) => ({ at: NOW - daysAgo * DAY_MS, class: 'promotional' as const }));
const OPT_OUT = someSettings({ jurisdictions: { US: { email: { consent: 'opt-out' } } } });
const WEAK = granted('offers', { basis: 'legitimate-interest' });
const LAPSED = granted('offers', { basis: 'implied-purchase', at: NOW - 1_000 * DAY_MS });
const NEVER = someSettings({ messages: { quietHours: { from: '08:00', until: '21:00' } } });
const sms = { decision: aDecision({ channel: 'sms' }), country: 'US' };
const written = granted('offers', { channel: 'sms', basis: 'express-written' });
const STOPPED = { stopped: { at: NOW, by: 'Ann', why: 'wrong price', classes: 'all' as const }, guard: null };
const GUARD = { at: NOW, what: 'complaints', sender: 'default', count: 2, of: 2_000, limit: 0.0008 } as const;
const HELD_OUT_SHOP = someSettings({ messages: { holdout: { share: 0.5 } } });
const IN_HALF = Array.from({ length: 50 }, (_, i) => customerId(`customer-${i}`)).find((id) =>
  isShopHeldOut(HELD_OUT_SHOP, id, NOW),
);

function suppressed(why: 'hard-bounce' | 'soft-bounces' | 'erased') {
  return aContact(undefined, { suppression: { why, at: NOW - 1, source: 'test' } });
}

/** Each with the finding it is there for. */
const CASES: Readonly<Record<string, SendContext>> = {
  'budget/left': aSendContext(),
  'quiet-hours/none-set': aSendContext({ settings: someSettings({ messages: { quietHours: null } }) }),
  'cap/none-set': aSendContext({ settings: someSettings({ messages: { caps: [] } }) }),
  'expiry/expired': aSendContext({ now: NOW + 4 * DAY_MS }),
  'address/unknown': aSendContext({ contact: null }),
  'consent/never-asked': aSendContext({ contact: aContact([]) }),
  'consent/not-refused': aSendContext({ contact: aContact([]), country: 'US', settings: OPT_OUT }),
  'consent/denied': aSendContext({ contact: aContact([denied('offers')]) }),
  'consent/denied-all': aSendContext({ contact: aContact([denied('*')]) }),
  'consent/unconfirmed': aSendContext({ contact: aContact([granted('offers', { state: 'asked' })]) }),
  'consent/weak-basis': aSendContext({ contact: aContact([WEAK]) }),
  'consent/lapsed': aSendContext({ contact: aContact([LAPSED]), country: 'CA' }),
  'suppression/suppressed': aSendContext({ contact: suppressed('hard-bounce') }),
  'suppression/owed': aSendContext({
    contact: suppressed('erased'),
    decision: aDecision({ class: 'transactional' }),
  }),
  'complaint/open': aSendContext({
    contact: aContact(undefined, { complaints: [{ id: 'c1', openedAt: NOW - DAY_MS, closedAt: null }] }),
  }),
  'pause/paused': aSendContext({ contact: aContact(undefined, { pausedUntil: NOW + DAY_MS }) }),
  'holdout/control-group': aSendContext({ decision: aDecision({ heldOut: true }) }),
  'holdout/shop-control-group': aSendContext({
    settings: HELD_OUT_SHOP,
    decision: aDecision(IN_HALF === undefined ? {} : { customerId: IN_HALF }),
  }),
  'stop/stopped': aSendContext({ sending: STOPPED }),
  'stop/guarded': aSendContext({
    sending: { stopped: null, guard: GUARD },
  }),
  'quiet-hours/quiet': aSendContext({ now: NOW + 12 * HOUR_MS }),
  'quiet-hours/unlawful-hour': aSendContext({
    ...sms,
    contact: aContact([written]),
    settings: someSettings({ messages: { quietHours: null } }),
    zone: 'America/New_York',
  }),
  'quiet-hours/never-open': aSendContext({ ...sms, contact: aContact([written]), settings: NEVER }),
  'cap/reached': aSendContext({ contact: aContact(undefined, { recentSends: DAYS(1, 2, 3) }) }),
  'cap/pace-below': aSendContext({
    contact: aContact(undefined, { pace: { most: 2, withinDays: 30 }, recentSends: DAYS(9) }),
    settings: someSettings({ messages: { caps: [] } }),
  }),
  'cap/pace-reached': aSendContext({
    contact: aContact(undefined, { pace: { most: 1, withinDays: 30 }, recentSends: DAYS(9) }),
  }),
  'cap/outranked': aSendContext({
    contact: aContact(undefined, { recentSends: DAYS(1, 2) }),
    rivals: [aDecision({ id: decisionId('rival'), priority: 90 })],
  }),
  'budget/spent': aSendContext({ exhausted: new Map([['sms', NOW + DAY_MS]]) }),
};

function writtenBy(context: SendContext): readonly Gate[] {
  const { gates } = withGateText(decideSend(context).evidence()) ?? {};
  return z.array(z.looseObject({ gate: z.string(), passed: z.boolean(), finding: z.string() })).parse(gates);
}

const chinese = { language: 'zh-CN', moment: () => '三月' } as const;
const english = { language: 'en', moment: (iso: string) => `<${iso.slice(0, 10)}>` } as const;

describe('the evidence of gates', () => {
  it.each(Object.entries(CASES))(
    'is known in both languages whatever the policy finds: %s',
    (found, context) => {
      expect(writtenBy(context).map(({ gate, finding }) => `${gate}/${finding}`)).toContain(found);
      for (const gate of writtenBy(context)) {
        const unknown = gateDetail({ ...gate, finding: 'another' }, chinese);
        expect(gateDetail(gate, chinese), JSON.stringify(gate)).toMatch(/[\u4e00-\u9fff].*。$/);
        expect(gateDetail(gate, english), JSON.stringify(gate)).toMatch(/^[A-Z0-9].*[.>]$/);
        expect(gateDetail(gate, chinese) + gateDetail(gate, english)).not.toContain('{{');
        expect(unknown, 'the server says it too').toMatch(/[\u4e00-\u9fff].*。$/);
      }
    },
  );

  it('writes instants as the reader’s own moments', () => {
    const gate = { gate: 'quiet-hours', passed: false, finding: 'quiet', zone: 'Asia/Shanghai' };
    expect(gateDetail({ ...gate, opens: '2026-03-06T00:00:00.000Z' }, english)).toBe(
      'Quiet hours in Asia/Shanghai. Next chance <2026-03-06>.',
    );
  });

  it('shows the server’s sentence for a finding it does not know', () => {
    const detail = { en: 'the budget is frozen', 'zh-CN': '预算已用完。' };
    const gate = { gate: 'budget', passed: false, finding: 'frozen', detail };
    expect(gateDetail(gate, english)).toBe('The budget is frozen');
    expect(gateDetail(gate, chinese)).toBe('预算已用完。');
  });
});
