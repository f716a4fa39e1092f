import { describe, expect, it } from 'vitest';
import { plainText } from '../../../functions/templatePublish/plainText.ts';
import { renderVariant } from '../../../functions/shared/renderMessage.ts';
import { aTemplate, compiledEn, mail } from '../shared/templates.ts';

describe('plainText', () => {
  it.each([
    ['paragraphs', '<p>One</p><p>Two\n  and three</p>', 'One\n\nTwo and three'],
    ['line breaks', 'a<br>b<br/><br>c', 'a\nb\n\nc'],
    ['headings', '<h1>News</h1><p>Text</p>', 'News\n----\n\nText'],
    [
      'lists',
      '<ul><li>One</li><li>Two</li></ul><ol><li>First</li><li>Second</li></ol>',
      '- One\n- Two\n\n1. First\n2. Second',
    ],
    ['lists in lists', '<ul><li>One<ul><li>Half</li></ul></li></ul>', '- One\n\n  - Half'],
    ['links', '<a href="https://a.example/x?a=1&amp;b=2">Shop</a>', 'Shop <https://a.example/x?a=1&b=2>'],
    [
      'links that show their address',
      '<a href="https://a.example">https://a.example</a>',
      'https://a.example',
    ],
    ['links to write to', '<a href="mailto:us@a.example">Write</a>', 'Write <us@a.example>'],
    ['links within the mail', '<a href="#top">Top</a>', 'Top'],
    ['images', '<p>Look: <img src="x" alt="A kettle"></p><img src="y" alt="">', 'Look: [A kettle]'],
    [
      'images that link',
      '<a href="https://a.example"><img alt="Kettle" src="x"></a>',
      '[Kettle] <https://a.example>',
    ],
    [
      'rows of a table',
      '<table><tr><td>Tea</td><td>$4</td></tr><tr><td>Pot</td><td>$9</td></tr></table>',
      'Tea  $4\nPot  $9',
    ],
    ['characters', 'Tea &amp; more &#8211; &lt;b&gt;&nbsp;&unknown;', 'Tea & more – <b> &unknown;'],
    [
      'nothing that is hidden',
      '<div style="display:none"><p>Peek<br>a</p></div><style>a{}</style><title>t</title>Seen',
      'Seen',
    ],
    ['nothing of comments', '<!--[if mso]><table><tr><td>x</td></tr></table><![endif]-->Seen', 'Seen'],
    [
      'values',
      'Hello {{ customer.first_name | default: "a<b" }}',
      'Hello {{ customer.first_name | default: "a<b" }}',
    ],
    [
      'a link a value may lack',
      '<a href="{{ pick.url }}">{{ pick.name }}</a>',
      '{{ pick.name }}{% if pick.url != blank %} <{{ pick.url }}>{% endif %}',
    ],
    [
      'loops without lines of their own',
      '<table>{% for p in picks %}<tr><td>{{ p.name }}</td></tr>{% endfor %}</table><p>End</p>',
      '{% for p in picks %}{{ p.name }}\n{% endfor %}End',
    ],
  ])('writes out %s', (_, html, text) => {
    expect(plainText(html)).toBe(text);
  });
});

describe('the text of a mail', () => {
  const body = mail(
    '<mj-text><h2>Hello {{ customer.first_name }}</h2></mj-text><mj-button href="https://shop.example/a">Look</mj-button><mj-image src="https://shop.example/k.png" alt="A kettle" />',
  );

  it('is derived where the author wrote none', async () => {
    const { text: _, ...withoutText } = aTemplate({ mjml: body }).locales.en ?? {};
    const en = await compiledEn({
      id: 'a',
      channel: 'email',
      locales: { en: { ...withoutText, subject: 'Hi', preheader: 'Before', mjml: body } },
    });
    expect(renderVariant(en, { customer: { first_name: 'Maya & Co' } }).text).toBe(
      'Hello Maya & Co\n-----------\n\nLook <https://shop.example/a>\n\n[A kettle]\n',
    );
  });

  it('is the author’s where there is one', async () => {
    expect((await compiledEn(aTemplate({ mjml: body, text: 'Mine' }))).text).toBe('Mine');
  });
});
