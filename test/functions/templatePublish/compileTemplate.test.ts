import { describe, expect, it } from 'vitest';
import type { TemplateSource } from '../../../core/message/template.ts';
import {
  compileTemplate,
  TemplateInvalid,
  type TemplateProblem,
} from '../../../functions/templatePublish/compileTemplate.ts';
import { anSms, aTemplate, compiledEn, mail } from '../shared/templates.ts';

async function problemsOf(source: TemplateSource): Promise<readonly TemplateProblem[]> {
  try {
    await compileTemplate(source);
    return [];
  } catch (error) {
    if (error instanceof TemplateInvalid) return error.problems;
    throw error;
  }
}

describe('compileTemplate of an SMS', () => {
  it('keeps the text, with its Liquid, and has nothing else', async () => {
    const en = await compiledEn(anSms('Hello {{ customer.first_name }}'));
    expect(en).toEqual({ subject: '', preheader: '', html: '', text: 'Hello {{ customer.first_name }}' });
  });

  it('names the language, the field and the line of what is broken', async () => {
    expect(await problemsOf(anSms('Hello\n{{ name | shout }}', '{% if x %}您好'))).toMatchObject([
      { locale: 'en', field: 'text', line: 2, message: expect.stringContaining('shout') },
      { locale: 'zh-CN', field: 'text', message: expect.stringContaining('if') },
    ]);
  });
});

describe('compileTemplate', () => {
  it('turns MJML into HTML once and leaves the Liquid in it', async () => {
    const en = await compiledEn(aTemplate());
    expect(en.html).toMatch(/^<!doctype html>/i);
    expect(en.html).not.toContain('mj-text');
    expect(en.html).toContain('Hello {{ customer.first_name }}');
    expect(en.text).toBe('Hello {{ customer.first_name }}');
  });

  it('puts the subject as title and the preheader into the document', async () => {
    const en = await compiledEn(aTemplate({ subject: 'Tea & "more"', preheader: 'a < b {{ x }}' }));
    expect(en.html).toContain('<title>Tea &amp; &quot;more&quot;</title>');
    expect(en.html).toContain('a &lt; b {{ x }}');
  });

  it('keeps a subject with quotes inside its attribute', async () => {
    const en = await compiledEn(aTemplate({ subject: '{{ customer.first_name | default: "you" }}' }));
    expect(en.html).toContain(`aria-label="{{ customer.first_name | default: 'you' }}"`);
  });

  it('fetches nothing from anyone, whatever the fonts are called', async () => {
    const mjml = mail('<mj-text font-family="Roboto, Open Sans">a</mj-text>');
    const en = await compiledEn(aTemplate({ mjml }));
    expect(en.html).not.toMatch(/googleapis|@import|<link/);
  });

  it('sends links that begin with a variable through safe_url, and leaves written links alone', async () => {
    const mjml = mail(`<mj-button href="{{ pick.url }}">a</mj-button>
      <mj-text><a href="https://shop.example/{{ slug }}">b</a></mj-text>`);
    const en = await compiledEn(aTemplate({ mjml }));
    expect(en.html).toContain('href="{{ pick.url | safe_url }}"');
    expect(en.html).toContain('href="https://shop.example/{{ slug }}"');
  });

  it.each([
    ['an unclosed output', { text: 'one\ntwo {{ name' }, 'text', 2, 'not closed'],
    ['an unclosed tag', { mjml: mail('<mj-text>{% if a %}</mj-text>') }, 'mjml', 5, 'not closed'],
    ['an unknown tag', { text: '\n\n{% frobnicate %}' }, 'text', 3, 'frobnicate'],
    ['an unknown filter', { subject: '{{ name | shout }}' }, 'subject', 1, 'undefined filter: shout'],
    ['the filter that lifts escaping', { preheader: '{{ name | raw }}' }, 'preheader', 1, 'raw'],
    ['a filter that reads the clock', { text: '{{ "now" | date: "%Y" }}' }, 'text', 1, 'date'],
    ['a tag that reads files', { text: "{% render '/etc/passwd' %}" }, 'text', 1, 'render'],
    ['a tag that reads other templates', { text: "{% include 'x' %}" }, 'text', 1, 'include'],
    ['an unknown element', { mjml: mail('<mj-txt>a</mj-txt>') }, 'mjml', 5, 'mj-txt'],
    ['an unknown attribute', { mjml: mail('<mj-text colour="red">a</mj-text>') }, 'mjml', 5, 'colour'],
    ['an unclosed element', { mjml: mail('<mj-text>a') }, 'mjml', 6, '<mj-text> of line 5'],
    ['an include', { mjml: mail('<mj-include path="./x.mjml" />') }, 'mjml', 5, 'mj-include'],
    [
      'Liquid between elements',
      { mjml: mail('{% if a %}<mj-text>a</mj-text>{% endif %}') },
      'mjml',
      5,
      '<mj-raw>',
    ],
    ['no MJML', { mjml: 'hello' }, 'mjml', null, 'mjml'],
    [
      'a script address',
      { mjml: mail('<mj-button href="javascript:x()">a</mj-button>') },
      'mjml',
      null,
      'must begin with',
    ],
    [
      'a script',
      { mjml: mail('<mj-raw><script>x()</script></mj-raw>') },
      'mjml',
      null,
      'script has no place',
    ],
    ['a value in a style', { mjml: mail('<mj-text color="{{ c }}">a</mj-text>') }, 'mjml', null, 'style'],
    [
      'an event handler',
      { mjml: mail('<mj-text><b onclick="x()">a</b></mj-text>') },
      'mjml',
      null,
      'event handlers',
    ],
    [
      'a value in a bare attribute',
      { mjml: mail('<mj-text><b title={{ t }}>a</b></mj-text>') },
      'mjml',
      null,
      'quotes',
    ],
  ] as const)('refuses %s, naming field and line', async (_, change, field, line, words) => {
    const problems = await problemsOf(aTemplate(change));
    expect(problems).toContainEqual(
      expect.objectContaining({ locale: 'en', field, line, message: expect.stringContaining(words) }),
    );
  });

  it('names template, language, field and line in the message, and every problem at once', async () => {
    const source = aTemplate({ text: '\n{% nope %}', subject: '{{ a' });
    await expect(compileTemplate(source)).rejects.toMatchObject({ code: 'template-invalid' });
    await expect(compileTemplate(source)).rejects.toThrow(
      /template a-mail, en, subject line 1: .*not closed\ntemplate a-mail, en, text line 2: tag "nope" not found/,
    );
  });

  it('ignores what stands in comments', async () => {
    const mjml = mail('<!-- {% if %} <mj-foo> -->\n<mj-text>a</mj-text>');
    expect(await problemsOf(aTemplate({ mjml }))).toEqual([]);
  });
});
