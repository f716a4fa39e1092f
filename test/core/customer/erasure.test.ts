import { describe, expect, it } from 'vitest';
import {
  erasedContact,
  namesPerson,
  needlesOf,
  spellsOut,
  type Traces,
} from '../../../core/customer/erasure.ts';
import { anonymousIdOf } from '../../../core/customer/identity.ts';
import { customerId } from '../../../core/ids.ts';
import { aContact, denied, granted, MAYA, NOW } from '../../support/builders.ts';

const TRACES: Traces = {
  ids: [customerId('42'), customerId('customer-42'), anonymousIdOf('browser-7f3a')],
  keys: [],
  addresses: [
    { channel: 'email', address: 'Maya@Example.org' },
    { channel: 'sms', address: '+4915112345678' },
  ],
};

describe('a text', () => {
  it.each([
    ['maya@example.org', true],
    ['write to MAYA@example.org.', true],
    ['order/customer-42/1', true],
    ['browser-7f3a', true],
    ['customer-421', false],
    ['amaya@example.org', false],
    ['42', false],
    ['', false],
  ])('"%s" spells out the person: %s', (text, expected) => {
    expect(spellsOut(text, needlesOf(TRACES))).toBe(expected);
  });
});

describe('a rejected event', () => {
  it.each<[string, unknown, boolean]>([
    ['its user id', { userId: '42' }, true],
    ['a user id that is a number', { userId: 42 }, true],
    ['an id deep inside', { context: { customer: { id: '42' } } }, true],
    ['a visitor', { anonymousId: 'browser-7f3a' }, true],
    ['an address in other letters', { traits: { email: 'MAYA@EXAMPLE.ORG' } }, true],
    ['a number as people write it', { traits: { phone: '+49 (151) 1234-5678' } }, true],
    ['a quantity that looks like the id', { userId: 'other', properties: { quantity: '42' } }, false],
    ['somebody else', { userId: '421', email: 'other@example.org' }, false],
  ])('that has %s', (_what, message, expected) => {
    expect(namesPerson(JSON.stringify(message), TRACES)).toBe(expected);
  });

  it('names the person where it is no JSON too', () => {
    expect(namesPerson('{"userId": "customer-42", broken', TRACES)).toBe(true);
    expect(namesPerson('{"email": "maya\\u0040example.org"}', TRACES)).toBe(true);
    expect(namesPerson('nothing of anybody', TRACES)).toBe(false);
  });
});

describe('the contact of somebody erased', () => {
  const known = aContact([granted('offers'), denied('newsletter')], {
    holders: [
      { id: MAYA, at: 1 },
      { id: customerId('other'), at: 2 },
    ],
    suppression: { why: 'hard-bounce', at: 1, source: 'ses' },
    recentSends: [{ at: NOW, class: 'promotional' }],
  });

  it('keeps the hash, the bar and whoever else has the address', () => {
    expect(erasedContact(known, [MAYA], NOW)).toEqual({
      ...aContact([]),
      version: 2,
      holders: [{ id: 'other', at: 2 }],
      suppression: { why: 'erased', at: NOW, source: 'erasure' },
    });
  });

  it('is the same object once it is erased', () => {
    const once = erasedContact(known, [MAYA], NOW);
    expect(erasedContact(once, [MAYA], NOW + 1)).toBe(once);
  });
});
