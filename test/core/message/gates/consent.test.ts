import { describe, expect, it } from 'vitest';
import type { ConsentChange } from '../../../../core/message/contact.ts';
import { lapsesAt } from '../../../../core/message/consentLapse.ts';
import type { SendContext } from '../../../../core/message/policy.ts';
import { CONSENT_KINDS } from '../../../../core/settings/jurisdictions.ts';
import { isoInstant } from '../../../../core/time.ts';
import { aContact, aDecision, at, denied, granted, NOW, someSettings } from '../../../support/builders.ts';
import { aSendContext, foundAt, outcomeOf } from '../../../support/sendContext.ts';

function here(consents: readonly ConsentChange[], overrides: Partial<SendContext> = {}): SendContext {
  return aSendContext({ contact: aContact(consents), ...overrides });
}

describe('consent', () => {
  it('is for the topic and the channel of the message', () => {
    const consents = [granted('newsletter'), granted('offers', { channel: 'sms' })];
    expect(outcomeOf(here(consents))).toBe('suppress no-consent');
    expect(outcomeOf(here(consents, { decision: aDecision({ channel: 'sms' }) }))).toBe('send');
  });

  it.each([
    ['refused after it', 1, 'suppress opted-out'],
    ['refused as it was given', 0, 'suppress opted-out'],
    ['given again since', -1, 'send'],
  ])('as a whole, %s', (_, later, outcome) => {
    const all = denied('*', { at: granted('offers').at + later });
    expect(outcomeOf(here([granted('offers'), all]))).toBe(outcome);
  });

  it('is never given as a whole', () => {
    expect(outcomeOf(here([granted('*')]))).toBe('suppress no-consent');
  });

  it('leaves its proof in the evidence', () => {
    expect(foundAt('consent', here([granted('offers')]))).toEqual({
      gate: 'consent',
      passed: true,
      finding: 'granted',
      topic: 'offers',
      channel: 'email',
      since: isoInstant(granted('offers').at),
      source: 'checkout form',
    });
  });
});

/** What may have been said, and whether it is enough for a promotion, by the kind of consent. */
const ENOUGH: readonly [string, readonly ConsentChange[], string][] = [
  ['nothing', [], 'opt-out'],
  ['asked once', [granted('offers', { state: 'asked' })], ''],
  ['a refusal', [denied('offers')], ''],
  ['given, nobody knows how', [granted('offers')], 'opt-out soft-opt-in opt-in'],
  [
    'given to a wording that is kept',
    [granted('offers', { wording: 'Yes, send me offers' })],
    'opt-out soft-opt-in opt-in express-written',
  ],
  ['said', [granted('offers', { basis: 'express' })], 'opt-out soft-opt-in opt-in'],
  [
    'said in writing',
    [granted('offers', { basis: 'express-written' })],
    'opt-out soft-opt-in opt-in express-written',
  ],
  [
    'said and confirmed',
    [granted('offers', { basis: 'express', confirmed: true })],
    'opt-out soft-opt-in opt-in double-opt-in',
  ],
  ['implied by a purchase', [granted('offers', { basis: 'implied-purchase' })], 'opt-out soft-opt-in'],
  [
    'implied by a purchase, and confirmed',
    [granted('offers', { basis: 'implied-purchase', confirmed: true, wording: 'x' })],
    'opt-out soft-opt-in',
  ],
  ['a customer’s soft opt-in', [granted('offers', { basis: 'soft-opt-in' })], 'opt-out soft-opt-in'],
  ['a legitimate interest', [granted('offers', { basis: 'legitimate-interest' })], 'opt-out'],
];

describe.each(CONSENT_KINDS)('where consent is %s', (kind) => {
  const settings = someSettings({ jurisdictions: { US: { email: { consent: kind } } } });

  it.each(ENOUGH)('%s', (_, consents, enough) => {
    const context = here(consents, { settings, country: 'US' });
    expect(outcomeOf(context) === 'send').toBe(enough.split(' ').includes(kind));
  });

  it('care needs no more than that it was said', () => {
    const decision = aDecision({ class: 'care' });
    expect(outcomeOf(here([granted('offers')], { settings, country: 'US', decision }))).toBe('send');
  });
});

describe('a refusal for want of consent', () => {
  const DOUBLE = someSettings({ jurisdictions: { EU: { email: { consent: 'double-opt-in' } } } });

  it('says whether a second act is awaited, or what was said is not enough', () => {
    expect(outcomeOf(here([granted('offers')], { settings: DOUBLE, country: 'DE' }))).toBe(
      'suppress unconfirmed-consent',
    );
    const implied = here([granted('offers', { basis: 'implied-purchase' })], { country: 'DE' });
    expect(outcomeOf(implied)).toBe('suppress no-consent');
    expect(foundAt('consent', implied)).toMatchObject({
      finding: 'weak-basis',
      basis: 'implied-purchase',
      place: 'EU',
    });
  });
});

describe('implied consent in Canada', () => {
  const bought = granted('offers', { basis: 'implied-purchase', at: at('2024-03-31T09:00:00Z') });
  const asked = granted('offers', { basis: 'implied-inquiry', at: at('2025-08-31T09:00:00Z') });
  const outcomeAt = (change: ConsentChange, now: number, country = 'CA') =>
    outcomeOf(here([change], { now, country, decision: aDecision({ expiresAt: now + 1e9 }), zone: null }));

  it.each([
    ['24 months after a purchase', bought, '2026-03-31T09:00:00Z'],
    ['six months after an inquiry, on the last day of a month without a 31st', asked, '2026-02-28T09:00:00Z'],
  ])('lapses %s, to the millisecond', (_, change, lapse) => {
    const settings = someSettings({ messages: { quietHours: null } });
    const outcome = (now: number) =>
      outcomeOf(
        here([change], { now, country: 'CA', settings, decision: aDecision({ expiresAt: now + 1e9 }) }),
      );
    expect([outcome(at(lapse) - 1), outcome(at(lapse))]).toEqual(['send', 'suppress lapsed-consent']);
    expect(lapsesAt(change, settings.jurisdictions.CA)).toBe(at(lapse));
  });

  it('is no consent at all in a place that does not know it', () => {
    expect(outcomeAt(bought, NOW, 'DE')).toBe('suppress no-consent');
  });

  it('does not lapse where it was said', () => {
    expect(lapsesAt(granted('offers', { basis: 'express' }), someSettings().jurisdictions.CA)).toBeNull();
  });
});
