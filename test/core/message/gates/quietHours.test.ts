import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { decideSend, type SendContext } from '../../../../core/message/policy.ts';
import type { settingsSchema } from '../../../../core/settings/settings.ts';
import { DAY_MS } from '../../../../core/time.ts';
import { aContact, aDecision, at, granted, NOW, someSettings } from '../../../support/builders.ts';
import { aSendContext, foundAt, outcomeOf } from '../../../support/sendContext.ts';

/** Midnight at NOW; morning comes at 19:00 UTC. */
const AUCKLAND = 'Pacific/Auckland';
const MORNING = at('2026-03-10T19:00:00Z');

type Messages = NonNullable<z.input<typeof settingsSchema>['messages']>;

function quietFor(quietHours: Messages['quietHours']) {
  return someSettings({ messages: { quietHours } });
}

/** `send`, or when it is held until. */
function whenSent(given: SendContext): string {
  const context = { ...given, decision: { ...given.decision, expiresAt: NOW + 99 * DAY_MS } };
  const result = decideSend(context);
  return result.kind === 'hold' ? new Date(result.until).toISOString().slice(0, 16) : outcomeOf(context);
}

describe('quiet hours', () => {
  it.each(['wait', 'skip', 'exit'] as const)('hold until morning where the node says %s', (onRefusal) => {
    const result = decideSend(aSendContext({ zone: AUCKLAND, decision: aDecision({ onRefusal }) }));
    expect(result).toMatchObject({ kind: 'hold', until: MORNING, reason: 'quiet-hours' });
  });

  it('suppress what expires before they end, at their end included', () => {
    const expiring = (expiresAt: number) =>
      outcomeOf(aSendContext({ zone: AUCKLAND, decision: aDecision({ expiresAt }) }));
    expect(expiring(MORNING + 1)).toBe('hold quiet-hours');
    expect(expiring(MORNING)).toBe('suppress expired');
  });

  it('suppress at once where the settings say drop', () => {
    const settings = quietFor({ from: '21:00', until: '08:00', then: 'drop' });
    expect(outcomeOf(aSendContext({ zone: AUCKLAND, settings }))).toBe('suppress quiet-hours');
    expect(outcomeOf(aSendContext({ settings }))).toBe('send');
  });

  it('never close where none are set, whatever the zone', () => {
    for (const zone of [AUCKLAND, null]) {
      expect(outcomeOf(aSendContext({ zone, settings: quietFor(null) }))).toBe('send');
    }
    expect(foundAt('quiet-hours', aSendContext({ settings: quietFor(null) }))?.finding).toBe('none-set');
  });

  it('are of their channel', () => {
    const settings = quietFor([{ channel: 'sms', from: '00:00', until: '18:00' }]);
    const sms = aDecision({ channel: 'sms' });
    const contact = aContact([granted('offers'), granted('offers', { channel: 'sms' })]);
    expect(outcomeOf(aSendContext({ settings }))).toBe('send');
    expect(whenSent(aSendContext({ settings, contact, decision: sms }))).toBe('2026-03-10T17:00');
  });

  it('are of their weekdays, each with the night that begins on it', () => {
    const settings = quietFor([
      { days: ['friday'], from: '21:00', until: '12:00' },
      { days: ['sunday'], from: '00:00', until: '24:00' },
    ]);
    const at0 = (iso: string) => whenSent(aSendContext({ settings, zone: 'UTC', now: at(iso) }));
    expect(at0('2026-03-12T23:00:00Z')).toBe('send');
    expect(at0('2026-03-13T21:00:00Z')).toBe('2026-03-14T12:00');
    expect(at0('2026-03-14T23:59:59Z')).toBe('send');
    expect(at0('2026-03-15T00:00:00Z')).toBe('2026-03-16T00:00');
  });

  it('drop in their own hours and hold in those of others', () => {
    const settings = quietFor([
      { from: '21:00', until: '08:00', then: 'hold' },
      { days: ['sunday'], from: '08:00', until: '21:00', then: 'drop' },
    ]);
    const outcomeAt = (iso: string) =>
      outcomeOf(
        aSendContext({
          settings,
          zone: 'UTC',
          now: at(iso),
          decision: aDecision({ expiresAt: at('2027-01-01') }),
        }),
      );
    expect(outcomeAt('2026-03-15T07:00:00Z')).toBe('hold quiet-hours');
    expect(outcomeAt('2026-03-15T08:00:00Z')).toBe('suppress quiet-hours');
    expect(whenSent(aSendContext({ settings, zone: 'UTC', now: at('2026-03-15T07:00:00Z') }))).toBe(
      '2026-03-16T08:00',
    );
  });
});

describe('for people whose zone is unknown', () => {
  it.each([
    ['before the window opens', '2026-03-10T08:59:59Z', '2026-03-10T09:00'],
    ['as it opens', '2026-03-10T09:00:00Z', 'send'],
    ['just before it closes', '2026-03-10T16:59:59Z', 'send'],
    ['as it closes', '2026-03-10T17:00:00Z', '2026-03-11T09:00'],
  ])('the shop’s zone decides, from 10:00 to 18:00: %s', (_, now, when) => {
    const settings = someSettings({ shop: { zone: 'Europe/Berlin' } });
    for (const zone of [null, 'Mars/Olympus'])
      expect(whenSent(aSendContext({ zone, now: at(now), settings }))).toBe(when);
  });

  it('days off are theirs too', () => {
    const settings = quietFor([{ days: ['sunday'], from: '00:00', until: '24:00' }]);
    expect(whenSent(aSendContext({ zone: null, now: at('2026-03-15T12:00:00Z'), settings }))).toBe(
      '2026-03-16T10:00',
    );
  });

  it('the window holds where the shop is quiet all through it', () => {
    const settings = quietFor({ from: '09:00', until: '20:00' });
    expect(whenSent(aSendContext({ zone: null, now: at('2026-03-10T21:00:00Z'), settings }))).toBe(
      '2026-03-11T10:00',
    );
  });
});

describe('the law’s own hours', () => {
  const contact = aContact([granted('offers', { channel: 'sms', basis: 'express-written' })]);
  const sms = aDecision({ channel: 'sms' });
  const settings = quietFor(null);

  it('hold SMS to the United States until eight in the morning, and name the law', () => {
    const context = aSendContext({
      contact,
      settings,
      decision: sms,
      country: 'US',
      zone: 'America/New_York',
      now: at('2026-03-10T11:59:59Z'),
    });
    expect(whenSent(context)).toBe('2026-03-10T12:00');
    expect(foundAt('quiet-hours', context)).toMatchObject({ finding: 'unlawful-hour', place: 'US' });
    expect(whenSent({ ...context, country: 'DE' })).toBe('send');
  });

  it('meet with the shop’s: only what both allow is open', () => {
    const late = quietFor([{ from: '18:00', until: '10:00' }]);
    const there = { contact, decision: sms, country: 'CA', zone: 'America/Toronto', settings: late };
    const saturday = aSendContext({ ...there, now: at('2026-03-14T21:59:59Z') });
    expect(whenSent(saturday)).toBe('send');
    expect(whenSent({ ...saturday, now: at('2026-03-14T22:00:00Z') })).toBe('2026-03-15T14:00');
  });

  it('do not bind what somebody waits for', () => {
    const decision = aDecision({ class: 'transactional', channel: 'sms' });
    const night = at('2026-03-10T07:00:00Z');
    const context = aSendContext({
      contact,
      settings,
      decision,
      country: 'US',
      zone: 'America/New_York',
      now: night,
    });
    expect(outcomeOf(context)).toBe('send');
    expect(outcomeOf({ ...context, decision: { ...decision, class: 'service' } })).toBe('hold quiet-hours');
  });

  it('that the shop’s quiet hours cover leave no hour at all: refused, not held for ever', () => {
    const never = quietFor([{ from: '08:00', until: '21:00' }]);
    const context = aSendContext({
      contact,
      decision: sms,
      country: 'US',
      zone: 'America/New_York',
      settings: never,
    });
    expect(outcomeOf(context)).toBe('suppress quiet-hours');
    expect(foundAt('quiet-hours', context)?.finding).toBe('never-open');
  });
});
