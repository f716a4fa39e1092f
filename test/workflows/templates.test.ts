/** What every shipped mail and SMS keeps to, whatever is known of its reader. Chromium looks at them in templates.slow.test.ts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { LARGEST_TEMPLATE_BYTES, type SmsTemplate } from '../../core/message/template.ts';
import { renderSms } from '../../functions/shared/renderMessage.ts';
import { NIGHT, PAPER, type Palette } from '../../workflows/mailStyle.ts';
import { loadShipped } from '../../workflows/shipped.ts';
import { contrast } from '../support/contrast.ts';
import { mergeVariables } from '../support/mergeVariables.ts';
import {
  bothCompiled,
  LOCALES,
  PICKS,
  READERS,
  type ShippedMail,
  shippedMails,
  shippedMailTemplates,
} from '../support/mailReaders.ts';

/** Gmail cuts off what is longer. */
const GMAIL_CLIPS_AT_BYTES = 102_000;

let mails: readonly ShippedMail[] = [];
beforeAll(async () => {
  mails = await shippedMails();
});

/** What a reader reads, without addresses: an address may contain any word. */
function words({ mail }: ShippedMail): string {
  return `${mail.subject}\n${mail.preheader}\n${mail.text}`.replace(/https?:\S+/g, '');
}

function linksOfHtml(html: string): string[] {
  const found = [...html.matchAll(/href="([^"]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  return [...new Set(found)].sort();
}

function linksOfText(text: string): string[] {
  return [...new Set(text.match(/https?:[^\s，。]+/g) ?? [])].sort();
}

describe('the shipped mails', () => {
  it('are below the limits of templates, and far below the length Gmail clips', () => {
    for (const { id, locales } of shippedMailTemplates())
      for (const locale of LOCALES)
        expect(Buffer.byteLength(locales[locale]?.mjml ?? ''), id).toBeLessThan(LARGEST_TEMPLATE_BYTES / 4);
    for (const { what, mail } of mails)
      expect(Buffer.byteLength(mail.html), what).toBeLessThan(GMAIL_CLIPS_AT_BYTES / 2);
  });

  it('leave no Liquid and no hole behind, whatever is known of the reader', () => {
    for (const { what, mail } of mails) {
      const read = `${mail.subject}\n${mail.preheader}\n${mail.text}`;
      expect(`${read}\n${mail.html}`, what).not.toMatch(
        /\{\{|\}\}|\{%|%\}|undefined|null|\[object|NaN|href="#?"|src="#?"/,
      );
      expect(read, what).not.toMatch(/ [,:?]| \.(?!\d)|[,，]\s*[。.]|（）|\(\)|\n{3}| \n/);
    }
  });

  it('have a subject and a preheader that fit a phone and do not say the same', () => {
    for (const { what, locale, mail } of mails) {
      const [subject, preheader] = locale === 'en' ? [65, 100] : [32, 40];
      expect(mail.subject.length, `${what}: ${mail.subject}`).toBeLessThanOrEqual(subject);
      expect(mail.preheader.length, `${what}: ${mail.preheader}`).toBeLessThanOrEqual(preheader);
      expect(Math.min(mail.subject.length, mail.preheader.length), what).toBeGreaterThan(5);
      expect(mail.preheader, what).not.toBe(mail.subject);
    }
  });

  it('have subjects no two of which are the same', () => {
    const full = mails.filter(({ reader }) => reader === 'nothing').map(({ mail }) => mail.subject);
    expect(new Set(full).size).toBe(full.length);
  });

  it('greet nobody by an empty name', () => {
    for (const { what, mail, reader } of mails)
      expect(mail.text, what).toMatch(
        reader === 'nothing' || reader === 'careless data'
          ? /^(?:Hello,|您好：)$/m
          : /^(?:Hello Maya,|Maya，您好：)$/m,
      );
  });

  it('carry a visible way out, the reason, the topics and the postal address, as HTML and as text', () => {
    for (const { what, mail } of mails) {
      for (const body of [mail.html, mail.text])
        for (const part of ['/unsubscribe/1', '/preferences/1', '/why/1', '218 Harbour Street'])
          expect(body, `${what}: ${part}`).toContain(part);
      expect(mail.html, what).toMatch(/>(?:Unsubscribe|退订)<\/a>/);
      expect(mail.text, what).toMatch(/You receive this letter because |您收到这封信，是因为/);
      expect(mail.text, what).toMatch(/Replies to this letter reach a person|直接回复这封信，会有人读到/);
    }
  });

  it('offer the same links in both parts', () => {
    for (const { what, mail } of mails) expect(linksOfText(mail.text), what).toEqual(linksOfHtml(mail.html));
  });

  it('say the same in both parts', () => {
    const bare = (text: string) =>
      text
        .replace(/&quot;|[“”]/g, '"')
        .replace(/&#39;|’/g, "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&amp;', '&')
        .replace(/\s/g, '');
    for (const { what, mail } of mails) {
      const html = bare(mail.html.slice(mail.html.indexOf('<body')).replace(/<[^>]*>/g, ''));
      for (const line of mail.text.split('\n')) {
        if (/^(?:- | {2}https?:|--)/.test(line)) continue;
        expect(html, `${what}: ${line}`).toContain(bare(line.replace(/(?:: |：)?https?:\S+/, '')));
      }
    }
  });

  it('use the same data in both languages', () => {
    for (const { id, locales } of shippedMailTemplates())
      expect(mergeVariables(JSON.stringify(locales.en)), id).toEqual(
        mergeVariables(JSON.stringify(locales['zh-CN'])),
      );
  });

  it('give every image an alternative text, and use none outside the basket', () => {
    for (const { what, id, mail } of mails) {
      const images = mail.html.match(/<img[^>]*>/g) ?? [];
      for (const image of images) expect(image, what).toMatch(/\salt="[^"]+"/);
      if (!id.startsWith('cart-saved')) expect(images, what).toEqual([]);
      expect(mail.html, what).not.toMatch(/background-image|url\(/);
    }
    const cart = mails.find(({ what }) => what === 'cart-saved-first en with everything');
    expect(cart?.mail.html.match(/<img/g)).toHaveLength(2);
  });

  it('say that they know the dark', () => {
    for (const { what, mail } of mails) {
      expect(mail.html, what).toContain('<meta name="color-scheme" content="light dark"');
      expect(mail.html, what).toContain('prefers-color-scheme: dark');
    }
  });

  it('show the picks where there are some', () => {
    const picking = mails.filter(({ id }) => /-picks$|-mended$|-until$|^next-best$|^saved-for-you$/.test(id));
    expect(picking).toHaveLength(5 * LOCALES.length * READERS.length);
    for (const { what, data, mail } of picking) {
      const there = data.picks === PICKS;
      expect(mail.html.includes('Goes with your dripper'), what).toBe(there);
      expect(mail.text.includes('https://a.example/2'), what).toBe(there);
    }
  });

  it('show of a basket the first five pieces, what is unknown of them left out', () => {
    const cart = mails.find(({ what }) => what === 'cart-saved-first en with everything')?.mail;
    expect(cart?.subject).toBe('6 items saved in your basket');
    expect(cart?.text).toContain(`- Gooseneck kettle, 0.9 l, brushed steel, $62.00
  https://kl.example/kettle
- Yunnan Golden Needle, 100 g, 2 × $18.50
  https://kl.example/needle
- FILTER-02, $4.00
- An item
- Scale, $35.00
and 1 more

Back to your basket: https://kl.example/checkout/7`);
    expect(cart?.html).not.toContain('Tasting spoon');
  });

  it('name a last day only where it is known', () => {
    const offer = (reader: string) =>
      mails.find(({ what }) => what === `welcome-free-delivery en with ${reader}`)?.mail.subject;
    expect(offer('everything')).toBe('Free delivery until 29 September');
    expect(offer('nothing')).toBe('Your first delivery is on us');
    const second = (reader: string) =>
      mails.find(({ what }) => what === `second-order-reason zh-CN with ${reader}`)?.mail.subject;
    expect(second('everything')).toBe('小小心意，10天有效（至9月29日）');
    expect(second('nothing')).toBe('10天之内，请人替您挑（至9月19日）');
  });
});

/** Pressure, flattery, false haste, empty address, and the question that is never asked. */
const FORBIDDEN = [
  /[!！]/,
  /have you decided|made up your mind|just checking in|following up|any thoughts/i,
  /last chance|final chance|hurry|act now|don[’']t miss|limited time|before it[’']s too late|only \d+ left|selling fast/i,
  /dear (?:valued )?customer|valued customer|we miss you|click here|best price|guaranteed|exclusive|amazing|unlock|elevate/i,
  /is it better yet|feeling better|\bre:|\bfwd:/i,
  /考虑得怎么样|考虑好了|决定了吗|想好了/,
  /最后机会|机不可失|不要错过|别错过|欲购从速|赶快|赶紧|抢购|秒杀|限时|仅剩|售完即止|手慢/,
  /亲爱的(?:顾客|客户|会员)|尊敬的|亲，|点击这里|想念您/,
  /* The advertising law of China (article 9) forbids superlatives. */
  /最好的|最佳|最低价|顶级|国家级|第一品牌|独家|全网/,
  /好些了|好点了|好转|见效/,
  /——|—|…|\.\.\./,
];

describe('the words of the shipped mails', () => {
  it.each(FORBIDDEN)('never say %s', (phrase) => {
    for (const one of mails) expect(words(one), one.what).not.toMatch(phrase);
  });

  it('are Chinese in Chinese punctuation, upright', () => {
    for (const one of mails) {
      if (one.locale !== 'zh-CN') continue;
      expect(words(one), one.what).not.toMatch(/\p{Script=Han}[,:;?.()"']|[,:;?("']\p{Script=Han}/u);
      expect(one.mail.html, one.what).toContain('lang="zh-CN"');
      expect(one.mail.html, one.what).not.toMatch(/font-style:\s*italic|<i>|<em>/);
    }
  });

  it('name no illness and no price to people in care', () => {
    const inCare = mails.filter(({ id }) => /^course-|^visit-/.test(id));
    expect(inCare).toHaveLength(5 * LOCALES.length * READERS.length);
    for (const one of inCare)
      expect(words(one), one.what).not.toMatch(
        /illness|disease|symptom|diagnos|treatment|medicine|cure|discount|\boff\b|free of charge|病|症|诊|药|疗|治|折|优惠|免费/i,
      );
  });

  it('sell nothing in a greeting: its only links are the footer’s', () => {
    const greetings = mails.filter(({ id }) => id.startsWith('greeting-'));
    expect(greetings).toHaveLength(3 * LOCALES.length * READERS.length);
    for (const { what, mail } of greetings) {
      expect(linksOfHtml(mail.html), what).toEqual([
        'https://kl.example',
        'https://kl.example/preferences/1',
        'https://kl.example/unsubscribe/1',
        'https://kl.example/why/1',
      ]);
      expect(mail.text, what).not.toMatch(/\boffer\b|\bcode\b|优惠|折/);
    }
  });
});

describe('the shipped SMS', () => {
  const templates = loadShipped().templates.flatMap((template): SmsTemplate[] =>
    template.channel === 'sms' ? [template] : [],
  );

  it('are six, name the shop first and a way out last, and fit two parts', async () => {
    expect(templates.map(({ id }) => id)).toEqual([
      'cart-saved-sms',
      'reply-help',
      'reply-start',
      'reply-stop',
      'slot-reminder-sms',
      'started-well-sms',
    ]);
    for (const template of templates) {
      const variants = await bothCompiled(template);
      for (const locale of LOCALES)
        for (const [reader, data] of READERS) {
          const what = `${template.id} ${locale} with ${reader}`;
          const { text, parts, encoding } = renderSms(variants[locale], data, locale);
          expect(text, what).toMatch(locale === 'en' ? /^Kettle & Leaf: / : /^【Kettle & Leaf】/);
          const wayOut = locale === 'en' ? / STOP to opt out$/ : /拒收请回复R$/;
          if (template.id !== 'reply-stop') expect(text, what).toMatch(wayOut);
          expect(text, what).not.toMatch(/\{|\}|undefined| ,| \./);
          expect(parts, what).toBeLessThanOrEqual(2);
          if (locale === 'en') expect(encoding, what).toBe('GSM-7');
          for (const phrase of FORBIDDEN) expect(text, what).not.toMatch(phrase);
        }
    }
  });
});

describe('the reminder of a visit', () => {
  it('names the day as the shop’s own calendar has it', async () => {
    const template = loadShipped().templates.find(({ id }) => id === 'slot-reminder-sms');
    const [, everything] = READERS[0] ?? [];
    if (template === undefined || everything === undefined) throw new Error('the reminder is not there');
    const { en } = await bothCompiled(template);
    expect(renderSms(en, everything, 'en').text).toContain('see you on 24 September at 14:30, 218 Harbour');
  });
});

describe('the palettes', () => {
  it.each([
    ['paper', PAPER],
    ['night', NIGHT],
  ])('of %s keep text at 7:1 and small print at 4.5:1', (_, palette: Palette) => {
    expect(contrast(palette.ink, palette.sheet)).toBeGreaterThan(7);
    expect(contrast(palette.muted, palette.sheet)).toBeGreaterThan(4.5);
    expect(contrast(palette.muted, palette.canvas)).toBeGreaterThan(4.5);
    expect(contrast(palette.accent, palette.sheet)).toBeGreaterThan(4.5);
    expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThan(4.5);
  });
});
