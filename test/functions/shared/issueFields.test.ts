import { describe, expect, it } from 'vitest';
import { segmentSchema } from '../../../core/segment/definition.ts';
import { checkYaml } from '../../../functions/shared/yamlDocument.ts';

function problemsOf(rule: string): string[] {
  const text = `id: x\nkind: live\nname: { en: X, zh-CN: 叉 }\nrule:\n  ${rule}`;
  return checkYaml(text, segmentSchema).problems.map(
    ({ line, path, message }) => `${line}: ${path}: ${message}`,
  );
}

describe('what is wrong in one of several kinds of a thing', () => {
  const rows: readonly [string, string, readonly string[]][] = [
    [
      'a number that is text',
      '{ orders: { min: two } }',
      ['5: rule.orders.min: Invalid input: expected number, received string'],
    ],
    ['a number no machine holds', '{ spendMinor: { min: 1e400 } }', ['expected number, received Infinity']],
    [
      'a span in words',
      '{ orders: { min: 1 }, within: 30 days }',
      ['5: rule.within: write a duration as 30m, 1h, 10d or 2w'],
    ],
    ['a misspelt field besides', '{ orders: { min: 1 }, withn: 3d }', ['5: rule.withn: Unrecognized key']],
    ['a misspelt name', '{ engaged: opend, within: 3d }', ['5: rule.engaged: Invalid option']],
    ['a text where a list belongs', '{ stage: decline }', ['5: rule.stage: Invalid input: expected array']],
    ['a leaf that is none', '{ ordrs: { min: 1 } }', ['5: rule: no rule of that kind']],
    ['nothing in it', '{ all: [] }', ['5: rule.all: Too small']],
    ['no leaf at all', '7', ['5: rule: no rule of that kind']],
    [
      'deep in others, each by itself',
      'all:\n    - { ordrs: { min: 2 } }\n    - not: { any: [{ stage: [develop] }] }',
      ['6: rule.all.0: no rule of that kind', '7: rule.all.1.not.any.0.stage.0: Invalid option'],
    ],
    [
      'two things of one leaf',
      '{ event: A, count: 3, last: { within: soon } }',
      ['rule.count: Invalid input: expected object', 'rule.last.within: write a duration'],
    ],
    [
      'more events within a time than are kept',
      '{ event: A, count: { min: 200 }, within: 30d }',
      ['5: rule.count: of events within a time the newest 200 are kept; ask for fewer than 200'],
    ],
  ];

  it.each(rows)('%s is named by its field and line', (_, rule, expected) => {
    const problems = problemsOf(rule);
    expect(problems).toHaveLength(expected.length);
    for (const [place, text] of expected.entries()) expect(problems[place]).toContain(text);
  });

  it('an empty file is told to be empty', () => {
    expect(checkYaml('', segmentSchema).problems).toEqual([
      {
        kind: 'schema',
        path: '(whole file)',
        message: 'there is nothing in it; write a definition',
        line: null,
      },
    ]);
  });
});
