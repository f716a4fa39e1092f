import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../core/json.ts';
import { lintJourney } from '../../core/journey/lint.ts';
import type { PublishedTemplate, TemplateLocale } from '../../core/message/template.ts';
import { LARGEST_TEMPLATE_BYTES } from '../../core/message/template.ts';
import { DEFAULT_SETTINGS } from '../../core/settings/settings.ts';
import { compileTemplate } from '../../functions/shared/compileTemplate.ts';
import { type RenderedMessage, renderVariant } from '../../functions/shared/renderMessage.ts';
import { NIGHT, PAPER, type Palette } from '../../workflows/mailStyle.ts';
import { loadShipped, ShippedInvalid } from '../../workflows/shipped.ts';

const shipped = loadShipped();
const LOCALES: readonly TemplateLocale[] = ['en', 'zh-CN'];

const PICKS = [
  {
    name: 'Yunnan Golden Needle',
    price: '$18.00',
    reason: 'You bought it twice',
    url: 'https://a.example/1',
  },
  { name: 'Kettle', price: '$62.00', reason: 'Goes with your dripper', url: 'https://a.example/2' },
];
const FULL: JsonObject = {
  customer: { first_name: 'Maya', orders: 1, last_order_date: '2026-01-12' },
  shop: { name: 'Kettle & Leaf', website: 'https://kl.example', postal_address: '218 Harbour Street' },
  links: {
    unsubscribe: 'https://kl.example/unsubscribe/1',
    preferences: 'https://kl.example/preferences/1',
    why: 'https://kl.example/why/1',
  },
  picks: PICKS,
  now: { date: '2026-05-01' },
};
const DATA: readonly [string, JsonObject][] = [
  ['everything', FULL],
  ['no picks', { ...FULL, picks: [] }],
  ['one pick', { ...FULL, picks: PICKS.slice(0, 1) }],
  [
    'an unknown customer',
    { ...FULL, customer: { first_name: '', orders: 0, last_order_date: '' }, picks: [] },
  ],
];

const compiled = new Map<string, PublishedTemplate['compiled']>();
beforeAll(async () => {
  for (const template of shipped.templates)
    if (template.channel === 'email') compiled.set(template.id, await compileTemplate(template));
});

function rendered(): { what: string; locale: TemplateLocale; data: JsonObject; mail: RenderedMessage }[] {
  return [...compiled].flatMap(([id, variants]) =>
    LOCALES.flatMap((locale) =>
      DATA.map(([kind, data]) => ({
        what: `${id} ${locale} with ${kind}`,
        locale,
        data,
        mail: renderVariant(variants[locale], data, locale),
      })),
    ),
  );
}

describe('the shipped journeys', () => {
  it('are win-back, welcome and thank-you', () => {
    expect(shipped.journeys.map(({ id }) => id)).toEqual(['thank-you', 'welcome', 'win-back']);
  });

  it('pass the lint without a finding', () => {
    const context = {
      templates: new Set(shipped.templates.map(({ id }) => id)),
      messages: DEFAULT_SETTINGS.messages,
    };
    for (const journey of shipped.journeys) expect(lintJourney(journey, context)).toEqual([]);
  });

  it('hold out a tenth before the first promotional message, and stop at an order', () => {
    for (const { class: messageClass, start, nodes, exits, goal } of shipped.journeys) {
      if (messageClass !== 'promotional') continue;
      expect(nodes[start]).toMatchObject({ type: 'holdout', share: 0.1 });
      expect(exits).toContainEqual({ on: 'event', event: 'Order Completed' });
      expect(goal).toEqual({ on: 'event', event: 'Order Completed' });
    }
  });

  it('send every template, and none twice', () => {
    const sent = shipped.journeys.flatMap(({ nodes }) =>
      Object.values(nodes).flatMap((node) => (node.type === 'send' ? [node.template] : [])),
    );
    expect(sent.sort()).toEqual(shipped.templates.map(({ id }) => id));
  });

  it('win back in four letters: at once, after 10, 14 and 21 days, then 14 days of silence', () => {
    const winBack = shipped.journeys.find(({ id }) => id === 'win-back');
    const steps = Object.values(winBack?.nodes ?? {}).map((node) =>
      node.type === 'wait' ? node.for : node.type === 'send' ? node.template : node.type,
    );
    expect(steps).toEqual([
      'holdout',
      'win-back-reason',
      '10d',
      'win-back-mended',
      '14d',
      'win-back-until',
      '21d',
      'win-back-choice',
      '14d',
      'end',
    ]);
    expect(winBack?.reentry).toEqual({ after: '180d' });
  });
});

describe('the shipped mails', () => {
  it('compile, well below the limits of templates and of mail programs', () => {
    for (const { id, channel, locales } of shipped.templates) {
      if (channel !== 'email') continue;
      for (const locale of LOCALES) {
        expect(Buffer.byteLength(locales[locale].mjml), id).toBeLessThan(LARGEST_TEMPLATE_BYTES / 4);
        expect(Buffer.byteLength(compiled.get(id)?.[locale].html ?? ''), id).toBeLessThan(102_000 / 2);
      }
    }
  });

  it('leave no Liquid and no hole behind, whatever is known of the reader', () => {
    for (const { what, mail } of rendered()) {
      const all = `${mail.subject}\n${mail.preheader}\n${mail.html}\n${mail.text}`;
      expect(all, what).not.toMatch(/\{\{|\}\}|\{%|%\}|undefined|\[object|NaN|href="#?"/);
      expect(`${mail.subject} ${mail.preheader} ${mail.text}`, what).not.toMatch(/ ,| \.(?!\d)| {3}\S.* {3}/);
      expect(mail.subject.length, what).toBeGreaterThan(5);
      expect(mail.preheader.length, what).toBeGreaterThan(5);
    }
  });

  it('carry a visible way out, the reason, the topics and the postal address, as HTML and as text', () => {
    for (const { what, mail } of rendered()) {
      for (const body of [mail.html, mail.text])
        for (const part of ['/unsubscribe/1', '/preferences/1', '/why/1', '218 Harbour Street'])
          expect(body, `${what}: ${part}`).toContain(part);
      expect(mail.html, what).toMatch(/>(?:Unsubscribe|退订)<\/a>/);
    }
  });

  it('begin their subject with a number in English, name one in Chinese', () => {
    for (const { what, locale, mail } of rendered())
      expect(mail.subject, what).toMatch(locale === 'en' ? /^\d/ : /\d/);
  });

  it('use no exclamation marks and never ask whether someone has decided', () => {
    for (const { what, mail } of rendered()) {
      const words = `${mail.subject} ${mail.preheader} ${mail.text}`;
      expect(words, what).not.toMatch(/[!！]/);
      expect(words, what).not.toMatch(/have you decided|made up your mind|考虑得怎么样/i);
    }
  });

  it('speak Chinese in Chinese punctuation', () => {
    for (const { what, locale, mail } of rendered()) {
      if (locale !== 'zh-CN') continue;
      expect(`${mail.subject}${mail.preheader}${mail.text}`, what).not.toMatch(
        /\p{Script=Han}[,:;?]|[,:;?]\p{Script=Han}/u,
      );
      expect(mail.html, what).toContain('lang="zh-CN"');
      expect(mail.html, what).not.toMatch(/font-style:\s*italic|<i>|<em>/);
    }
  });

  it('need no images, and say that they know the dark', () => {
    for (const { what, mail } of rendered()) {
      expect(mail.html, what).not.toMatch(/<img|background-image|url\(/);
      expect(mail.html, what).toContain('<meta name="color-scheme" content="light dark"');
      expect(mail.html, what).toContain('prefers-color-scheme: dark');
    }
  });

  it('show the picks where there are some', () => {
    for (const { what, data, mail } of rendered()) {
      const asks = /welcome-picks|win-back-(?:mended|until)/.test(what);
      if (asks && data.picks === PICKS) {
        expect(mail.html, what).toContain('Yunnan Golden Needle');
        expect(mail.text, what).toContain('https://a.example/2');
      } else if (data.picks !== PICKS) expect(mail.html, what).not.toContain('Kettle</a>');
    }
  });
});

describe('the palettes', () => {
  function luminance(hex: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(a: string, b: string): number {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  }

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

describe('loadShipped', () => {
  function problemsWhen(change: (dir: string) => void): readonly string[] {
    const dir = mkdtempSync(join(tmpdir(), 'shipped-'));
    try {
      for (const folder of ['journeys', 'templates'])
        cpSync(join(import.meta.dirname, '../../workflows', folder), join(dir, folder), { recursive: true });
      change(dir);
      loadShipped(dir);
      return [];
    } catch (error) {
      if (error instanceof ShippedInvalid) return error.problems;
      throw error;
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  function edit(file: string, from: string, to: string): (dir: string) => void {
    return (dir) => {
      const path = join(dir, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    };
  }

  function addSms(english: string): (dir: string) => void {
    return (dir) => {
      const folder = join(dir, 'templates', 'an-sms');
      mkdirSync(folder);
      writeFileSync(join(folder, 'template.yaml'), 'channel: sms\n');
      writeFileSync(join(folder, 'en.txt'), `${english}\n`);
      writeFileSync(join(folder, 'zh-CN.txt'), '您好\n');
    };
  }

  it('loads what is right', () => {
    expect(problemsWhen(() => {})).toEqual([]);
  });

  it('loads an SMS: a line that says so, and a text in each language', () => {
    expect(problemsWhen(addSms('Hello from {{ shop.name }}'))).toEqual([]);
  });

  it.each([
    [
      'a duration nobody can read',
      edit('journeys/win-back.yaml', 'for: 10d', 'for: ten days'),
      /^journeys\/win-back\.yaml: nodes\.wait-for-reason\.for: write a duration/,
    ],
    [
      'a journey under another name',
      edit('journeys/welcome.yaml', 'id: welcome', 'id: hello'),
      /^journeys\/welcome\.yaml: id: is "hello"/,
    ],
    [
      'a template nobody wrote',
      edit('journeys/thank-you.yaml', 'template: thank-you-habits', 'template: thanks'),
      /^journeys\/thank-you\.yaml: nodes\.habits\.template: there is no template "thanks"/,
    ],
    [
      'a field that is missing',
      edit('templates/win-back-choice/template.yaml', 'subject:', 'subjekt:'),
      /^templates\/win-back-choice\/template\.yaml: locales\.en\.subject: /,
    ],
    [
      'broken YAML',
      edit('templates/win-back-choice/template.yaml', 'locales:', 'locales: ['),
      /^templates\/win-back-choice\/template\.yaml: .+ at line \d+/,
    ],
    [
      'a language that is missing',
      (dir: string) => rmSync(join(dir, 'templates/welcome-picks/zh-CN.txt')),
      /^templates\/welcome-picks\/zh-CN\.txt: the file is missing/,
    ],
    ['an SMS without words', addSms(''), /^templates\/an-sms\/template\.yaml: locales\.en\.text: /],
    [
      'a subject on an SMS',
      (dir: string) => {
        addSms('Hello')(dir);
        writeFileSync(join(dir, 'templates/an-sms/template.yaml'), 'channel: sms\nsubject: Hello\n');
      },
      /^templates\/an-sms\/template\.yaml: .*subject/,
    ],
    [
      'an SMS where a mail is sent',
      (dir: string) => {
        addSms('Hello')(dir);
        edit('journeys/thank-you.yaml', 'template: thank-you-habits', 'template: an-sms')(dir);
      },
      /^journeys\/thank-you\.yaml: nodes\.habits\.template: "an-sms" is no template of email/,
    ],
    [
      'a part that is missing',
      (dir: string) => rmSync(join(dir, 'templates/shared/picks.mjml')),
      /^templates\/shared\/picks\.mjml: the file is missing/,
    ],
  ])('names the file and the field of %s', (_, change, wanted) => {
    expect(problemsWhen(change)).toContainEqual(expect.stringMatching(wanted));
  });
});
