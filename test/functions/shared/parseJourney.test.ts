import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseJourney } from '../../../functions/shared/parseJourney.ts';
import { aJourney } from '../../support/builders.ts';

const LINES = [
  'id: test',
  'name: { en: Test, zh-CN: 测试 }',
  'topic: offers',
  'class: promotional',
  'entry:',
  '  - on: event',
  '    event: Signed Up',
  'start: rest',
  'nodes:',
  '  rest:',
  '    type: wait',
  '    for: 2d',
  '    next: done',
  '  done: { type: end }',
];

/** The text with one line replaced, counted from 1. */
function withLine(number: number, line: string): string {
  return LINES.map((known, i) => (i + 1 === number ? line : known)).join('\n');
}

/** Lists of lists of lists: a few bytes that stand for very many. */
const BOMB = [
  'a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]',
  'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
  'c: &c [*b, *b, *b, *b, *b, *b, *b, *b]',
  'd: [*c, *c, *c, *c]',
].join('\n');

describe('parseJourney', () => {
  it('reads YAML, and JSON as the YAML it is', () => {
    const { definition, problems } = parseJourney(LINES.join('\n'));
    expect(problems).toEqual([]);
    expect(definition).toMatchObject({ id: 'test', reentry: 'never', nodes: { rest: { for: '2d' } } });
    expect(parseJourney(JSON.stringify(definition)).definition).toEqual(definition);
  });

  it('reads back what was written from a definition', () => {
    const definition = aJourney({ entry: [{ on: 'stage', to: 'decline', where: { orders: { min: 2 } } }] });
    expect(parseJourney(stringify(definition)).definition).toEqual(definition);
  });

  it.each([
    [4, 'class: loud', 4, 'class', 'schema'],
    [7, '    event: 7', 7, 'entry.0.event', 'schema'],
    [7, '    event: A\n    colour: red', 8, 'entry.0.colour', 'schema'],
    [12, '    for: 2 days', 12, 'nodes.rest.for', 'schema'],
    [13, '    nxt: done', 13, 'nodes.rest.nxt', 'schema'],
    [3, 'topic: offers\ntopic: news', 4, '(YAML)', 'not-yaml'],
    [2, 'name: { en: Test', 3, '(YAML)', 'not-yaml'],
  ])('of line %i written as %j names line %i and the field %s', (number, text, line, path, code) => {
    const { definition, problems } = parseJourney(withLine(number, text));
    expect(definition).toBeNull();
    expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', code, path, line }));
  });

  it('names the line of the nearest part that is there, for what is missing', () => {
    const { problems } = parseJourney(LINES.filter((line) => !line.includes('for: 2d')).join('\n'));
    expect(problems).toMatchObject([{ path: 'nodes.rest', line: 11 }]);
  });

  it.each([
    ['an empty text', '', '(whole file)'],
    ['a list', '- 1', '(whole file)'],
    ['an alias of nothing', 'id: *unknown', '(YAML)'],
    ['an alias bomb', BOMB, '(YAML)'],
    ['two documents', 'id: a\n---\nid: b', '(YAML)'],
  ])('does not throw on %s', (_, text, path) => {
    const { definition, problems } = parseJourney(text);
    expect(definition).toBeNull();
    expect(problems.map((problem) => problem.path)).toContain(path);
  });
});
