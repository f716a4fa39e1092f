import { describe, expect, it } from 'vitest';
import { journeySchema, MOST_NODES, successors } from '../../../core/journey/definition.ts';
import { aJourney } from '../../support/builders.ts';

const WHOLE = {
  id: 'test',
  name: { en: 'Test', 'zh-CN': '测试' },
  topic: 'offers',
  class: 'promotional',
  entry: [{ on: 'event', event: 'Signed Up' }],
  start: 'hello',
  nodes: { hello: { type: 'send', template: 'hello', next: 'done' }, done: { type: 'end' } },
};

/** `path: message` of each problem a definition has. */
function problemsOf(change: object): string[] {
  const parsed = journeySchema.safeParse({ ...WHOLE, ...change });
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.message}`);
}

function withNode(node: object): object {
  return { nodes: { ...WHOLE.nodes, hello: node } };
}

describe('journeySchema', () => {
  it('fills in what a definition may leave out', () => {
    const { priority, reentry, exits, nodes, goal } = aJourney();
    expect({ priority, reentry, exits, goal }).toEqual({
      priority: 50,
      reentry: 'never',
      exits: [],
      goal: undefined,
    });
    expect(nodes['start']).toEqual({
      type: 'send',
      channel: 'email',
      template: 'hello',
      expires: '3d',
      refused: 'wait',
      next: 'done',
    });
  });

  it('reads one stage like a list of one', () => {
    const { entry } = aJourney({ entry: [{ on: 'stage', to: 'decline' }] });
    expect(entry).toEqual([{ on: 'stage', to: ['decline'] }]);
  });

  it('accepts again what it gave', () => {
    const once = aJourney({ entry: [{ on: 'stage', to: 'decline', from: ['stability', 'development'] }] });
    expect(journeySchema.parse(once)).toEqual(once);
  });

  it.each([
    ['a field nobody knows', { colour: 'red' }, '(whole): Unrecognized key: "colour"'],
    [
      'a field nobody knows in a node',
      withNode({ type: 'end', next: 'done' }),
      'nodes.hello: Unrecognized key: "next"',
    ],
    [
      'a field nobody knows in an entry',
      { entry: [{ on: 'event', event: 'A', when: 1 }] },
      'entry.0: Unrecognized key: "when"',
    ],
    [
      'a condition on an exit',
      { exits: [{ on: 'event', event: 'A', where: {} }] },
      'exits.0: Unrecognized key: "where"',
    ],
    ['a node of no type', withNode({ type: 'jump' }), 'nodes.hello.type: Invalid'],
    ['a wait without a time', withNode({ type: 'wait', next: 'done' }), 'nodes.hello.for: Invalid input'],
    [
      'a time nobody can read',
      withNode({ type: 'wait', for: '1 day', next: 'done' }),
      'nodes.hello.for: write a duration',
    ],
    [
      'a time of six years',
      withNode({ type: 'wait', for: '2190d', next: 'done' }),
      'nodes.hello.for: write a duration',
    ],
    [
      'a share above 1',
      withNode({ type: 'holdout', share: 1.1, next: 'done' }),
      'nodes.hello.share: Too big',
    ],
    [
      'a branch without a case',
      withNode({ type: 'branch', cases: [], otherwise: 'done' }),
      'nodes.hello.cases: Too small',
    ],
    [
      'a text message',
      withNode({ type: 'send', channel: 'sms', template: 'a', next: 'done' }),
      'nodes.hello.channel: Invalid',
    ],
    ['an id with capitals', { id: 'Test' }, 'id: use 1 to 64 of a-z'],
    [
      'a node named like a member of every object',
      { nodes: { ...WHOLE.nodes, constructor: { type: 'end' } } },
      'nodes.constructor: ',
    ],
    ['one language only', { name: { en: 'Test' } }, 'name.zh-CN: Invalid input'],
    ['no entry', { entry: [] }, 'entry: Too small'],
    ['an entry of no kind', { entry: [{ on: 'moon' }] }, 'entry.0.on: Invalid'],
    ['a stage nobody knows', { entry: [{ on: 'stage', to: 'bliss' }] }, 'entry.0.to: Invalid'],
    ['a re-entry rule nobody knows', { reentry: 'sometimes' }, 'reentry: Invalid'],
    [
      'a condition nobody knows',
      { entry: [{ on: 'event', event: 'A', where: { weather: 'fine' } }] },
      'entry.0.where: Invalid',
    ],
  ])('refuses %s and says where', (_, change, wanted) => {
    expect(problemsOf(change)).toContainEqual(expect.stringContaining(wanted));
  });

  it('accepts 200 nodes and refuses one more', () => {
    const nodes = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, { type: 'end' }]));
    expect(problemsOf({ nodes: nodes(MOST_NODES) })).toEqual([]);
    expect(problemsOf({ nodes: nodes(MOST_NODES + 1) })).toEqual(['nodes: a journey has at most 200 nodes']);
  });
});

describe('successors', () => {
  it.each([
    [{ type: 'send', template: 't', next: 'b' }, ['b']],
    [{ type: 'wait', for: '1d', next: 'b' }, ['b']],
    [{ type: 'holdout', share: 0.1, next: 'b' }, ['b']],
    [{ type: 'branch', cases: [{ when: { orders: { min: 1 } }, next: 'b' }], otherwise: 'a' }, ['b', 'a']],
    [{ type: 'exit', reason: 'enough' }, []],
    [{ type: 'end' }, []],
  ] as const)('of %j are %j', (node, next) => {
    const { nodes } = aJourney({
      start: 'a',
      nodes: { a: structuredClone(node) as never, b: { type: 'end' } },
    });
    expect(nodes['a'] && successors(nodes['a'])).toEqual(next);
  });
});
