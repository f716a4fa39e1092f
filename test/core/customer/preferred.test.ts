import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPaused, pauseEnd } from '../../../core/customer/preferenceChange.ts';
import { fieldsAfterEvent, mergedFields, newFields, type Told } from '../../../core/customer/fields.ts';
import {
  consentEvents,
  PACES,
  paceName,
  preferredProperties,
  type Wishes,
  withStatement,
} from '../../../core/customer/preferred.ts';
import { addressKey } from '../../../core/ids.ts';
import { type ConsentChange, CONSENT_STATES, newContact } from '../../../core/message/contact.ts';
import { DAY_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';

const CONTACT = newContact(addressKey('key'));

const change: fc.Arbitrary<ConsentChange> = fc.record({
  topic: fc.constantFrom('newsletter', 'offers', '*'),
  channel: fc.constant('email' as const),
  state: fc.constantFrom(...CONSENT_STATES),
  at: fc.integer({ min: 0, max: 3 }),
  source: fc.constantFrom('a', 'b'),
  wording: fc.constant(null),
});
const wishes: fc.Arbitrary<Wishes> = fc.record({
  pausedUntil: fc.option(fc.integer({ min: 0, max: 5 })),
  pace: fc.constantFrom(...Object.values(PACES)),
  tracking: fc.boolean(),
});
const statement = fc.record({
  at: fc.integer({ min: 0, max: 3 }),
  channel: fc.constant('email' as const),
  consents: fc.array(change, { maxLength: 3 }),
  wishes,
});

describe('what the owner of an address stated', () => {
  it('leaves the same contact in whatever order it comes, and however often', () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 5 }), fc.nat(), (told, at) => {
        const turned = [...told.slice(at % told.length), ...told.slice(0, at % told.length)];
        const again = [...turned, ...told].reduce(withStatement, CONTACT);
        expect(again).toEqual(told.reduce(withStatement, CONTACT));
      }),
    );
  });

  it('leaves the contact as it is where nothing is news', () => {
    const once = withStatement(CONTACT, {
      at: NOW,
      channel: 'email',
      consents: [],
      wishes: { pausedUntil: null, pace: PACES.weekly, tracking: false },
    });
    expect(
      withStatement(once, {
        at: NOW - 1,
        channel: 'email',
        consents: [],
        wishes: { pausedUntil: 1, pace: null, tracking: true },
      }),
    ).toBe(once);
  });

  it('is told to journeys by what it gives, takes away and asks for', () => {
    const told = { topic: 'offers', channel: 'email', at: NOW, source: 'page', wording: null } as const;
    const consents: ConsentChange[] = [
      { ...told, state: 'granted' },
      { ...told, topic: '*', state: 'denied' },
      { ...told, topic: 'service', state: 'asked' },
    ];
    const said = { at: NOW, channel: 'email', consents, reason: 'price', locale: 'en' } as const;
    expect(
      preferredProperties({ ...said, wishes: { pausedUntil: NOW, pace: PACES.monthly, tracking: true } }),
    ).toEqual({
      channel: 'email',
      given: ['offers'],
      withdrawn: ['*'],
      pace: 'monthly',
      paused_until: '2026-03-10T11:00:00.000Z',
      tracking: true,
      language: 'en',
      reason: 'price',
    });
    expect(consentEvents({ consents })).toEqual([
      { name: 'Consent Given', properties: { topic: 'offers', channel: 'email', source: 'page' } },
      { name: 'Consent Withdrawn', properties: { topic: '*', channel: 'email', source: 'page' } },
    ]);
  });

  it('names the paces there are, and none for another', () => {
    expect(Object.values(PACES).map(paceName)).toEqual(Object.keys(PACES));
    expect(paceName({ most: 2, withinDays: 7 })).toBeNull();
  });

  it('pauses for thirty days, to the millisecond', () => {
    const pausedUntil = pauseEnd(NOW);
    expect(pausedUntil).toBe(NOW + 30 * DAY_MS);
    expect(isPaused({ pausedUntil }, pausedUntil - 1)).toBe(true);
    expect(isPaused({ pausedUntil }, pausedUntil)).toBe(false);
  });
});

describe('a language somebody stated', () => {
  const told: fc.Arbitrary<{ at: number; fields: Told }> = fc.record({
    at: fc.integer({ min: 0, max: 4 }),
    fields: fc.record({ locale: fc.constantFrom('en', 'zh-CN', 'de'), isStated: fc.boolean() }),
  });

  it('outranks any that was found out, and the latest statement any earlier, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 6 }), fc.nat(), (all, at) => {
        const turned = [...all.slice(at % all.length), ...all.slice(0, at % all.length)];
        const fold = (list: typeof all) =>
          list.reduce((fields, one) => fieldsAfterEvent(fields, one.at, one.fields, []), newFields(9));
        expect(fold(turned)).toEqual(fold(all));
        const stated = all.filter(({ fields }) => fields.isStated === true);
        const latest = Math.max(...stated.map((one) => one.at));
        const candidates = stated.filter((one) => one.at === latest).map(({ fields }) => fields.locale);
        if (stated.length > 0) expect(candidates).toContain(fold(all).locale);
      }),
    );
  });

  it('goes on outranking where two ids turn out to be one person', () => {
    const stated = fieldsAfterEvent(newFields(0), 1, { locale: 'zh-CN', isStated: true }, []);
    const found = fieldsAfterEvent(newFields(0), 5, { locale: 'en' }, []);
    expect(mergedFields(stated, [found]).locale).toBe('zh-CN');
    expect(mergedFields(found, [stated])).toEqual(mergedFields(stated, [found]));
  });
});
