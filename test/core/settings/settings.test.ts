import { describe, expect, it } from 'vitest';
import { OTHER_JURISDICTION } from '../../../core/settings/jurisdictions.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../core/settings/settings.ts';
import { settingsWarnings } from '../../../core/settings/warnings.ts';
import { someSettings } from '../../support/builders.ts';

/** Paths of what is wrong with a document, and what is said of them. */
function problems(document: unknown): string[] {
  const { error } = settingsSchema.safeParse(document);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const SES = {
  shop: { senderEmail: 'hello@kettle.example', postalAddress: '218 Harbour Street' },
  pages: { url: 'https://mail.kettle.example' },
  delivery: { email: 'ses', region: 'eu-central-1' },
};

describe('settings', () => {
  it('are whole without a word, and stay as they are when written out', () => {
    expect(problems({})).toEqual([]);
    expect(settingsSchema.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
  });

  it('change in the part that is named', () => {
    const document: unknown = {
      jurisdictions: { US: { email: { consent: 'opt-out' } } },
      messages: { topics: { newsletter: { shown: false } } },
    };
    const { jurisdictions, messages } = settingsSchema.parse(document);
    expect(jurisdictions.US.email).toEqual({
      ...DEFAULT_SETTINGS.jurisdictions.US.email,
      consent: 'opt-out',
    });
    expect(jurisdictions.US.sms).toEqual(DEFAULT_SETTINGS.jurisdictions.US.sms);
    expect(messages.topics.newsletter).toEqual({
      ...DEFAULT_SETTINGS.messages.topics.newsletter,
      shown: false,
    });
    expect(Object.keys(messages.topics)).toEqual(['newsletter', 'offers', 'service']);
  });

  it('take topics and jurisdictions of the shop’s own beside those shipped', () => {
    const vip = { name: { en: 'VIP', 'zh-CN': '贵宾' }, description: { en: 'First.', 'zh-CN': '先行。' } };
    const { jurisdictions, messages } = someSettings({
      messages: { topics: { vip } },
      jurisdictions: { AU: { countries: ['AU'] } },
    });
    expect(messages.topics['vip']).toEqual({ ...vip, channels: ['email', 'sms'], shown: true });
    expect(jurisdictions['AU']).toEqual({ ...OTHER_JURISDICTION, countries: ['AU'] });
  });

  it.each([
    ['none', null, []],
    ['one', { from: '22:00', until: '07:00' }, [{ from: '22:00', until: '07:00', then: 'hold' }]],
    [
      'several',
      [{ channel: 'sms' as const, days: ['sunday' as const], from: '00:00', until: '24:00' }],
      [{ channel: 'sms', days: ['sunday'], from: '00:00', until: '24:00', then: 'hold' }],
    ],
  ])('take quiet hours: %s', (_, quietHours, expected) => {
    expect(someSettings({ messages: { quietHours } }).messages.quietHours).toEqual(expected);
  });

  it.each([
    [
      'quiet hours without a length',
      { messages: { quietHours: { from: '08:00', until: '08:00' } } },
      'messages.quietHours.until',
    ],
    [
      'quiet hours of no channel',
      { messages: { quietHours: [{ channel: 'fax', from: '08:00', until: '09:00' }] } },
      'messages.quietHours.0.channel',
    ],
    [
      'quiet hours all week',
      { messages: { quietHours: { from: '00:00', until: '24:00' } } },
      'messages.quietHours',
    ],
    [
      'a day named twice',
      { messages: { quietHours: { days: ['sunday', 'sunday'], from: '08:00', until: '09:00' } } },
      'messages.quietHours.days',
    ],
    [
      'a cap on a topic nobody knows',
      { messages: { caps: [{ topic: 'gossip', most: 1, withinDays: 1 }] } },
      'messages.caps.0.topic',
    ],
    [
      'two budgets of a name',
      {
        messages: {
          budgets: [
            { id: 'a', limitUsdCents: 1 },
            { id: 'a', limitUsdCents: 2 },
          ],
        },
      },
      'messages.budgets.1.id',
    ],
    ['more than half held out', { messages: { holdout: { share: 0.6 } } }, 'messages.holdout.share'],
    [
      'a topic with a name of no kind',
      {
        messages: {
          topics: { 'A B': { name: { en: 'x', 'zh-CN': 'x' }, description: { en: 'x', 'zh-CN': 'x' } } },
        },
      },
      'messages.topics.A B',
    ],
    [
      'a topic named in one language',
      { messages: { topics: { vip: { name: { en: 'VIP' }, description: { en: 'x', 'zh-CN': 'x' } } } } },
      'messages.topics.vip.name.zh-CN',
    ],
    [
      'a sender of a topic nobody knows',
      { senders: { a: { name: 'A', email: 'a@a.example', topics: ['gossip'] } } },
      'senders.a.topics.0',
    ],
    [
      'two senders of a class',
      {
        senders: {
          a: { name: 'A', email: 'a@a.example', classes: ['care'] },
          b: { name: 'B', email: 'b@b.example', classes: ['care'] },
        },
      },
      'senders.b',
    ],
    ['a jurisdiction nobody knows', { shop: { jurisdiction: 'MARS' } }, 'shop.jurisdiction'],
    [
      'a country in two jurisdictions of its own',
      { jurisdictions: { A: { countries: ['AU'] }, B: { countries: ['AU'] } } },
      'jurisdictions.B.countries.0',
    ],
    [
      'a country in two that are shipped',
      { jurisdictions: { CA: { countries: ['US'] } } },
      'jurisdictions.CA.countries.0',
    ],
    ['pages that are not https', { pages: { url: 'http://kettle.example' } }, 'pages.url'],
    ['SES without a region', { ...SES, delivery: { email: 'ses' } }, 'delivery.region'],
    ['SES without an address for its links', { ...SES, pages: {} }, 'pages.url'],
    ['SES from the example', { ...SES, shop: { postalAddress: '218 Harbour Street' } }, 'shop.senderEmail'],
    [
      'SES with the example’s address',
      { ...SES, shop: { senderEmail: 'hello@kettle.example' } },
      'shop.postalAddress',
    ],
    ['one word that means two things', { inbound: { stopWords: ['bye'], helpWords: ['Bye'] } }, 'inbound'],
  ])('refuse %s', (_, document, path) => {
    const found = problems(document).map((problem) => problem.slice(0, problem.indexOf(': ')));
    expect(found).toContain(path);
  });

  it('say what to do about it', () => {
    expect(problems({ messages: { caps: [{ topic: 'gossip', most: 1, withinDays: 1 }] } })).toEqual([
      'messages.caps.0.topic: there is no topic "gossip"; add it to messages.topics. Topics: newsletter, offers, service',
    ]);
  });

  it('are ready for SES once sender, address, region and pages are the shop’s own', () => {
    expect(problems(SES)).toEqual([]);
    expect(problems({ pages: { url: 'http://127.0.0.1:4600' } })).toEqual([]);
  });

  it('let a jurisdiction of the shop’s own take a country from those shipped', () => {
    expect(problems({ jurisdictions: { DE: { countries: ['DE'] } } })).toEqual([]);
  });
});

describe('warnings', () => {
  const paths = (document: Parameters<typeof someSettings>[0], journeys: string[] = []) =>
    settingsWarnings(someSettings(document), journeys).map(({ path }) => path);

  it('are none of the defaults', () => {
    expect(paths({})).toEqual([]);
  });

  it.each([
    [
      'a cap nothing is held by',
      { messages: { caps: [{ class: 'service' as const, most: 1, withinDays: 1 }] } },
      'messages.caps.0',
    ],
    [
      'a budget nothing is held by',
      { messages: { budgets: [{ id: 'a', class: 'transactional' as const, limitUsdCents: 1 }] } },
      'messages.budgets.0',
    ],
    [
      'a budget of a journey that is not there',
      { messages: { budgets: [{ id: 'a', journey: 'gone', limitUsdCents: 1 }] } },
      'messages.budgets.0.journey',
    ],
    [
      'lawful hours that are all quiet',
      {
        messages: {
          quietHours: { from: '08:00', until: '21:00' },
          unknownZoneWindow: { from: '22:00', until: '23:00' },
        },
      },
      'jurisdictions.US.sms.windows',
    ],
    [
      'a window that is all quiet',
      { messages: { quietHours: { channel: 'email' as const, from: '09:00', until: '19:00' } } },
      'messages.unknownZoneWindow',
    ],
  ])('name %s', (_, document, path) => {
    expect(paths(document)).toContain(path);
  });

  it('name no budget of a journey that is published', () => {
    const budgets = [{ id: 'a', journey: 'launch', limitUsdCents: 1 }];
    expect(paths({ messages: { budgets } }, ['launch'])).toEqual([]);
  });
});
