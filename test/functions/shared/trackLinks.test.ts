import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackLinks, withOpenPixel } from '../../../functions/shared/trackLinks.ts';

const tracked = (url: string) => `https://t.example/c?to=${encodeURIComponent(url)}`;

function seenBy(html: string): string[] {
  const seen: string[] = [];
  trackLinks(html, (url) => {
    seen.push(url);
    return null;
  });
  return seen;
}

describe('links that report clicks', () => {
  it('lead through the address given for them, and nothing else of the mail changes', () => {
    const html = '<p class="x"><a class="b" href="https://shop.example/tea">Tea</a> and <b>more</b></p>';
    expect(trackLinks(html, () => 'https://t.example/1')).toBe(
      '<p class="x"><a class="b" href="https://t.example/1">Tea</a> and <b>more</b></p>',
    );
  });

  it.each([
    ['<a href="https://shop.example/?a=1&amp;b=2">', 'https://shop.example/?a=1&b=2'],
    ["<a\n href='https://shop.example/'>", 'https://shop.example/'],
    ['<A HREF = "HTTPS://shop.example/">', 'HTTPS://shop.example/'],
    ['<area shape="rect" href="http://shop.example/map">', 'http://shop.example/map'],
    ['<a title="a > b" href="https://shop.example/">', 'https://shop.example/'],
    ['<a href="https://shop.example/&#x27;&#39;">', "https://shop.example/''"],
    ['<a href=" https://shop.example/ ">', 'https://shop.example/'],
  ])('reads %s as a browser does', (html, url) => {
    expect(seenBy(html)).toEqual([url]);
  });

  it.each([
    '<a href="mailto:a@shop.example">',
    '<a href="tel:+15550100">',
    '<a href="#top">',
    '<a name="top">',
    '<a href="javascript:alert(1)">',
    '<abbr href="https://shop.example/">',
    '<link href="https://shop.example/style.css">',
    '<img src="https://shop.example/a.png">',
    '<a href="https://shop.example/',
    '<a title=\'never closed href="https://shop.example/">',
  ])('leaves %s alone', (html) => {
    expect(trackLinks(html, tracked)).toBe(html);
  });

  it.each(['data-track="off"', "data-track='off'", 'data-track=off', 'DATA-TRACK = "off"'])(
    'leaves a link marked %s, and takes the mark away',
    (mark) => {
      expect(trackLinks(`<a ${mark} href="https://shop.example/">x</a>`, tracked)).toBe(
        '<a href="https://shop.example/">x</a>',
      );
    },
  );

  it('leaves those whose rewriting answers null, as leaving and preferences do', () => {
    const html = '<a href="https://p.example/leave">x</a><a href="https://shop.example/">y</a>';
    const rewrite = (url: string) => (url.includes('/leave') ? null : 'https://t.example/2');
    expect(trackLinks(html, rewrite)).toBe(
      '<a href="https://p.example/leave">x</a><a href="https://t.example/2">y</a>',
    );
  });

  it('give back the address they were made from, whatever stands in it', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const html = `<a href="${url.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}">x</a>`;
        const [through] = seenBy(trackLinks(html, tracked));
        expect(new URL(through ?? '').searchParams.get('to')).toBe(url);
      }),
    );
  });

  it('cannot end their attribute, whatever is given for them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', "'", '>', '<', '&', 'x', ' ') }), (text) => {
        const html = trackLinks('<a href="https://shop.example/">x</a>', () => `https://t.example/${text}`);
        expect(html).toMatch(/^<a href="[^"<>]*">x<\/a>$/);
      }),
    );
  });

  it('terminate on tags that never end, in one pass', () => {
    const html = '<a "'.repeat(50_000);
    expect(trackLinks(html, tracked)).toBe(html);
  });
});

describe('the pixel of an opening', () => {
  it('stands at the end of the body, or of the mail where there is none', () => {
    expect(withOpenPixel('<body><p>x</p></body></html>', 'https://t.example/o?a=1&b="')).toBe(
      '<body><p>x</p><img src="https://t.example/o?a=1&amp;b=&quot;" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0" /></body></html>',
    );
    expect(withOpenPixel('<p>x</p>', 'https://t.example/o')).toMatch(/^<p>x<\/p><img [^>]+>$/);
  });
});
