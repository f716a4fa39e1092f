import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../console/i18n/en.ts';
import { openingLanguage } from '../../console/i18n/language.ts';
import { doingInWords, fill, textIn, wordFor } from '../../console/i18n/words.ts';
import { zhCN } from '../../console/i18n/zhCN.ts';

function leaves(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value as object, `${path}${key}.`),
  );
}

/** Plural forms fold into one key: English has two, Chinese one. */
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '');
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort((a, b) => a.localeCompare(b));

const english = new Map(leaves(en).map(([key, text]) => [withoutPlural(key), text]));
const chinese = new Map(leaves(zhCN).map(([key, text]) => [withoutPlural(key), text]));

/** Sections whose sentences the pages name one by one; the others are vocabularies, looked up by id. */
const PAGES = [
  'frame',
  'preparing',
  'problem',
  'list',
  'mailbox',
  'why',
  'customers',
  'customer',
  'journeys',
];
const SAID_BY_ID = ['frame.mailbox', 'frame.customers', 'frame.journeys', 'list.today', 'list.yesterday'];

describe('the two languages', () => {
  it('say the same things: every key exists in both', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('fill the same gaps', () => {
    const gaps = (texts: Map<string, string>) =>
      Object.fromEntries([...texts].map(([key, text]) => [key, placeholders(text)]));
    expect(gaps(chinese)).toEqual(gaps(english));
  });

  it('leave nothing empty and shout nothing', () => {
    for (const text of [...english.values(), ...chinese.values()]) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/[!！]/);
    }
  });

  it('punctuate Chinese with Chinese marks', () => {
    for (const text of chinese.values())
      expect(text).not.toMatch(/[\u4e00-\u9fff][,:;()]|[,:;()][\u4e00-\u9fff]/);
  });

  it('hold no sentence that no page says', () => {
    const folder = join(import.meta.dirname, '../../console');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('dist') && !name.startsWith('i18n'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const isSaid = (key: string) => SAID_BY_ID.includes(key) || sources.includes(`'${key}'`);
    const unsaid = [...english.keys()].filter(
      (key) => PAGES.includes(key.split('.')[0] ?? '') && !isSaid(key),
    );
    expect(unsaid).toEqual([]);
  });
});

describe('openingLanguage', () => {
  it.each([
    ['the remembered one', 'zh-CN', ['en-GB'], 'zh-CN'],
    ['Chinese of any kind as 简体中文', null, ['zh-Hant-TW', 'en'], 'zh-CN'],
    ['the first the console speaks', null, ['de-DE', 'zh', 'en'], 'zh-CN'],
    ['English where it speaks none', null, ['de-DE', 'fr'], 'en'],
    ['the browser’s where what was remembered is no language', 'tlh', ['en-US'], 'en'],
  ])('opens with %s', (_, remembered, browser, language) => {
    expect(openingLanguage(remembered, browser)).toBe(language);
  });
});

describe('words for ids', () => {
  it('has one in each language for what is known', () => {
    expect(wordFor('outcome', 'held-out', 'en')).toBe('Held out');
    expect(wordFor('reason', 'frequency-cap', 'zh-CN')).toBe('已达频次上限');
  });

  it('makes an id it does not know readable, even one that every object has', () => {
    expect(wordFor('gate', 'phase-of-moon', 'zh-CN')).toBe('phase of moon');
    expect(wordFor('gate', 'constructor', 'en')).toBe('constructor');
  });

  it('tells what the server is doing by its first word, or repeats it', () => {
    expect(doingInWords('seeding…', 'zh-CN')).toBe('正在布置演示店铺');
    expect(doingInWords('Evaluating 3 of 9', 'en')).toBe('Evaluating every customer');
    expect(doingInWords('polishing…', 'en')).toBe('polishing…');
  });

  it('shows a text sent in one language in that one', () => {
    expect(textIn('only this', 'zh-CN')).toBe('only this');
    expect(textIn({ en: 'a', 'zh-CN': '甲' }, 'zh-CN')).toBe('甲');
  });

  it('leaves a gap visible where its value is missing', () => {
    expect(fill('{{a}} and {{b}}', { a: 'x' })).toBe('x and {{b}}');
  });
});
