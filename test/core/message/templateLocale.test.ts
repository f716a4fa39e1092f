import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLocale, templateLocale } from '../../../core/message/templateLocale.ts';

describe('templateLocale', () => {
  it.each<[string | null, string[], string, string]>([
    ['en-GB', ['en', 'en-GB'], 'en-GB', 'the very one'],
    ['EN_gb', ['en', 'en-GB'], 'en-GB', 'however it is written'],
    ['en-AU', ['en-GB', 'en'], 'en', 'its language alone'],
    ['pt', ['en', 'pt-BR'], 'pt-BR', 'a region of its language'],
    ['zh-TW', ['en', 'zh-CN', 'zh-HK'], 'zh-HK', 'its script before another'],
    ['zh-TW', ['en', 'zh-CN'], 'zh-CN', 'its language in another script'],
    ['de', ['en', 'fr'], 'fr', 'the shop’s language'],
    ['de', ['en', 'fr-CA'], 'fr-CA', 'the shop’s language of another region'],
    ['de', ['ja', 'en'], 'ja', 'the first there is'],
    [null, ['en', 'fr'], 'fr', 'the shop’s, of an unknown reader'],
    ['not a tag!', ['en', 'fr'], 'fr', 'the shop’s, of an unreadable tag'],
  ])('of a reader of %s among %j is %s: %s', (wanted, available, expected) => {
    expect(templateLocale(wanted, 'fr', available)).toBe(expected);
  });

  it('of what ships: every kind of Chinese reads 简体中文', () => {
    for (const tag of ['zh', 'zh-Hant-TW', 'ZH-CN']) expect(templateLocale(tag, 'en')).toBe('zh-CN');
    expect([templateLocale(null, 'zh-CN'), templateLocale('de', 'en')]).toEqual(['zh-CN', 'en']);
  });

  it('is always one that is available, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.string(), (wanted, shop) => {
        expect(['en', 'zh-CN']).toContain(templateLocale(wanted, shop));
      }),
    );
  });
});

describe('canonicalLocale', () => {
  it.each([
    ['zh_cn', 'zh-CN'],
    ['en', 'en'],
    ['english!', null],
    ['', null],
  ])('of %j is %j', (tag, canonical) => {
    expect(canonicalLocale(tag)).toBe(canonical);
  });
});
