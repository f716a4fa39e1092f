import { randomBytes } from 'node:crypto';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../../core/settings/settings.ts';
import { addressKey } from '../../../core/ids.ts';
import type { CompiledVariant } from '../../../core/message/template.ts';
import { newContact } from '../../../core/message/contact.ts';
import type { TemplatedMessage } from '../../../core/ports.ts';
import { linkKeys, verifyLink } from '../../../functions/shared/linkToken.ts';
import { type ComposerDeps, mailComposer, smsComposer } from '../../../functions/shared/messageComposer.ts';
import { aMessage } from '../../adapters/aws/aMessage.ts';

const BASE = 'https://mail.kl.example';
const UNSUBSCRIBE = `${BASE}/p/unsubscribe/token`;
const KEYS = linkKeys(1, { 1: randomBytes(32) });

const WRITTEN: CompiledVariant = {
  subject: 'Hello {{ customer.first_name }}',
  preheader: '',
  html: '<html><body><a href="https://kl.example/tea?a=1&amp;b=2">Tea</a><a data-track="off" href="https://kl.example/off">Off</a><a href="{{ links.unsubscribe }}">Leave</a></body></html>',
  text: 'Hello {{ customer.first_name }}\n{{ links.unsubscribe }}\n',
};

type Composed = ComposerDeps['store'] & { reads: number };

/** @param tracking as the contact says, where there is one. */
function storeOf(variant: CompiledVariant | null, tracking?: boolean): Composed {
  const store: Composed = {
    reads: 0,
    loadContacts: async ([key = addressKey('none')]) =>
      new Map(tracking === undefined ? [] : [[key, { ...newContact(key), tracking }]]),
    templateVersion: async (id: string, version: number) => {
      store.reads += 1;
      if (variant === null) return null;
      const source = { id, channel: 'sms', locales: { en: { text: 'x' } } } as const;
      return { id, version, publishedAt: 0, source, compiled: { en: variant } };
    },
  };
  return store;
}

function depsOf(over: Partial<ComposerDeps> = {}): ComposerDeps {
  return {
    store: storeOf(WRITTEN),
    settings: DEFAULT_SETTINGS,
    links: { keys: KEYS, baseUrl: BASE },
    addressKeyOf: (channel, address) => addressKey(`${channel}:${address}`),
    ...over,
  };
}

function aMail(over: Partial<TemplatedMessage> = {}): TemplatedMessage {
  const mergeData = { customer: { first_name: 'Maya' }, links: { unsubscribe: UNSUBSCRIBE } };
  return aMessage({ mergeData, ...over });
}

async function mailOf(deps: ComposerDeps, message: TemplatedMessage) {
  const composition = await mailComposer(deps)(message);
  if (composition.kind === 'unfit') throw new Error(composition.reason);
  const mail = await new PostalMime().parse(Buffer.from(composition.content.raw));
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  const links = Array.from((mail.html ?? '').matchAll(/(?:href|src)="([^"]*)"/g), ([, link]) => link ?? '');
  return { mail, header, links };
}

function withTracking(tracking: Partial<Settings['tracking']>): Settings {
  return { ...DEFAULT_SETTINGS, tracking: { ...DEFAULT_SETTINGS.tracking, ...tracking } };
}

describe('a mail just before it leaves', () => {
  it('is its template version in the sender’s name, with one click to leave', async () => {
    const { mail, header } = await mailOf(depsOf(), aMail());
    expect(mail.subject).toBe('Hello Maya');
    expect(mail.text?.trim()).toBe(`Hello Maya\n${UNSUBSCRIBE}`);
    expect(mail.from).toEqual({ name: 'Your shop', address: 'hello@shop.example' });
    expect(header('list-unsubscribe')).toBe(`<${UNSUBSCRIBE}>`);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('feedback-id')).toBe('cart-saved:first:promotional:default');
  });

  it('owes no way out where it is transactional or of service', async () => {
    for (const awaited of ['transactional', 'service'] as const) {
      const { header } = await mailOf(depsOf(), aMail({ class: awaited }));
      expect(header('list-unsubscribe')).toBeUndefined();
    }
  });

  it('leads its links through signed addresses that say where they go, but those marked and the customer’s own pages', async () => {
    const { links } = await mailOf(depsOf(), aMail());
    const [tea = '', off, leave, pixel = ''] = links;
    const to = verifyLink(KEYS, 'click', tea.replace(`${BASE}/p/c/`, ''));
    expect(to).toMatchObject({ to: 'https://kl.example/tea?a=1&b=2', decisionId: aMail().decisionId });
    expect(off).toBe('https://kl.example/off');
    expect(leave).toBe(UNSUBSCRIBE);
    expect(verifyLink(KEYS, 'open', pixel.replace(`${BASE}/p/o/`, ''))?.contactKey).toBe(
      'email:maya@customer.example',
    );
  });

  it.each([
    ['the settings track neither', depsOf({ settings: withTracking({ opens: false, clicks: false }) }), {}],
    ['nothing signs links', depsOf({ links: null }), {}],
    ['its reader wants none', depsOf({ store: storeOf(WRITTEN, false) }), {}],
    ['it is transactional', depsOf(), { class: 'transactional' }],
    ['it is tried out', depsOf(), { mergeData: { test: true, links: { unsubscribe: UNSUBSCRIBE } } }],
  ] as const)('tracks nothing where %s', async (_, deps, over) => {
    const { links } = await mailOf(deps, aMail(over));
    expect(links).toEqual(['https://kl.example/tea?a=1&amp;b=2', 'https://kl.example/off', UNSUBSCRIBE]);
  });

  it('counts openings and clicks apart', async () => {
    const opens = await mailOf(depsOf({ settings: withTracking({ clicks: false }) }), aMail());
    expect(opens.links.filter((link) => link.startsWith(`${BASE}/p/o/`))).toHaveLength(1);
    expect(opens.links.filter((link) => link.startsWith(`${BASE}/p/c/`))).toHaveLength(0);
    const clicks = await mailOf(depsOf({ settings: withTracking({ opens: false }) }), aMail());
    expect(clicks.links.filter((link) => link.startsWith(`${BASE}/p/o/`))).toHaveLength(0);
  });

  it('reads each version of a template once', async () => {
    const store = storeOf(WRITTEN);
    const compose = mailComposer(depsOf({ store }));
    for (const templateVersion of [1, 1, 2, 1]) await compose(aMail({ templateVersion }));
    expect(store.reads).toBe(2);
  });

  it('is unfit, with the reason, where its template is gone or never ends', async () => {
    const gone = await mailComposer(depsOf({ store: storeOf(null) }))(aMail());
    expect(gone).toMatchObject({ kind: 'unfit', reason: expect.stringContaining('not kept') });
    const loop = '{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}';
    const endless = await mailComposer(depsOf({ store: storeOf({ ...WRITTEN, text: loop }) }))(aMail());
    expect(endless).toMatchObject({ kind: 'unfit', reason: expect.stringContaining('the text') });
  });
});

describe('an SMS just before it leaves', () => {
  const sms = (text: string) => storeOf({ subject: '', preheader: '', html: '', text });
  const message = aMail({ channel: 'sms', to: '+15550100200' });

  it('is its text', async () => {
    const composed = await smsComposer(depsOf({ store: sms('Hello {{ customer.first_name }}') }))(message);
    expect(composed).toEqual({ kind: 'composed', content: { text: 'Hello Maya' } });
  });

  it('is unfit where there is nothing in it, or no template', async () => {
    expect(await smsComposer(depsOf({ store: sms('{{ nobody }}') }))(message)).toMatchObject({
      kind: 'unfit',
    });
    expect(await smsComposer(depsOf({ store: storeOf(null) }))(message)).toMatchObject({ kind: 'unfit' });
  });
});
