import { describe, expect, it } from 'vitest';
import { difference, isSameBehaviour } from '../../../core/journey/difference.ts';
import { aJourney } from '../../support/builders.ts';

type Given = Parameters<typeof aJourney>[0];

const NODES: NonNullable<NonNullable<Given>['nodes']> = {
  first: { type: 'send', template: 'hello', next: 'pause' },
  pause: { type: 'wait', for: '24h', next: 'fork' },
  fork: {
    type: 'branch',
    cases: [
      { when: { stage: ['decline', 'stability'] }, next: 'second' },
      { when: { all: [{ orders: { min: 2 } }, { language: ['zh'] }] }, next: 'done' },
    ],
    otherwise: 'done',
  },
  second: { type: 'send', template: 'again', next: 'done' },
  done: { type: 'end' },
};

function journey(over: Given = {}) {
  return aJourney({ start: 'first', nodes: NODES, ...over });
}

function withNodes(over: NonNullable<NonNullable<Given>['nodes']>, out: readonly string[] = []) {
  const nodes = Object.fromEntries(Object.entries({ ...NODES, ...over }).filter(([id]) => !out.includes(id)));
  return journey({ nodes });
}

const NOTHING = {
  entries: { added: [], removed: [], changed: [] },
  exits: { added: [], removed: [], changed: [] },
  fields: [],
  nodes: { added: [], removed: [], changed: [] },
  texts: [],
};

describe('what means the same is no difference', () => {
  it.each([
    ['itself', journey()],
    [
      'a default spelt out',
      withNodes({ first: { ...NODES['first'], channel: 'email', expires: '3d' } as never }),
    ],
    [
      'another way to write a length of time',
      withNodes({ pause: { type: 'wait', for: '1d', next: 'fork' } }),
    ],
    ['the order of nodes', journey({ nodes: Object.fromEntries(Object.entries(NODES).toReversed()) })],
    [
      'the order of names and of conditions under all',
      withNodes({
        fork: {
          type: 'branch',
          cases: [
            { when: { stage: ['stability', 'decline'] }, next: 'second' },
            { when: { all: [{ language: ['zh'] }, { orders: { min: 2 } }] }, next: 'done' },
          ],
          otherwise: 'done',
        },
      }),
    ],
  ])('%s', (_, after) => {
    expect(difference(journey(), after)).toEqual(NOTHING);
  });

  it('the order of exits', () => {
    const exits = [
      { on: 'event' as const, event: 'Order Completed' },
      { on: 'stage' as const, to: 'decline' as const },
    ];
    const [a, b] = [journey({ exits }), journey({ exits: exits.toReversed() })];
    expect(isSameBehaviour(difference(a, b))).toBe(true);
  });
});

describe('what changes', () => {
  it('is told field by field, old and new', () => {
    const after = withNodes({ pause: { type: 'wait', for: '2d', next: 'fork' } });
    expect(difference(journey(), after)).toEqual({
      ...NOTHING,
      nodes: {
        ...NOTHING.nodes,
        changed: [{ id: 'pause', fields: [{ path: 'for', from: '24h', to: '2d' }], ways: [] }],
      },
    });
  });

  it('in texts is told apart from behaviour', () => {
    const after = journey({ name: { en: 'Other', 'zh-CN': '测试' } });
    const found = difference(journey(), after);
    expect(found.texts).toEqual([{ path: 'name.en', from: journey().name.en, to: 'Other' }]);
    expect(isSameBehaviour(found)).toBe(true);
  });

  it('of where a step leads is a way that was rewired', () => {
    const after = withNodes({ first: { type: 'send', template: 'hello', next: 'fork' } });
    expect(difference(journey(), after).nodes.changed).toEqual([
      { id: 'first', fields: [], ways: [{ path: 'next', from: 'pause', to: 'fork' }] },
    ]);
  });

  it('of the target of a jump is a way too, and an entry by stage is none', () => {
    const jump = (to: string) =>
      journey({
        entry: [{ on: 'stage', to: 'decline' }],
        nodes: { ...NODES, back: { type: 'jump', to, times: 2, next: 'done' } },
      });
    expect(difference(jump('first'), jump('pause')).nodes.changed).toEqual([
      { id: 'back', fields: [], ways: [{ path: 'to', from: 'first', to: 'pause' }] },
    ]);
  });

  it('of nodes are those added and those removed, whole', () => {
    const found = difference(journey(), withNodes({ extra: { type: 'exit', reason: 'enough' } }, ['second']));
    expect(found.nodes.added).toEqual([{ id: 'extra', node: { type: 'exit', reason: 'enough' } }]);
    expect(found.nodes.removed).toMatchObject([{ id: 'second', node: { template: 'again' } }]);
  });

  it('of a branch is the case that came first, not every case behind it', () => {
    const fork = NODES['fork'];
    if (fork?.type !== 'branch') throw new Error('the fork is a branch');
    const when = { grade: ['A'] as ['A'] };
    const after = withNodes({ fork: { ...fork, cases: [{ when, next: 'second' }, ...fork.cases] } });
    expect(difference(journey(), after).nodes.changed).toEqual([
      {
        id: 'fork',
        fields: [{ path: 'cases.0.when', to: when }],
        ways: [{ path: 'cases.0.next', to: 'second' }],
      },
    ]);
    expect(difference(after, journey()).nodes.changed).toEqual([
      {
        id: 'fork',
        fields: [{ path: 'cases.0.when', from: when }],
        ways: [{ path: 'cases.0.next', from: 'second' }],
      },
    ]);
  });

  it('of where a case leads is told of that case, whatever moved around it', () => {
    const fork = NODES['fork'];
    if (fork?.type !== 'branch') throw new Error('the fork is a branch');
    const [first, second] = fork.cases;
    if (first === undefined || second === undefined) throw new Error('the fork has two cases');
    const after = withNodes({ fork: { ...fork, cases: [{ ...first, next: 'done' }, second] } });
    expect(difference(journey(), after).nodes.changed).toEqual([
      { id: 'fork', fields: [], ways: [{ path: 'cases.0.next', from: 'second', to: 'done' }] },
    ]);
  });

  it('of a trait that is set is a change, whatever the trait is called', () => {
    const setting = (text: string) =>
      withNodes({ first: { type: 'update', set: { after: text }, next: 'pause' } });
    expect(difference(setting('24h'), setting('1d')).nodes.changed[0]?.fields).toEqual([
      { path: 'set.after', from: '24h', to: '1d' },
    ]);
  });

  it('of an experiment is told by arm', () => {
    const arms = (share: number) => [
      { id: 'a', share, next: 'second' },
      { id: 'b', share: 1 - share, next: 'done' },
    ];
    const split = (share: number) => withNodes({ first: { type: 'experiment', arms: arms(share) } });
    expect(difference(split(0.5), split(0.25)).nodes.changed[0]?.fields).toEqual([
      { path: 'arms.a.share', from: 0.5, to: 0.25 },
      { path: 'arms.b.share', from: 0.5, to: 0.75 },
    ]);
  });

  it('of entries and exits is what was added, what was removed and what is another now', () => {
    const before = journey({
      entry: [{ on: 'event', event: 'Signed Up' }, { on: 'api' }],
      exits: [{ on: 'event', event: 'Order Completed' }],
    });
    const after = journey({
      entry: [{ on: 'event', event: 'Checkout Started', key: 'cart_id' }, { on: 'api' }],
      exits: [],
      goal: { on: 'event', event: 'Order Completed' },
      reentry: { after: '30d' },
      priority: 70,
    });
    const { entries, exits, fields } = difference(before, after);
    expect(entries.changed).toEqual([
      { path: '0.event', from: 'Signed Up', to: 'Checkout Started' },
      { path: '0.key', to: 'cart_id' },
    ]);
    expect(exits.removed).toEqual([{ on: 'event', event: 'Order Completed' }]);
    expect(fields).toEqual(
      expect.arrayContaining([
        { path: 'priority', from: 50, to: 70 },
        { path: 'reentry', from: 'never', to: { after: '30d' } },
        { path: 'goal', to: { on: 'event', event: 'Order Completed' } },
      ]),
    );
  });
});
