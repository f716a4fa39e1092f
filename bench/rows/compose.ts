/**
 * What one core makes of a shipped mail of 19 KB for 20,000 people: subject, HTML and text rendered, and all of it as MIME with
 * the headers of bulk mail. Beside it the other language, the same with every link tracked, and the library's MIME.
 */
import { randomBytes } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { addressKey, customerId, decisionId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CompiledVariant } from '../../core/message/template.ts';
import { composeMail } from '../../functions/shared/composeMail.ts';
import { linkUrl } from '../../functions/shared/links.ts';
import { linkKeys } from '../../functions/shared/linkToken.ts';
import { type RenderedMessage, renderVariant } from '../../functions/shared/renderMessage.ts';
import { trackLinks, withOpenPixel } from '../../functions/shared/trackLinks.ts';
import { compileTemplate } from '../../functions/templatePublish/compileTemplate.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { requireAtLeast, type Row, timed } from '../row.ts';

const MAILS = 20_000;
const MAILS_BESIDE = 4_000;
const WARM_UP = 1_000;
const BAR_PER_SECOND = 5_000;
const TEMPLATE = 'welcome-first-order';
const LEAST_HTML_CHARS = 18_500;
const NOW = Date.UTC(2026, 0, 15, 12);
const BASE = 'https://mail.kl.example';
const NAMES = ['Maya', '陈静', 'José', 'Priya', 'Oluwaseun'];

function dataOf(n: number): JsonObject {
  const link = (page: string) => `${BASE}/p/${page}/${'t'.repeat(150)}${n}`;
  return {
    customer: { id: `c${n}`, first_name: NAMES[n % NAMES.length] ?? '', orders: 1 + (n % 5) },
    shop: {
      name: 'Kettle & Leaf',
      website: 'https://kl.example',
      postal_address: '218 Harbour Street',
      phone: '',
    },
    links: { unsubscribe: link('unsubscribe'), preferences: link('preferences'), why: link('why') },
    picks: [],
    event: {},
    now: { date: '2026-01-15' },
  };
}

function mimeOf(n: number, locale: string, rendered: RenderedMessage): number {
  const made = composeMail(
    {
      from: { name: 'Kettle & Leaf', address: 'hello@kl.example' },
      to: `person${n}@customer.example`,
      replyTo: 'care@kl.example',
      id: `welcome/c${n}/first/1`,
      at: NOW,
      locale,
      unsubscribe: { https: `${BASE}/p/unsubscribe/${'t'.repeat(150)}${n}`, mailto: null },
      feedbackId: ['welcome', 'first', 'promotional', 'default'],
    },
    rendered,
  );
  if (made.kind === 'unfit') throw new Error(made.reason);
  return made.content.raw.length;
}

type One = (n: number) => number | Promise<number>;

interface Rate {
  readonly perSecond: number;
  readonly seconds: number;
  /** Of processor time: what a second comes to on a machine that does nothing else. */
  readonly perCpuSecond: number;
  readonly bytes: number;
}

/** Mails a second, and the bytes they came to; the first are made unmeasured. */
async function rate(mails: number, one: One): Promise<Rate> {
  for (let n = 0; n < WARM_UP; n += 1) await one(n);
  const began = process.cpuUsage();
  const { seconds, result: bytes } = await timed(async () => {
    let sum = 0;
    for (let n = 0; n < mails; n += 1) {
      const made = one(n);
      sum += typeof made === 'number' ? made : await made;
    }
    return sum;
  });
  const { user, system } = process.cpuUsage(began);
  return { perSecond: mails / seconds, seconds, perCpuSecond: (mails * 1e6) / (user + system), bytes };
}

function tracking(): (html: string, n: number) => string {
  const links = { keys: linkKeys(1, { 1: randomBytes(32) }), baseUrl: BASE };
  return (html, n) => {
    const claims = {
      decisionId: decisionId(`welcome/c${n}/first/1`),
      customerId: customerId(`c${n}`),
      contactKey: addressKey(`key-${n}`),
      channel: 'email',
      topic: 'newsletter',
    } as const;
    const own = `${BASE}/p/`;
    const rewritten = trackLinks(html, (to) =>
      to.startsWith(own) ? null : linkUrl(links, 'click', { ...claims, to }),
    );
    return withOpenPixel(rewritten, linkUrl(links, 'open', claims));
  };
}

async function libraryMime(n: number, { subject, html, text }: RenderedMessage): Promise<number> {
  const from = { name: 'Kettle & Leaf', address: 'hello@kl.example' };
  const mail = new MailComposer({ from, to: `person${n}@customer.example`, subject, html, text });
  return (await mail.compile().build()).length;
}

async function variants(): Promise<{ en: CompiledVariant; zh: CompiledVariant }> {
  const source = loadShipped().templates.find(({ id }) => id === TEMPLATE);
  if (source === undefined) throw new Error(`no template ${TEMPLATE} is shipped`);
  const { en, 'zh-CN': zh } = await compileTemplate(source);
  if (en === undefined || zh === undefined) throw new Error(`${TEMPLATE} is not in both languages`);
  return { en, zh };
}

export const compose: Row = {
  name: 'compose',
  bar: '≥ 5,000 mails of 19 KB/s on one core: subject, HTML, text and MIME',
  durability: 'memory',
  growth: 'O(characters) a mail',
  run: async () => {
    const { en, zh } = await variants();
    const followed = tracking();
    const mail = await rate(MAILS, (n) => mimeOf(n, 'en', renderVariant(en, dataOf(n), 'en')));
    const chinese = await rate(MAILS_BESIDE, (n) =>
      mimeOf(n, 'zh-CN', renderVariant(zh, dataOf(n), 'zh-CN')),
    );
    const tracked = await rate(MAILS_BESIDE, (n) => {
      const rendered = renderVariant(en, dataOf(n), 'en');
      return mimeOf(n, 'en', { ...rendered, html: followed(rendered.html, n) });
    });
    const sample = renderVariant(en, dataOf(1), 'en');
    const mime = await rate(MAILS_BESIDE, (n) => mimeOf(n, 'en', sample));
    const library = await rate(MAILS_BESIDE, (n) => libraryMime(n, sample));
    requireAtLeast('characters of HTML', sample.html.length, LEAST_HTML_CHARS);
    const figure = mail.perSecond;
    return {
      input: {
        mails: MAILS,
        'characters of HTML': sample.html.length,
        'characters of text': sample.text.length,
      },
      outcome: { 'bytes of MIME a mail': Math.round(mail.bytes / MAILS) },
      seconds: mail.seconds,
      figure,
      unit: 'mails/s',
      met: figure >= BAR_PER_SECOND,
      also: {
        'mails a second of processor time': mail.perCpuSecond,
        '简体中文, a second of processor time': chinese.perCpuSecond,
        'with tracked links, a second of processor time': tracked.perCpuSecond,
        'MIME alone, a second of processor time': mime.perCpuSecond,
        "a library's MIME alone, a second of processor time": library.perCpuSecond,
      },
    };
  },
};
