import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import type { CompiledVariant } from '../../../core/message/template.ts';
import { RenderFailed, renderSms, renderVariant } from '../../../functions/shared/renderMessage.ts';
import { aTemplate, compiledEn, mail } from './templates.ts';

const variant: CompiledVariant = {
  subject: 'Hello {{ name }}',
  preheader: '{{ name }}',
  html: '<p title="{{ name }}">{{ name }}</p>',
  text: 'Hello {{ name }}',
};

function renderWith(name: string) {
  return renderVariant(variant, { name });
}

describe('renderVariant', () => {
  it('puts values in', () => {
    expect(renderWith('Maya')).toEqual({
      subject: 'Hello Maya',
      preheader: 'Maya',
      html: '<p title="Maya">Maya</p>',
      text: 'Hello Maya\n',
    });
  });

  it('renders what is missing as nothing', () => {
    const html =
      '{{ a.b.c }}[{{ picks[0].name }}]{% for x in picks %}{{ x }}{% endfor %}{{ now.date | day }}';
    expect(renderVariant({ ...variant, html }, {})).toMatchObject({ html: '[]', subject: 'Hello' });
  });

  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x onerror=x()>', '&#34;&gt;&lt;img src=x onerror=x()&gt;'],
    ["' onmouseover='x()", '&#39; onmouseover=&#39;x()'],
    ['{{ shop.secret }}', '{{ shop.secret }}'],
    ['{% for i in (1..9) %}x{% endfor %}', '{% for i in (1..9) %}x{% endfor %}'],
    ['--><b>', '--&gt;&lt;b&gt;'],
  ])('keeps %s a text', (hostile, escaped) => {
    expect(renderWith(hostile).html).toBe(`<p title="${escaped}">${escaped}</p>`);
    expect(renderWith(hostile).text).toBe(`Hello ${hostile}\n`);
  });

  it.each([
    ['a\r\nBcc: everyone@example.com', 'Hello a Bcc: everyone@example.com'],
    ['a\u0000\u0007b', 'Hello a b'],
    ['a\u2028b\u2029c\u0085d', 'Hello a b c d'],
    ['\u202egnp.exe', 'Hello gnp.exe'],
  ])('keeps a subject one line of plain characters', (hostile, subject) => {
    expect(renderWith(hostile).subject).toBe(subject);
  });

  it('never lets a value become markup or a header line, whatever it is', () => {
    const free = { ...variant, html: '{{ name }}' };
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const { html, subject } = renderVariant(free, { name });
        expect(html).not.toMatch(/[<>"']/);
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  it('does not reach what is not data', () => {
    const html = '{{ constructor }}{{ __proto__ }}{{ name.constructor }}{{ picks.constructor.name }}';
    expect(renderVariant({ ...variant, html }, { name: 'a', picks: [1] }).html).toBe('');
  });

  it.each([
    ['a loop without end', '{% for i in (1..100000000) %}{{ i }}{% endfor %}'],
    [
      'a value that doubles without end',
      `{% assign x = "aaaaaaaaaa" %}${'{% assign x = x | append: x %}'.repeat(30)}{{ x }}`,
    ],
  ])('stops %s and says which field', (_, html) => {
    expect(() => renderVariant({ ...variant, html }, {})).toThrow(RenderFailed);
    expect(() => renderVariant({ ...variant, html }, {})).toThrow(/^the html could not be rendered/);
  });

  it('opens no scripts from a value in a link', async () => {
    const mjml = mail('<mj-button href="{{ pick.url }}">a</mj-button>');
    const en = await compiledEn(aTemplate({ mjml }));
    const href = (url: string) => /<a\s+href="([^"]*)"/.exec(renderVariant(en, { pick: { url } }).html)?.[1];
    expect(href('https://shop.example/a?b=1&c=2')).toBe('https://shop.example/a?b=1&amp;c=2');
    for (const hostile of [
      'javascript:alert(1)',
      ' JavaScript:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'https://a" onclick="x()',
      'vbscript:x',
    ])
      expect(href(hostile), hostile).toBe('#');
  });
});

describe('filters', () => {
  function text(template: string, locale: 'en' | 'zh-CN' = 'en', data: JsonObject = {}): string {
    return renderVariant({ ...variant, text: template }, data, locale).text.trimEnd();
  }

  it.each([
    ['{{ "2026-03-03" | day }}', '3 March 2026', '2026年3月3日'],
    ['{{ "2026-12-31T23:59:59Z" | day_month }}', '31 December', '12月31日'],
    ['{{ "2026-02-20" | plus_days: 20 | day_month }}', '12 March', '3月12日'],
    ['{{ 0 | day }}', '1 January 1970', '1970年1月1日'],
    ['{{ "soon" | day }}{{ "soon" | plus_days: 3 }}', 'soonsoon', 'soonsoon'],
    ['{{ 18.5 | money: "USD" }}', '$18.50', '$18.50'],
    ['{{ "1280" | money: "cny" }}', '¥1,280.00', '¥1,280.00'],
    ['{{ 1280 | money: "JPY" }}', '¥1,280', '¥1,280'],
    ['{{ 18 | money }}{{ "18.0" | money: "dollars" }}', '18.0018.00', '18.0018.00'],
    ['{{ "$18" | money: "USD" }}{{ nothing | money: "USD" }}', '$18', '$18'],
    ['{{ "2026-01-01" | plus_days: "x" }}', '2026-01-01', '2026-01-01'],
    [
      '{{ "https://a.example/p?x=1#end" | with_param: "reason", "a b&c" }}',
      'https://a.example/p?x=1&reason=a%20b%26c#end',
      'https://a.example/p?x=1&reason=a%20b%26c#end',
    ],
    [
      '{{ "https://a.example/p" | with_param: "pace", "stay" }}',
      'https://a.example/p?pace=stay',
      'https://a.example/p?pace=stay',
    ],
    ['[{{ missing | with_param: "a", "b" }}]', '[]', '[]'],
  ])('%s', (template, en, zh) => {
    expect(text(template)).toBe(en);
    expect(text(template, 'zh-CN')).toBe(zh);
  });
});

describe('renderSms', () => {
  it('fills in the text and counts its parts', () => {
    expect(renderSms({ text: ' Hello {{ name }}\n' }, { name: 'Maya' })).toEqual({
      text: 'Hello Maya',
      encoding: 'GSM-7',
      places: 10,
      parts: 1,
      outside: [],
    });
    expect(renderSms({ text: '{{ name }}，您好' }, { name: '李娜' }, 'zh-CN')).toMatchObject({
      encoding: 'UCS-2',
      places: 5,
    });
  });

  it('lets no value bring in control characters or marks that reorder text, and keeps line breaks', () => {
    const name = 'a\u202eb\u0000c\r\td';
    expect(renderSms({ text: 'One\n{{ name }}' }, { name }).text).toBe('One\nabcd');
  });

  it('never reads a value as Liquid, nor as markup', () => {
    expect(renderSms({ text: '{{ name }}' }, { name: '{{ shop }} & <b>' }).text).toBe('{{ shop }} & <b>');
  });
});
