import { describe, expect, it } from 'vitest';
import { en } from '../../../cli/words/en.ts';
import { languageOf } from '../../../cli/words/language.ts';
import { fill, wordFor, wordsIn } from '../../../cli/words/words.ts';
import { zhCN } from '../../../cli/words/zhCN.ts';
import { STAGES, RFM_GROUPS } from '../../../core/lifecycle/lifecycle.ts';
import { FINDING_CODES } from '../../../functions/tracking/finding.ts';
import { MESSAGE_CLASSES } from '../../../core/message/messageClass.ts';

function sentences(table: object): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([section, words]) =>
      Object.entries(words as Record<string, string>).map(
        ([key, text]) => [`${section}.${key}`, text] as const,
      ),
    ),
  );
}

function gaps(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

describe('the two languages', () => {
  it('say the same things with the same gaps', () => {
    const chinese = sentences(zhCN);
    expect([...chinese.keys()]).toEqual([...sentences(en).keys()]);
    for (const [key, text] of sentences(en))
      expect([key, gaps(chinese.get(key) ?? '')]).toEqual([key, gaps(text)]);
  });

  it.each([
    ...STAGES.map((id) => ['stage', id] as const),
    ...RFM_GROUPS.map((id) => ['group', id] as const),
    ...MESSAGE_CLASSES.map((id) => ['class', id] as const),
    ...FINDING_CODES.map((id) => ['finding', id] as const),
  ])('have a word for the %s %s', (vocabulary, id) => {
    expect(wordsIn('en')[vocabulary]).toHaveProperty(id);
    expect(wordFor(wordsIn('zh-CN'), vocabulary, id)).toMatch(/\p{Script=Han}/u);
  });

  it('show a name they do not know', () => {
    expect(wordFor(wordsIn('en'), 'reason', 'moon-phase')).toBe('moon phase');
    expect(wordFor(wordsIn('en'), 'reason', 'constructor')).toBe('constructor');
  });

  it('leave a gap that has no value', () => {
    expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
  });
});

describe('the language of a call', () => {
  it.each([
    ['zh-CN', {}, 'zh-CN'],
    ['en', { LANG: 'zh_CN.UTF-8' }, 'en'],
    [undefined, { LANG: 'zh_CN.UTF-8' }, 'zh-CN'],
    [undefined, { LANG: 'en_US.UTF-8', LC_ALL: 'zh_CN.UTF-8' }, 'zh-CN'],
    [undefined, { LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'de_DE' }, 'en'],
    [undefined, { LANG: 'C' }, 'en'],
    [undefined, {}, 'en'],
    ['fr', { LANG: 'zh' }, 'zh-CN'],
  ])('--lang %s with %j is %s', (asked, environment, language) => {
    expect(languageOf(asked, environment)).toBe(language);
  });
});
