import { describe, expect, it } from 'vitest';
import { countryOf, jurisdictionOf } from '../../../core/message/jurisdiction.ts';
import { costMicroUsd } from '../../../core/message/prices.ts';
import { allSenders, senderOf } from '../../../core/message/sender.ts';
import type { JsonObject } from '../../../core/json.ts';
import { someSettings } from '../../support/builders.ts';

describe('the country a message goes to', () => {
  it.each<[string, JsonObject, string | null, 'email' | 'sms', string | null]>([
    ['the trait', { country: 'DE' }, null, 'email', 'DE'],
    ['the trait, however it is written', { country: ' gb ' }, null, 'email', 'GB'],
    ['UK for GB', { country: 'UK' }, null, 'email', 'GB'],
    ['the address', { address: { country: 'fr' } }, null, 'email', 'FR'],
    ['the trait ahead of the address', { country: 'DE', address: { country: 'FR' } }, null, 'email', 'DE'],
    ['a name is none', { country: 'Germany' }, null, 'email', null],
    ['the trait ahead of the number', { country: 'DE' }, '+12025550123', 'sms', 'DE'],
    ['the number, for an SMS', {}, '+12025550123', 'sms', 'US'],
    ['a number of Canada', {}, '+14165550123', 'sms', 'CA'],
    ['a number of a shared plan', {}, '+447700900123', 'sms', 'GB'],
    ['not the number, for a mail', {}, '+12025550123', 'email', null],
    ['no number at all', {}, 'x', 'sms', null],
  ])('%s', (_, traits, phone, channel, country) => {
    expect(countryOf({ traits, phone }, channel)).toBe(country);
  });
});

describe('whose rules hold', () => {
  const settings = someSettings({
    shop: { jurisdiction: 'US' },
    jurisdictions: { DE: { countries: ['DE'], email: { consent: 'double-opt-in' } } },
  });

  it.each([
    ['of a country that is named', 'FR', 'EU'],
    ['of one the shop took out of a shipped one', 'DE', 'DE'],
    ['of nobody knows which', null, 'US'],
    ['of one that nobody names: consent, and no more', 'BR', null],
  ])('%s', (_, country, id) => {
    expect(jurisdictionOf(settings, country).id).toBe(id);
  });

  it('are the strictest that ask nothing of a place where the shop names none', () => {
    const { id, rules } = jurisdictionOf(someSettings(), null);
    expect([id, rules.email.consent, rules.sms.windows]).toEqual([null, 'opt-in', []]);
  });
});

describe('the sender', () => {
  const named = { name: 'The Leaf', email: 'news@Mail.Kettle.example' };
  const settings = someSettings({
    shop: { senderName: 'Kettle', senderEmail: 'hello@kettle.example', postalAddress: '218 Harbour Street' },
    senders: {
      news: { ...named, topics: ['newsletter'] },
      asks: { name: 'Ann', email: 'ann@kettle.example', classes: ['survey'], domain: 'kettle.example' },
    },
  });

  it.each([
    ['its topic', 'newsletter', 'survey', 'news'],
    ['its class', 'offers', 'survey', 'asks'],
    ['nobody’s: the shop', 'offers', 'promotional', 'default'],
  ] as const)('is that of %s', (_, topic, of, id) => {
    expect(senderOf(settings, { topic, class: of }).id).toBe(id);
  });

  it('has what it does not say from the shop', () => {
    const news = senderOf(settings, { topic: 'newsletter', class: 'promotional' });
    expect(news).toMatchObject({
      domain: 'mail.kettle.example',
      signature: 'The Leaf',
      postalAddress: '218 Harbour Street',
    });
    expect(allSenders(settings).map(({ id }) => id)).toEqual(['default', 'news', 'asks']);
  });

  it('called default takes the shop’s place', () => {
    const own = someSettings({ senders: { default: { ...named, postalAddress: 'Elsewhere' } } });
    expect(senderOf(own, { topic: 'offers', class: 'care' })).toMatchObject({
      name: 'The Leaf',
      postalAddress: 'Elsewhere',
    });
  });
});

describe('the price', () => {
  const { messages } = someSettings({ messages: { smsPriceByCountryMicroUsd: { CN: 2_600 } } });

  it.each([
    ['of an email', 'email', 1, null, 100],
    ['of an SMS, by its parts', 'sms', 3, null, 22_500],
    ['of an SMS to a country with a price of its own', 'sms', 2, 'CN', 5_200],
    ['of an SMS to another country', 'sms', 2, 'DE', 15_000],
    ['of a webhook', 'webhook', 1, null, 0],
  ] as const)('%s', (_, channel, parts, country, microUsd) => {
    expect(costMicroUsd(messages, { channel, parts, country })).toBe(microUsd);
  });
});
