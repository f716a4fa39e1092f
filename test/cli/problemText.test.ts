import { describe, expect, it } from 'vitest';
import { segmentSchema } from '../../core/segment/definition.ts';
import { problemText } from '../../cli/problemText.ts';
import { enProblems } from '../../cli/words/enProblems.ts';
import { wordsIn } from '../../cli/words/words.ts';
import { zhCNProblems } from '../../cli/words/zhCNProblems.ts';
import { checkYaml } from '../../functions/shared/yamlDocument.ts';

const chinese = wordsIn('zh-CN');

function saidOf(rule: string): string[] {
  const text = `id: x\nkind: live\nname: { en: X, zh-CN: 叉 }\nrule: ${rule}`;
  return checkYaml(text, segmentSchema).problems.map(({ message }) => problemText(message, chinese));
}

describe('what is wrong with a line, in Chinese', () => {
  it.each([
    [
      '{ event: A, count: { min: 200 }, within: 30d }',
      '限定时间内只保留最近 200 个事件；请改问少于 200 次，或去掉 within',
    ],
    ['{ orders: { min: two } }', '这里应为 number，实为 string'],
    ['{ orders: { min: 1 }, withn: 3d }', '没有“withn”这个字段；请更正拼写或删除'],
    ['{ orders: { min: 1 }, within: soon }', '时长请写成 30m、1h、10d 或 2w（至多五年）'],
    ['{ orders: {} }', '请给出 min、max 或两者'],
    ['{ birthday: soon }', '请写 today、this-month 或 { within: 7d }'],
    ['{ birthday: { within: 12h } }', '请写整天或整周，如 7d、2w，至多 364d'],
    ['{ valueTop: 100 }', '不得大于 99'],
  ])('%s', (rule, said) => {
    expect(saidOf(rule)).toEqual([said]);
  });

  it('names every kind of rule there is where there is none of that kind', () => {
    expect(saidOf('{ ordrs: 1 }')[0]).toMatch(
      /^没有这种规则：可用 event .*trait, segment，或用 all、any、not 组合$/,
    );
  });

  it('is left as it came where its form is not known, and in English', () => {
    expect(problemText('something new', chinese)).toBe('something new');
    const message = 'segment "a" names "b", which is not there. Known segments: c, d';
    expect(problemText(message, wordsIn('en'))).toBe(message);
    expect(problemText(message, chinese)).toBe('客群“a”引用了不存在的“b”。现有客群：c, d');
  });

  it('has the names and figures of the English sentence', () => {
    const names = (text: string) =>
      [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted((a, b) => a.localeCompare(b));
    expect(Object.entries(zhCNProblems.problems).map(([key, text]) => [key, names(text)])).toEqual(
      Object.entries(enProblems.problems).map(([key, text]) => [key, names(text)]),
    );
  });
});
