import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/json.ts';
import type { CompiledVariant } from '../../../core/message/template.ts';
import { renderVariant } from '../../../functions/shared/renderMessage.ts';

const SHOP = 'https://www.shop.example';
const DATA: JsonObject = {
  shop: { website: SHOP },
  links: { unsubscribe: `${SHOP}/p/unsubscribe/T`, preferences: `${SHOP}/p/preferences/T` },
  utm: { source: 'news', medium: 'email', campaign: 'welcome', content: 'hello' },
};
const ADDED = 'utm_source=news&utm_medium=email&utm_campaign=welcome&utm_content=hello';

function linkOf(href: string, utm?: CompiledVariant['utm'], data: JsonObject = DATA): string {
  const variant = {
    subject: 's',
    preheader: '',
    html: `<a class="x" href="${href}">x</a>`,
    text: `See ${href}.`,
    ...(utm === undefined ? {} : { utm }),
  };
  const { html, text } = renderVariant(variant, data);
  const shown = (/href="([^"]*)"/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');
  expect(text).toBe(`See ${shown}.\n`);
  return shown;
}

describe('the parameters of analytics', () => {
  it.each([
    ['a page', `${SHOP}/a`, `${SHOP}/a?${ADDED}`],
    ['a page of a part of the host', 'https://blog.shop.example/a', `https://blog.shop.example/a?${ADDED}`],
    ['a page with parameters and a fragment', `${SHOP}/a?b=1#c`, `${SHOP}/a?b=1&${ADDED}#c`],
    [
      'a page that says its source',
      `${SHOP}/a?utm_source=x`,
      `${SHOP}/a?utm_source=x&${ADDED.replace('utm_source=news&', '')}`,
    ],
  ])('stand on %s of the shop', (_, href, expected) => {
    expect(linkOf(href)).toBe(expected);
  });

  it.each([
    ['the way out', `${SHOP}/p/unsubscribe/T`],
    ['the preferences with a choice made', `${SHOP}/p/preferences/T?pace=stay`],
    ['another website', 'https://other.example/a'],
    ['a website whose name only ends alike', 'https://evilshop.example/a'],
  ])('do not stand on %s', (_, href) => {
    expect(linkOf(href)).toBe(href);
  });

  it('are those of the template first, and none where it wants none or nobody names a source', () => {
    expect(linkOf(`${SHOP}/a`, { campaign: 'spring' })).toContain('utm_campaign=spring&utm_content=hello');
    expect(linkOf(`${SHOP}/a`, false)).toBe(`${SHOP}/a`);
    expect(linkOf(`${SHOP}/a`, undefined, { ...DATA, utm: { medium: 'email' } })).toBe(`${SHOP}/a`);
  });
});

describe('a message that is tried out', () => {
  it('says so in its subject', () => {
    const variant = { subject: 'Hello', preheader: '', html: '', text: '' };
    expect(renderVariant(variant, { test: true }).subject).toBe('[Test] Hello');
  });
});
