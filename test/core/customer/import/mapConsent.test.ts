import { describe, expect, it } from 'vitest';
import { type ConsentRowRules, mapConsent } from '../../../../core/customer/import/mapConsent.ts';
import { at, NOW } from '../../../support/builders.ts';

const RULES: ConsentRowRules = {
  source: null,
  basis: null,
  wording: null,
  topic: null,
  channel: null,
  at: null,
  country: null,
  by: 'consents.csv',
  dateFormat: null,
  now: NOW,
};
const ROW = {
  address: 'maya@example.org',
  topic: 'offers',
  state: 'yes',
  at: '2026-01-05',
  source: 'checkout',
  basis: 'express',
};

describe('a row of consents', () => {
  it('is a consent with its proof', () => {
    expect(mapConsent({ ...ROW, wording: 'Yes, =write me ' }, RULES)).toEqual({
      kind: 'consent',
      row: {
        customer: null,
        address: 'maya@example.org',
        change: {
          topic: 'offers',
          channel: 'email',
          state: 'granted',
          at: at('2026-01-05'),
          source: 'checkout',
          wording: 'Yes, =write me ',
          basis: 'express',
          by: 'consents.csv',
        },
      },
    });
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['without a date', { at: '' }, 'at', 'not-a-date|empty'],
    ['of tomorrow’s tomorrow', { at: '2026-03-13' }, 'at', 'date-in-future'],
    ['without a basis', { basis: '' }, 'basis', 'no-basis'],
    ['with a basis nobody knows', { basis: 'because' }, 'basis', 'not-a-basis'],
    ['with a state nobody knows', { state: 'maybe' }, 'state', 'not-a-truth-value'],
    ['without a topic', { topic: ' ' }, 'topic', 'not-a-topic'],
    ['that grants every topic', { topic: '*' }, 'topic', 'not-a-topic'],
    ['with an address that is none', { address: 'maya@' }, 'address', 'not-an-email'],
    ['with a channel nobody knows', { channel: 'fax' }, 'channel', 'not-a-channel'],
  ])('%s is refused, naming the field', (_what, cells, field, code) => {
    expect(mapConsent({ ...ROW, ...cells }, RULES)).toMatchObject({
      kind: 'rejected',
      field,
      code: expect.stringMatching(code),
      remedy: expect.stringMatching(/\w/),
    });
  });

  it.each(['at', 'source', 'basis', 'topic'] as const)(
    'takes %s of the whole file where the row says nothing',
    (field) => {
      const { [field]: _gone, ...cells } = ROW;
      expect(mapConsent(cells, RULES).kind).toBe('rejected');
      const whole = { at: NOW, source: 'file', basis: 'express', topic: 'offers' } as const;
      expect(mapConsent(cells, { ...RULES, [field]: whole[field] }).kind).toBe('consent');
    },
  );

  it('may refuse everything, and needs no basis for it', () => {
    const mapped = mapConsent(
      { address: '+4915112345678', topic: '*', state: '退订', at: '2026-01-05', source: 'letter' },
      RULES,
    );
    expect(mapped).toMatchObject({
      kind: 'consent',
      row: { change: { channel: 'sms', topic: '*', state: 'denied' } },
    });
  });

  it('names a customer in the place of an address, on a channel that is told', () => {
    const { address: _address, ...cells } = ROW;
    expect(mapConsent({ ...cells, customer: 'maya' }, RULES)).toMatchObject({
      kind: 'rejected',
      field: 'channel',
    });
    expect(mapConsent({ ...cells, customer: 'maya', channel: 'E-Mail' }, RULES)).toMatchObject({
      kind: 'consent',
      row: { customer: 'maya', address: null, change: { channel: 'email' } },
    });
  });
});
