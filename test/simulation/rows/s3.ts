/**
 * S3: every promotional message that ships is lawful as its reader gets it. Each template in each of its languages is composed
 * for readers of several countries as the send path does it, and the mail is taken apart again by a library: both List
 * headers (RFC 8058), a visible link that leads out and the postal address in both parts; in an SMS its sender and the words
 * that stop it. Templates that lack one of them must be refused at publish.
 */
import PostalMime, { type Email } from 'postal-mime';
import { decisionId } from '../../../core/ids.ts';
import { mergeDataFor } from '../../../core/message/mergeData.ts';
import { type CompiledVariant, templateSchema, type TemplateSource } from '../../../core/message/template.ts';
import type { TemplatedMessage } from '../../../core/ports.ts';
import { type Settings, settingsSchema } from '../../../core/settings/settings.ts';
import { mailComposer, smsComposer } from '../../../functions/shared/messageComposer.ts';
import { compileTemplate } from '../../../functions/templatePublish/compileTemplate.ts';
import { lintTemplate } from '../../../functions/templatePublish/lint/lintTemplate.ts';
import { loadShipped } from '../../../workflows/shipped.ts';
import { aDecision, aPerson } from '../../support/builders.ts';
import { decodeText, readHtml } from './readHtml.ts';

const SETTINGS = settingsSchema.parse({
  shop: { name: 'Kettle & Leaf', senderName: 'Kettle & Leaf', postalAddress: '218 Harbour Street, Portland' },
});
const LINKS = {
  unsubscribe: 'https://kl.example/p/unsubscribe/t1',
  preferences: 'https://kl.example/p/preferences/t2',
  why: 'https://kl.example/p/why/t3',
};
const READERS = [
  { country: 'US', phone: '+14155550100' },
  { country: 'DE', phone: '+4915123456789' },
  { country: 'CN', phone: '+8613800138000' },
] as const;

interface Case {
  readonly what: string;
  readonly country: string;
  readonly message: TemplatedMessage;
  readonly compiled: Readonly<Record<string, CompiledVariant>>;
}

function messageOf(
  source: TemplateSource,
  locale: string,
  { country, phone }: (typeof READERS)[number],
  settings: Settings,
): TemplatedMessage {
  const { channel } = source;
  const decision = aDecision({ class: 'promotional', channel, template: source.id, topic: 'offers' });
  const person = aPerson({ phone, traits: { country } });
  return {
    decisionId: decisionId(`${source.id}/${locale}/${country}`),
    customerId: person.id,
    journeyId: 'row',
    journeyVersion: 1,
    nodeId: 'row',
    class: 'promotional',
    topic: 'offers',
    locale,
    mergeData: mergeDataFor(decision, person, settings, 0, LINKS),
    at: 0,
    channel,
    to: channel === 'sms' ? phone : 'maya@example.com',
    template: source.id,
    templateVersion: 1,
  };
}

async function casesOf(source: TemplateSource, settings: Settings): Promise<Case[]> {
  const compiled = await compileTemplate(source);
  return Object.keys(source.locales).flatMap((locale) =>
    READERS.map((reader) => ({
      what: `${source.id} ${locale} to ${reader.country}`,
      country: reader.country,
      message: messageOf(source, locale, reader, settings),
      compiled,
    })),
  );
}

function composerDeps({ message, compiled }: Case, settings: Settings) {
  const published = {
    id: message.template,
    version: 1,
    publishedAt: 0,
    source: { id: message.template, channel: 'email' as const, locales: {} },
    compiled,
  };
  return {
    settings,
    links: null,
    addressKeyOf: () => {
      throw new Error('nothing is tracked here');
    },
    store: {
      templateVersion: () => Promise.resolve(published),
      loadContacts: () => Promise.resolve(new Map()),
    },
  };
}

function headerOf({ headers }: Email, name: string): string {
  return headers.find((one) => one.key === name.toLowerCase())?.value ?? '';
}

function leadsOut(html: string): boolean {
  const { tags } = readHtml(html);
  return tags.some(
    ({ name, attributes }) =>
      name === 'a' &&
      attributes.some(([attribute, value]) => attribute === 'href' && value === LINKS.unsubscribe) &&
      !attributes.some(([attribute, value]) => attribute === 'style' && /display\s*:\s*none/.test(value)),
  );
}

async function missingInMail(one: Case, settings: Settings): Promise<string[]> {
  const made = await mailComposer(composerDeps(one, settings))(one.message);
  if (made.kind === 'unfit') return [`composed: ${made.reason}`];
  const mail = await PostalMime.parse(made.content.raw);
  const { postalAddress } = settings.shop;
  const shown: readonly (readonly [string, boolean])[] = [
    ['List-Unsubscribe', headerOf(mail, 'list-unsubscribe') === `<${LINKS.unsubscribe}>`],
    ['List-Unsubscribe-Post', headerOf(mail, 'list-unsubscribe-post') === 'List-Unsubscribe=One-Click'],
    ['a link out in the HTML', leadsOut(mail.html ?? '')],
    ['a link out in the text', (mail.text ?? '').includes(LINKS.unsubscribe)],
    ['the address in the HTML', decodeText(mail.html ?? '').includes(postalAddress)],
    ['the address in the text', (mail.text ?? '').includes(postalAddress)],
    ['the mark of advertising', one.country !== 'CN' || /^(?:【广告】|\[AD\] )/.test(mail.subject ?? '')],
  ];
  return shown.flatMap(([what, isThere]) => (isThere ? [] : [what]));
}

async function missingInSms(one: Case, settings: Settings): Promise<string[]> {
  const made = await smsComposer(composerDeps(one, settings))(one.message);
  if (made.kind === 'unfit') return [`composed: ${made.reason}`];
  const { text } = made.content;
  const isSigned = text.startsWith(`【${settings.shop.senderName}】`);
  const saysStop = /STOP|拒收请?回复|退订|Reply R to opt out/.test(text);
  const shown: readonly (readonly [string, boolean])[] = [
    ['the sender', text.slice(0, 20).includes(settings.shop.name)],
    ['how to stop it', saysStop],
    ['the signature', one.country !== 'CN' || isSigned],
  ];
  return shown.flatMap(([what, isThere]) => (isThere ? [] : [what]));
}

export interface Unlawful {
  readonly what: string;
  readonly lacks: readonly string[];
}

/** Every message of the templates, and those that lack something. */
export async function unlawfulMessages(
  templates: readonly TemplateSource[],
  settings: Settings = SETTINGS,
): Promise<{ readonly messages: number; readonly unlawful: readonly Unlawful[] }> {
  const unlawful: Unlawful[] = [];
  let messages = 0;
  for (const source of templates)
    for (const one of await casesOf(source, settings)) {
      messages += 1;
      const lacks = await (source.channel === 'sms' ? missingInSms : missingInMail)(one, settings);
      if (lacks.length > 0) unlawful.push({ what: one.what, lacks });
    }
  return { messages, unlawful };
}

/** A template without each of the things a promotional one must show; what of it is cut out, and whether the lint says so. */
export async function spoiltAndRefused(
  templates: readonly TemplateSource[],
): Promise<{ readonly spoilt: number; readonly refused: number }> {
  const cuts = [
    /links\.(?:unsubscribe|preferences)/g,
    /shop\.postal_address/g,
    /STOP to opt out|拒收请回复R/g,
    /【?\{\{ shop\.name \}\}[】:]?/g,
  ];
  let [spoilt, refused] = [0, 0];
  for (const source of templates)
    for (const [n, cut] of cuts.entries()) {
      if ((source.channel === 'sms') !== n >= 2) continue;
      const written = JSON.stringify(source);
      const without: unknown = JSON.parse(written.replace(cut, n < 2 ? 'shop.website' : ''));
      if (JSON.stringify(without) === written) continue;
      spoilt += 1;
      const changed = parsed(without);
      const findings = lintTemplate(changed, await compileTemplate(changed), {
        settings: SETTINGS,
        journeys: [],
      });
      refused += Number(findings.some(({ severity }) => severity === 'error'));
    }
  return { spoilt, refused };
}

const parsed = (value: unknown) => templateSchema.parse(value);

export function promotionalShipped(): TemplateSource[] {
  return loadShipped().templates.filter(({ class: of }) => (of ?? 'promotional') === 'promotional');
}

/** Nothing is drawn and nothing is left out: seed and size change nothing. */
export async function run(_options: { readonly seed: number; readonly full: boolean }) {
  const templates = promotionalShipped();
  const { messages, unlawful } = await unlawfulMessages(templates);
  const { spoilt, refused } = await spoiltAndRefused(templates);
  const share = (100 * (messages - unlawful.length)) / Math.max(1, messages);
  const [first] = unlawful;
  const example = first === undefined ? '' : `; ${first.what} lacks ${first.lacks.join(', ')}`;
  return {
    measured: `${share.toFixed(1)} % of ${messages} messages lawful${example}; ${refused} of ${spoilt} spoilt templates refused`,
    runs: messages + spoilt,
    pass: messages > 0 && unlawful.length === 0 && spoilt > 0 && refused === spoilt,
  };
}
