import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import { eventsOf } from '../../../functions/tracking/eventsOf.ts';
import { type Finding, Refused } from '../../../functions/tracking/finding.ts';
import type { MessageType, Reading } from '../../../functions/tracking/message.ts';
import { NOW } from '../../support/builders.ts';

function read(type: MessageType, message: JsonObject, reading: Partial<Reading> = {}) {
  const notes: Finding[] = [];
  const note = (finding: Finding) => {
    notes.push(finding);
  };
  const whole = { source: 'web', receivedAt: NOW, sentAt: null, currency: 'USD', paidMinor: null, note };
  return { events: eventsOf(type, message, { ...whole, ...reading }), codes: notes.map(({ code }) => code) };
}

function refusalOf(type: MessageType, message: JsonObject, reading: Partial<Reading> = {}): string {
  try {
    read(type, message, reading);
  } catch (failure) {
    if (failure instanceof Refused) return failure.code;
    throw failure;
  }
  return 'taken';
}

const HEAD = { source: 'web', messageId: 'm1', customerId: 'u1', at: NOW };
const FROM_U1 = { messageId: 'm1', userId: 'u1' };

describe('identify', () => {
  it('sets contact fields and keeps every other trait', () => {
    const traits = {
      name: ' Ann Lee ',
      email: ' Ann@Shop.example ',
      phone: '+44 20 7946-0018',
      locale: 'zh_cn',
      timezone: 'Asia/Shanghai',
      plan: 'gold',
      address: { city: 'Leeds' },
    };
    expect(read('identify', { ...FROM_U1, traits })).toEqual({
      events: [
        {
          kind: 'identified',
          ...HEAD,
          name: 'Ann Lee',
          email: 'Ann@Shop.example',
          phone: '+442079460018',
          locale: 'zh-CN',
          zone: 'Asia/Shanghai',
          traits: { plan: 'gold', address: { city: 'Leeds' } },
        },
      ],
      codes: [],
    });
  });

  it.each<[string, JsonObject, JsonObject, JsonObject]>([
    ['the name from its parts, which stay', { firstName: 'Ann', lastName: 'Lee' }, {}, { name: 'Ann Lee' }],
    [
      'locale and zone from the context',
      {},
      { locale: 'en-US', timezone: 'Europe/Berlin' },
      { locale: 'en-US', zone: 'Europe/Berlin' },
    ],
    ['traits before the context', { locale: 'de' }, { locale: 'en-US' }, { locale: 'de' }],
    ['nothing from an empty text', { name: '', email: '' }, {}, {}],
  ])('takes %s', (_what, traits, context, expected) => {
    const [event] = read('identify', { ...FROM_U1, traits, context }).events;
    expect({ ...event, traits: {} }).toEqual({ kind: 'identified', ...HEAD, traits: {}, ...expected });
  });

  it.each<[string, JsonObject, string]>([
    ['an address without a sign', { email: 'ann.shop.example' }, 'invalid-email'],
    ['a number without a country code', { phone: '020 7946 0018' }, 'invalid-phone'],
    ['a phone number that is text', { phone: 'call me' }, 'invalid-phone'],
    ['a zone that does not exist', { timezone: 'Mars/Olympus' }, 'unknown-zone'],
    ['a locale that is none', { locale: 'not a locale' }, 'invalid-locale'],
    ['a name that is a list', { name: ['Ann'] }, 'not-text'],
    ['a name of 600 characters', { name: 'a'.repeat(600) }, 'too-long'],
  ])('leaves out %s and applies the rest', (_what, traits, code) => {
    const { events, codes } = read('identify', { ...FROM_U1, traits: { ...traits, plan: 'gold' } });
    expect(events).toEqual([{ kind: 'identified', ...HEAD, traits: { plan: 'gold' } }]);
    expect(codes).toEqual([code]);
  });

  it('carries the consents of its list, each at the time of the event', () => {
    const consents = [
      { topic: 'news', channel: 'email', state: 'granted', source: 'footer', wording: 'Yes please' },
      { topic: 'news', channel: 'sms', state: 'denied' },
    ];
    const [event] = read('identify', { ...FROM_U1, traits: { consents } }).events;
    expect(event).toMatchObject({
      consents: [
        {
          topic: 'news',
          channel: 'email',
          state: 'granted',
          at: NOW,
          source: 'footer',
          wording: 'Yes please',
        },
        { topic: 'news', channel: 'sms', state: 'denied', at: NOW, source: 'web', wording: null },
      ],
      traits: {},
    });
  });

  it.each([
    ['no list', 'yes'],
    ['no object', ['news']],
    ['another state', [{ topic: 'news', channel: 'email', state: 'maybe' }]],
    ['another channel', [{ topic: 'news', channel: 'fax', state: 'denied' }]],
    ['no topic', [{ channel: 'email', state: 'denied' }]],
    ['another basis', [{ topic: 'news', channel: 'email', state: 'granted', basis: 'told me so' }]],
  ])('is refused whole where consents say %s, so that no withdrawal is passed over', (_what, consents) => {
    expect(refusalOf('identify', { ...FROM_U1, traits: { consents } })).toBe('invalid-consent');
  });
});

describe('track', () => {
  it('keeps name and properties', () => {
    const properties = { cart_id: 'c1', price: 12.5 };
    expect(read('track', { ...FROM_U1, event: 'Product Added', properties }).events).toEqual([
      { kind: 'tracked', ...HEAD, name: 'Product Added', properties },
    ]);
  });

  it('makes traits of what somebody says they like, and keeps the event', () => {
    const properties = { likes: ['tea'], dislikes: ['coffee'], asked: 'after a first order' };
    expect(read('track', { ...FROM_U1, event: 'Preference Stated', properties }).events).toEqual([
      {
        kind: 'identified',
        ...HEAD,
        messageId: 'm1#stated',
        traits: { likes: ['tea'], dislikes: ['coffee'] },
      },
      { kind: 'tracked', ...HEAD, name: 'Preference Stated', properties },
    ]);
    const nothing = read('track', { ...FROM_U1, event: 'Preference Stated', properties: { note: 'x' } });
    expect(nothing.events.map(({ kind }) => kind)).toEqual(['tracked']);
  });

  it('makes two events of a consent, of which the profile’s comes first', () => {
    const properties = { topic: 'news', channel: 'email', email: 'ann@shop.example', wording: 'Yes' };
    expect(read('track', { ...FROM_U1, event: 'Consent Given', properties }).events).toEqual([
      {
        kind: 'identified',
        ...HEAD,
        messageId: 'm1#consent',
        email: 'ann@shop.example',
        consents: [
          { topic: 'news', channel: 'email', state: 'granted', at: NOW, source: 'web', wording: 'Yes' },
        ],
      },
      { kind: 'tracked', ...HEAD, name: 'Consent Given', properties },
    ]);
  });

  it('takes a consent that is to be confirmed as asked for, and one that was with what it rests on', () => {
    const asked = { topic: 'news', channel: 'email', confirmed: true };
    const given = { ...asked, basis: 'express-written' };
    const [first] = read('track', { ...FROM_U1, event: 'Consent Requested', properties: asked }).events;
    const [second] = read('track', { ...FROM_U1, event: 'Consent Given', properties: given }).events;
    expect(first).toMatchObject({ consents: [{ state: 'asked' }] });
    expect(first).not.toMatchObject({ consents: [{ confirmed: true }] });
    expect(second).toMatchObject({
      consents: [{ state: 'granted', confirmed: true, basis: 'express-written' }],
    });
  });

  it('takes a withdrawal as a denial, whatever else it says', () => {
    const properties = { topic: 'news', channel: 'sms', basis: 'told me so' };
    const [event] = read('track', { ...FROM_U1, event: 'Consent Withdrawn', properties }).events;
    expect(event).toMatchObject({ consents: [{ state: 'denied', channel: 'sms' }] });
  });

  it.each<[string, JsonObject, string]>([
    ['no name', {}, 'missing-event-name'],
    ['an empty name', { event: '  ' }, 'missing-event-name'],
    ['a name of 201 characters', { event: 'x'.repeat(201) }, 'event-name-too-long'],
    ['properties that are a list', { event: 'A', properties: [1] }, 'not-an-object'],
    [
      'a consent without a channel',
      { event: 'Consent Given', properties: { topic: 'news' } },
      'invalid-consent',
    ],
  ])('refuses %s', (_what, message, code) => {
    expect(refusalOf('track', { ...FROM_U1, ...message })).toBe(code);
  });
});

describe('page, screen and group', () => {
  it.each([
    ['page', 'Page Viewed'],
    ['screen', 'Screen Viewed'],
  ] as const)('%s is tracked as %s', (type, name) => {
    const message = {
      ...FROM_U1,
      name: 'Home',
      category: 'Shop',
      properties: { url: 'https://shop.example' },
    };
    expect(read(type, message).events).toEqual([
      {
        kind: 'tracked',
        ...HEAD,
        name,
        properties: { url: 'https://shop.example', name: 'Home', category: 'Shop' },
      },
    ]);
  });

  it('group sets a trait of its own and is tracked', () => {
    expect(read('group', { ...FROM_U1, groupId: 'acme', traits: { plan: 'b2b' } }).events).toEqual([
      { kind: 'identified', ...HEAD, messageId: 'm1#group', traits: { 'groups.acme': { plan: 'b2b' } } },
      { kind: 'tracked', ...HEAD, name: 'Group Joined', properties: { group_id: 'acme', plan: 'b2b' } },
    ]);
  });

  it('refuses a group without an id', () => {
    expect(refusalOf('group', FROM_U1)).toBe('missing-id');
  });
});

describe('whose it is', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['the shop’s id', { userId: 'u1' }, { customerId: 'u1' }],
    ['a number', { userId: 42 }, { customerId: '42' }],
    ['the device where there is no other', { anonymousId: 'a1' }, { customerId: 'anonymous:a1' }],
    ['both', { userId: 'u1', anonymousId: 'a1' }, { customerId: 'u1', alsoKnownAs: ['anonymous:a1'] }],
    ['the device beside an empty id', { userId: '', anonymousId: 'a1' }, { customerId: 'anonymous:a1' }],
  ])('is %s', (_what, ids, expected) => {
    const [event] = read('track', { messageId: 'm1', event: 'A', ...ids }).events;
    expect(event).toEqual({ kind: 'tracked', ...HEAD, name: 'A', properties: {}, ...expected });
  });

  it.each<[string, JsonObject, string]>([
    ['no id at all', {}, 'missing-id'],
    ['ids that are null', { userId: null, anonymousId: null }, 'missing-id'],
    ['an id that is an object', { userId: { id: 1 } }, 'missing-id'],
    ['an id of 10,000 characters', { userId: 'u'.repeat(10_000) }, 'id-too-long'],
    ['a device id of 10,000 characters', { anonymousId: 'a'.repeat(10_000) }, 'id-too-long'],
    ['a line break in an id', { userId: 'a\nb' }, 'invalid-id'],
    ['half a character', { userId: '\ud83d' }, 'invalid-id'],
    ['an id that claims to be anonymous', { userId: 'anonymous:a1' }, 'invalid-id'],
  ])('refuses %s', (_what, ids, code) => {
    expect(refusalOf('track', { messageId: 'm1', event: 'A', ...ids })).toBe(code);
  });

  it('alias leads the previous id to the new one', () => {
    expect(read('alias', { ...FROM_U1, previousId: 'old' }).events).toEqual([
      { kind: 'aliased', ...HEAD, previous: 'old' },
    ]);
  });

  it('takes a previous id in the form of a device’s for both', () => {
    const device = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    expect(read('alias', { ...FROM_U1, previousId: device }).events).toEqual([
      { kind: 'aliased', ...HEAD, alsoKnownAs: [`anonymous:${device}`], previous: device },
    ]);
  });

  it.each<[string, JsonObject, string]>([
    ['no previous id', { userId: 'u1' }, 'missing-id'],
    ['no new id', { previousId: 'old', anonymousId: 'a1' }, 'missing-id'],
    ['one id for both', { userId: 'u1', previousId: 'u1' }, 'alias-to-itself'],
  ])('refuses an alias with %s', (_what, ids, code) => {
    expect(refusalOf('alias', { messageId: 'm1', ...ids })).toBe(code);
  });
});

describe('what it is known by', () => {
  const idOf = (message: JsonObject, receivedAt = NOW) =>
    read('track', { userId: 'u1', event: 'A', ...message }, { receivedAt }).events[0]?.messageId;

  it('is its own id, as a hash where that is very long', () => {
    expect(idOf({ messageId: 'm1' })).toBe('m1');
    expect(idOf({ messageId: 7 })).toBe('7');
    expect(idOf({ messageId: 'm'.repeat(101) })).toMatch(/^sha256-[\w-]{32}$/);
  });

  it('is what it says where it has none, whatever the order of members and whenever it is sent', () => {
    const timestamp = new Date(NOW).toISOString();
    const first = idOf({ timestamp, properties: { a: 1, b: 2 }, sentAt: timestamp });
    expect(first).toMatch(/^content-[\w-]{32}$/);
    expect(idOf({ properties: { b: 2, a: 1 }, timestamp }, NOW + 3 * 86_400_000)).toBe(first);
    expect(idOf({ properties: { a: 1, b: 3 }, timestamp })).not.toBe(first);
  });

  it('without a time is the same on one day and another on the next', () => {
    expect(idOf({}, NOW + 1_000)).toBe(idOf({}, NOW));
    expect(idOf({}, NOW + 86_400_000)).not.toBe(idOf({}, NOW));
  });
});

it('refuses objects that lie 33 deep', () => {
  let deep: JsonObject = {};
  for (let i = 0; i < 33; i += 1) deep = { deep };
  expect(refusalOf('track', { ...FROM_U1, event: 'A', properties: deep })).toBe('too-deep');
});
