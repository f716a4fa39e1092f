import { describe, expect, it } from 'vitest';
import type { TemplateSource } from '../../../core/message/template.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../core/settings/settings.ts';
import { compileTemplate } from '../../../functions/templatePublish/compileTemplate.ts';
import { isPrivateHost } from '../../../functions/templatePublish/lint/addresses.ts';
import { FINDING_CODES } from '../../../functions/templatePublish/lint/finding.ts';
import {
  classInUse,
  lintTemplate,
  type TemplateLintContext,
} from '../../../functions/templatePublish/lint/lintTemplate.ts';
import { zhCNTemplateFindings } from '../../../cli/words/zhCNTemplateFindings.ts';
import { anSms, aTemplate, mail } from '../shared/templates.ts';

const CONTEXT: TemplateLintContext = { settings: DEFAULT_SETTINGS, journeys: [] };
const FOOT = '<a href="{{ links.unsubscribe }}">Out</a> {{ shop.postal_address }}';
const LAWFUL = {
  mjml: mail(`<mj-text>Hello ${FOOT}</mj-text>`),
  text: 'Hello {{ links.unsubscribe }} {{ shop.postal_address }}',
};

function only(source: TemplateSource): TemplateSource {
  const { 'zh-CN': _, ...locales } = source.locales;
  return Object.assign({ ...source }, { locales });
}

async function found(source: TemplateSource, context = CONTEXT) {
  const findings = lintTemplate(source, await compileTemplate(source), context);
  return findings.map(({ severity, code, field, line }) => [severity, code, field, line]);
}

const ofMail = (change: Parameters<typeof aTemplate>[0], more: object = {}) =>
  found(Object.assign(only(aTemplate({ ...LAWFUL, ...change })), more));
const ofSms = (text: string, more: object = {}, context = CONTEXT) =>
  found(Object.assign(only(anSms(text)), more), context);

describe('the lint of a mail', () => {
  it('finds nothing in one that leads out and says where the shop is', async () => {
    expect(await ofMail({})).toEqual([]);
  });

  it('asks a promotional one for a way out and the address, in both parts', async () => {
    expect(await ofMail({ mjml: mail('<mj-text>Hello</mj-text>'), text: 'Hello' })).toEqual([
      ['error', 'no-unsubscribe', 'mjml', null],
      ['error', 'no-address', 'mjml', null],
      ['error', 'no-unsubscribe', 'text', null],
      ['error', 'no-address', 'text', null],
    ]);
  });

  it('takes no words about leaving for a link that leads out', async () => {
    const mjml = mail('<mj-text>{{ links.unsubscribe }} {{ shop.postal_address }}</mj-text>');
    expect(await ofMail({ mjml })).toEqual([['error', 'no-unsubscribe', 'mjml', null]]);
  });

  it('takes an address that is written out as in the settings', async () => {
    const mjml = mail(
      `<mj-text>${FOOT.replace('{{ shop.postal_address }}', '1 Example Street, Example Town')}</mj-text>`,
    );
    expect(await ofMail({ mjml })).toEqual([]);
  });

  it.each([
    ['transactional', []],
    ['service', []],
    [
      'survey',
      [
        ['error', 'no-unsubscribe', 'mjml', null],
        ['warning', 'no-address', 'mjml', null],
      ],
    ],
  ] as const)('asks of a %s one what its class owes', async (of, expected) => {
    expect(await ofMail({ mjml: mail('<mj-text>Hello</mj-text>') }, { class: of })).toEqual(expected);
  });

  it.each([
    ['a misspelt part', '{{ customer.frist_name }}', 'misspelt-variable'],
    ['a misspelt name', '{{ custmer.first_name }}', 'misspelt-variable'],
    ['a misspelt list in a loop', '{% for p in piks %}{{ p.x }}{% endfor %}', 'misspelt-variable'],
    ['what nobody gives', '{{ zebra.stripes }}', 'unknown-variable'],
    ['a condition on what nobody gives', '{% if shop.moon %}a{% endif %}', 'unknown-variable'],
  ])('finds %s, with its line', async (_, liquid, code) => {
    expect(await ofMail({ mjml: mail(`<mj-text>${FOOT}\n${liquid}</mj-text>`) })).toEqual([
      ['error', code, 'mjml', 6],
    ]);
  });

  it.each([
    'customer.first_name',
    'event.anything.at_all',
    'picks[0].name',
    'content.story.text',
    'now.date',
    'links.why',
    'picks.size',
    'offer.code',
  ])('knows %s', async (name) => {
    expect(await ofMail({ text: `${LAWFUL.text} {{ ${name} }}` })).toEqual([]);
  });

  it('knows what the template assigns itself', async () => {
    expect(
      await ofMail({
        text: `${LAWFUL.text}{% assign a = 1 %}{% capture b %}x{% endcapture %}{{ a }}{{ b }}`,
      }),
    ).toEqual([]);
  });

  it('finds images without words, too large, or written into the mail', async () => {
    const mjml = mail(
      `<mj-text>${FOOT}</mj-text>\n<mj-image src="https://a.example/1.png" />\n<mj-image src="https://a.example/2.png" alt="" width="2000px" />\n<mj-image alt="x" src="data:image/png;base64,${'A'.repeat(400)}" />`,
    );
    expect(await ofMail({ mjml })).toEqual([
      ['warning', 'no-alt', 'mjml', 6],
      ['warning', 'large-image', 'mjml', 7],
      ['warning', 'data-image', 'mjml', 8],
    ]);
  });

  it('finds links nobody outside can follow, and unencrypted ones', async () => {
    const text = `${LAWFUL.text}\nhttp://shop.example/a\nhttps://192.168.1.1/b https://intranet/c`;
    expect(await ofMail({ text })).toEqual([
      ['warning', 'insecure-link', 'text', 2],
      ['error', 'private-link', 'text', 3],
      ['error', 'private-link', 'text', 3],
    ]);
  });

  it('finds a mail that Gmail cuts off', async () => {
    const mjml = mail(`<mj-text>${FOOT}</mj-text>${'<mj-text>a</mj-text>'.repeat(1_200)}`);
    expect(await ofMail({ mjml })).toEqual([['warning', 'clipped-mail', 'mjml', null]]);
  });

  it('asks a shop of China for the mark of advertising where the settings add none', async () => {
    const email = { prefix: null };
    const settings = settingsSchema.parse({ shop: { jurisdiction: 'CN' }, jurisdictions: { CN: { email } } });
    const source = aTemplate(LAWFUL);
    const zh = { ...LAWFUL, preheader: '', subject: '春茶' };
    const chinese: TemplateSource = { ...source, locales: { 'zh-CN': zh } };
    const marked: TemplateSource = { ...source, locales: { 'zh-CN': { ...zh, subject: '【广告】春茶' } } };
    expect(await found(chinese, { ...CONTEXT, settings })).toEqual([['error', 'no-ad-mark', 'subject', 1]]);
    expect(await found(marked, { ...CONTEXT, settings })).toEqual([]);
    expect(await found(chinese)).toEqual([]);
  });
});

describe('the lint of an SMS', () => {
  it('finds nothing in one that says who writes and how to stop it', async () => {
    expect(await ofSms('{{ shop.name }}: tea is here. STOP to end')).toEqual([]);
  });

  it('asks a promotional one for both', async () => {
    expect(await ofSms('Tea is here')).toEqual([
      ['error', 'sms-no-sender', 'text', null],
      ['error', 'sms-no-refusal', 'text', null],
    ]);
    expect(await ofSms('Tea is here', { class: 'transactional' })).toEqual([
      ['warning', 'sms-no-sender', 'text', null],
    ]);
  });

  it('says in how many parts it goes and what that costs', async () => {
    const source = only(anSms(`{{ shop.name }} STOP ${'茶'.repeat(60)}`));
    const [one] = lintTemplate(source, await compileTemplate(source), CONTEXT);
    expect(one).toMatchObject({ code: 'sms-parts', severity: 'warning' });
    expect(one?.message).toBe(
      'a usual reader gets it in 2 parts (UCS-2, 75 places), which costs $0.0150 a message',
    );
    expect(await ofSms(`{{ shop.name }} STOP ${'a'.repeat(1_700)}`)).toEqual([
      ['error', 'sms-too-long', 'text', null],
    ]);
  });

  it('asks a Chinese one for its signature', async () => {
    const source: TemplateSource = {
      id: 'a',
      channel: 'sms',
      locales: { 'zh-CN': { text: '{{ shop.name }}春茶上市，退订回T' } },
    };
    expect(await found(source)).toEqual([['warning', 'sms-no-signature', 'text', null]]);
  });
});

describe('the class of a template', () => {
  it('is its own, or promotional; and promotional where a promotional journey uses it', () => {
    const nodes = { a: { type: 'send', channel: 'email', template: 'a-mail' } } as never;
    const promotional = { ...CONTEXT, journeys: [{ id: 'j', class: 'promotional' as const, nodes }] };
    const service = { ...aTemplate(), class: 'service' } as const;
    expect([
      classInUse(aTemplate(), CONTEXT),
      classInUse(service, CONTEXT),
      classInUse(service, promotional),
    ]).toEqual(['promotional', 'service', 'promotional']);
  });
});

describe('private hosts', () => {
  it.each([
    'localhost',
    'a.localhost',
    'shop',
    'shop.local',
    'x.internal',
    '10.1.2.3',
    '127.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '[::1]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
  ])('%s is one', (host) => {
    expect(isPrivateHost(host)).toBe(true);
  });

  it.each(['shop.example', 'www.shop.com', '8.8.8.8', '172.32.0.1', '[2606:4700::1]', 'localhost.com'])(
    '%s is none',
    (host) => {
      expect(isPrivateHost(host)).toBe(false);
    },
  );
});

it('every finding has Chinese words', () => {
  expect(Object.keys(zhCNTemplateFindings).sort()).toEqual([...FINDING_CODES].sort());
});
