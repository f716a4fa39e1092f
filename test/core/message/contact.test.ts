import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentKey, newContact, withConsent } from '../../../core/message/contact.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aContact, denied, granted, NOW } from '../../support/builders.ts';

const KEY = aContact().key;
const earlier = NOW - DAY_MS;

describe('withConsent', () => {
  it.each([
    ['a first grant', [granted('offers')], 'granted'],
    ['a first refusal', [denied('offers')], 'denied'],
    ['a later refusal', [granted('offers', { at: earlier }), denied('offers', { at: NOW })], 'denied'],
    ['a later grant', [denied('offers', { at: earlier }), granted('offers', { at: NOW })], 'granted'],
    [
      'an older grant heard of late',
      [denied('offers', { at: NOW }), granted('offers', { at: earlier })],
      'denied',
    ],
    [
      'an older refusal heard of late',
      [granted('offers', { at: NOW }), denied('offers', { at: earlier })],
      'granted',
    ],
    [
      'a refusal at the same instant',
      [granted('offers', { at: NOW }), denied('offers', { at: NOW })],
      'denied',
    ],
    [
      'a grant at the same instant',
      [denied('offers', { at: NOW }), granted('offers', { at: NOW })],
      'denied',
    ],
  ] as const)('%s: %#', (_, changes, state) => {
    const contact = changes.reduce(withConsent, newContact(KEY));
    expect(contact.consents[consentKey('email', 'offers')]?.state).toBe(state);
  });

  it('keeps topics and channels apart, and the proof with each', () => {
    const changes = [
      granted('offers'),
      denied('offers', { channel: 'sms' }),
      denied('newsletter', { source: 'call' }),
    ];
    expect(changes.reduce(withConsent, newContact(KEY)).consents).toEqual({
      'email/offers': changes[0],
      'sms/offers': changes[1],
      'email/newsletter': changes[2],
    });
  });

  it('ends in the same state whatever the order of the changes', () => {
    const change = fc.record({
      days: fc.nat(4),
      refuses: fc.boolean(),
      topic: fc.constantFrom('offers', 'news'),
    });
    const changes = fc
      .array(change, { maxLength: 8 })
      .map((drawn) =>
        drawn.map(({ days, refuses, topic }) => (refuses ? denied : granted)(topic, { at: days })),
      )
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(changes, ([list, otherwise]) => {
        const contact = list.reduce(withConsent, newContact(KEY));
        expect(otherwise.reduce(withConsent, newContact(KEY))).toEqual(contact);
      }),
    );
  });

  it('does not touch a contact it does not change', () => {
    const contact = aContact([denied('offers', { at: NOW })]);
    expect(withConsent(contact, granted('offers', { at: earlier }))).toBe(contact);
  });
});
