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
    ['a reserved name', { id: 'api' }, 'id: this name stands for messages that no journey decided'],
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
      'a condition on an exit that says nothing',
      { exits: [{ on: 'event', event: 'A', where: {} }] },
      'exits.0.where: no condition of that kind',
    ],
    ['a wait without a time', withNode({ type: 'wait', next: 'done' }), 'nodes.hello: give exactly one of'],
    [
      'a wait for a time and until a date at once',
      withNode({ type: 'wait', for: '1d', until: { trait: 'birthday' }, next: 'done' }),
      'nodes.hello: give exactly one of for, until and gap',
    ],
    [
      'a wait until nobody knows when',
      withNode({ type: 'wait', until: 'noon', next: 'done' }),
      'nodes.hello.until: write best-hour, a local time',
    ],
    [
      'a date that is two dates',
      withNode({ type: 'wait', until: { trait: 'a', festival: 'christmas' }, next: 'done' }),
      'nodes.hello.until: give exactly one of trait, property and festival',
    ],
    [
      'an offset that is no number of days',
      withNode({ type: 'wait', gap: { of: 'shop', quantile: 'p50', offset: '5h' }, next: 'done' }),
      'nodes.hello.gap.offset: write days before or after as -5d, 0d or 5d',
    ],
    [
      'a quantile nobody estimates',
      withNode({ type: 'wait', gap: { of: 'shop', quantile: 'p99' }, next: 'done' }),
      'nodes.hello.gap.quantile: Invalid option',
    ],
    [
      'a wait for an event without an end',
      withNode({ type: 'wait-for', event: 'A', next: 'done', onTimeout: 'done' }),
      'nodes.hello.timeout: Invalid input',
    ],
    [
      'a wait for an event without a way on after it',
      withNode({ type: 'wait-for', event: 'A', timeout: '1h', next: 'done' }),
      'nodes.hello.onTimeout: Invalid input',
    ],
    [
      'an experiment whose shares are more than everybody',
      withNode({
        type: 'experiment',
        arms: [
          { id: 'a', share: 0.5, next: 'done' },
          { id: 'b', share: 0.6, next: 'done' },
        ],
      }),
      'nodes.hello.arms: the shares must add up to 1; they add up to 1.1',
    ],
    [
      'an experiment with an arm twice',
      withNode({
        type: 'experiment',
        arms: [
          { id: 'a', share: 0.5, next: 'done' },
          { id: 'a', share: 0.5, next: 'done' },
        ],
      }),
      'nodes.hello.arms: two arms have the same id',
    ],
    [
      'an experiment with one arm',
      withNode({ type: 'experiment', arms: [{ id: 'a', share: 1, next: 'done' }] }),
      'nodes.hello.arms: Too small',
    ],
    [
      'an update of nothing',
      withNode({ type: 'update', set: {}, next: 'done' }),
      'nodes.hello.set: set at least one trait',
    ],
    [
      'an update of a trait nobody could name',
      withNode({ type: 'update', set: { 'a.b': 1 }, next: 'done' }),
      'nodes.hello.set.a.b: ',
    ],
    [
      'a jump without a bound',
      withNode({ type: 'jump', to: 'done', next: 'done' }),
      'nodes.hello.times: Invalid input',
    ],
    [
      'a jump that may be taken too often',
      withNode({ type: 'jump', to: 'done', times: 101, next: 'done' }),
      'nodes.hello.times: Too big',
    ],
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
      'a message without a template',
      withNode({ type: 'send', channel: 'sms', next: 'done' }),
      'nodes.hello.template: a send by sms needs a template',
    ],
    [
      'a webhook without an address',
      withNode({ type: 'send', channel: 'webhook', next: 'done' }),
      'nodes.hello.url: a send by webhook needs a url',
    ],
    [
      'a webhook with a template',
      withNode({
        type: 'send',
        channel: 'webhook',
        url: 'https://shop.example/hook',
        template: 'a',
        next: 'done',
      }),
      'nodes.hello.template: a send by webhook takes no template',
    ],
    [
      'a webhook in the clear',
      withNode({ type: 'send', channel: 'webhook', url: 'http://shop.example/hook', next: 'done' }),
      'nodes.hello.url: give an address that begins with https://',
    ],
    [
      'a webhook that tells its password',
      withNode({ type: 'send', channel: 'webhook', url: 'https://me:secret@shop.example/', next: 'done' }),
      'nodes.hello.url: leave user and password out of the address',
    ],
    [
      'a channel nobody has',
      withNode({ type: 'send', channel: 'fax', template: 'a', next: 'done' }),
      'nodes.hello.channel: Invalid option',
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
      'entry.0.where: no condition of that kind: use one of stage, grade',
    ],
    ['a schedule without a time', { entry: [{ on: 'schedule' }] }, 'entry.0.time: Invalid input'],
    [
      'a schedule on the 32nd',
      { entry: [{ on: 'schedule', time: '09:00', monthDays: [32] }] },
      'entry.0.monthDays.0: Too big',
    ],
    [
      'a date of an event that there is not yet',
      { entry: [{ on: 'date', property: 'visit' }] },
      'entry.0.property: nobody has an event before they enter; name a trait',
    ],
    ['a date of nothing', { entry: [{ on: 'date' }] }, 'entry.0: give exactly one of trait, property'],
    [
      'a festival nobody keeps',
      { entry: [{ on: 'date', festival: 'easter' }] },
      'entry.0.festival: Invalid option',
    ],
    [
      'a time of day beyond the day',
      { entry: [{ on: 'date', trait: 'birthday', at: '24:00' }] },
      'entry.0.at: write a time of day as HH:MM',
    ],
    ['a re-entry after no time', { reentry: { after: 'never' } }, 'reentry.after: write a duration'],
  ])('refuses %s and says where', (_, change, wanted) => {
    expect(problemsOf(change)).toContainEqual(expect.stringContaining(wanted));
  });

  it.each([
    ['a misspelt type', { type: 'sned' }, 'nodes.hello.type: there is no node of type "sned"'],
    ['no type', { next: 'done' }, 'nodes.hello.type: a node needs a type'],
    ['no fields at all', null, 'nodes.hello: a node needs a type'],
  ])('names the types there are where a node has %s', (_, node, wanted) => {
    expect(problemsOf({ nodes: { ...WHOLE.nodes, hello: node } })).toEqual([
      `${wanted}; the types are: send, wait, wait-for, branch, experiment, holdout, offer, points, recommend, survey, task, update, start, campaign, jump, exit, end`,
    ]);
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
    [{ type: 'wait', until: 'best-hour', next: 'b', missing: 'a' }, ['b', 'a']],
    [{ type: 'wait-for', event: 'E', timeout: '1h', next: 'b', onTimeout: 'a' }, ['b', 'a']],
    [
      {
        type: 'experiment',
        arms: [
          { id: 'x', share: 0.5, next: 'b' },
          { id: 'y', share: 0.5, next: 'a' },
        ],
      },
      ['b', 'a'],
    ],
    [{ type: 'update', set: { vip: true }, next: 'b' }, ['b']],
    [{ type: 'start', journey: 'other', next: 'b' }, ['b']],
    [{ type: 'jump', to: 'a', times: 2, next: 'b' }, ['a', 'b']],
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
