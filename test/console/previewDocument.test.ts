import { describe, expect, it } from 'vitest';
import {
  bringsDarkColours,
  hasRemotePictures,
  previewDocument,
} from '../../console/features/mailbox/previewDocument.ts';
import { hasOneClick } from '../../console/features/mailbox/oneClick.ts';

const HTML = '<!doctype html><html><head lang="en"><title>t</title></head><body><p>Hello</p></body></html>';
const OWN_DARK =
  '<head><style>@media ( prefers-color-scheme : dark ) { body { color: #fff } }</style></head><p>x</p>';
const light = { appearance: 'light', remotePictures: false, origin: 'http://127.0.0.1:4600' } as const;
const dark = { ...light, appearance: 'dark' } as const;

describe('previewDocument', () => {
  it('forbids scripts and everything from elsewhere before the message says anything', () => {
    const shown = previewDocument(HTML, light);
    expect(shown).toContain("default-src 'none'");
    expect(shown).toContain('img-src data: http://127.0.0.1:4600;');
    expect(shown.indexOf('Content-Security-Policy')).toBeLessThan(shown.indexOf('<title>'));
  });

  it('guards a fragment without a head too', () => {
    expect(previewDocument('<p>bare</p>', light)).toMatch(/^<!doctype html><head>.*<\/head><p>bare<\/p>$/);
  });

  it('loads pictures from other servers only when asked', () => {
    expect(previewDocument(HTML, { ...light, remotePictures: true })).toContain(
      'img-src data: http://127.0.0.1:4600 https: http:;',
    );
  });

  it('sends links to a new window', () => {
    expect(previewDocument(HTML, light)).toContain('<base target="_blank">');
  });

  it('turns on dark colours a message brings, and inverts one that brings none', () => {
    const own = previewDocument(OWN_DARK, dark);
    expect(own).toContain('@media (min-width: 0px)');
    expect(own).not.toContain('invert(1)');
    expect(previewDocument(HTML, dark)).toContain('invert(1)');
    expect(previewDocument(HTML, light)).not.toContain('invert(1)');
  });

  it('keeps every word of the message', () => {
    expect(previewDocument(HTML, dark).replace(/<head lang="en">.*<title>/s, '<head lang="en"><title>')).toBe(
      HTML,
    );
  });
});

describe('what a message brings', () => {
  it('sees dark colours, each time it is asked', () => {
    expect([OWN_DARK, OWN_DARK, HTML].map(bringsDarkColours)).toEqual([true, true, false]);
  });

  it.each([
    ['<img alt="" src="https://cdn.example/a.png">', true],
    ['<td background="http://cdn.example/a.png">', true],
    ['<div style="background:url(\'https://cdn.example/a.png\')">', true],
    ['<img src="http://127.0.0.1:4600/v1/pictures/a.png">', false],
    ['<img src="data:image/png;base64,AAAA">', false],
    ['<a href="https://shop.example/">', false],
  ])('%s shows pictures from elsewhere: %s', (html, remote) => {
    expect(hasRemotePictures(html, light.origin)).toBe(remote);
  });
});

describe('hasOneClick', () => {
  const post = { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' };
  it.each([
    [
      'both headers',
      [{ name: 'list-unsubscribe', value: '<https://a.example/u>, <mailto:u@a.example>' }, post],
      true,
    ],
    ['only a mailto', [{ name: 'List-Unsubscribe', value: '<mailto:u@a.example>' }, post], false],
    ['no POST header', [{ name: 'List-Unsubscribe', value: '<https://a.example/u>' }], false],
  ])('with %s', (_, headers, inPlace) => {
    expect(hasOneClick(headers)).toBe(inPlace);
  });
});
