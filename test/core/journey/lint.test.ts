import { describe, expect, it } from 'vitest';
import { lintJourney } from '../../../core/journey/lint.ts';
import type { LintFinding } from '../../../core/journey/lintFinding.ts';
import { aJourney, someSettings } from '../../support/builders.ts';

type Journey = NonNullable<Parameters<typeof aJourney>[0]>;

const SEND = { type: 'send', template: 'hello' } as const;
const END = { type: 'end' } as const;
const WAIT = { type: 'wait', for: '1d' } as const;
const HOLDOUT = { type: 'holdout', share: 0.1 } as const;
const GOAL = { on: 'event', event: 'Order Completed' } as const;
const when = { orders: { min: 1 } };
/** Three a week are allowed. */
const CONTEXT = {
  templates: new Set(['hello']),
  journeys: new Set(['welcome']),
  messages: someSettings().messages,
};

function findings(journey: Journey): LintFinding[] {
  return lintJourney(aJourney(journey), CONTEXT);
}

function sends(count: number, rest: '1d' | '3d'): NonNullable<Journey['nodes']> {
  const chain = Array.from({ length: count }, (_, i) => [
    [`send-${i}`, { ...SEND, next: `wait-${i}` }] as const,
    [`wait-${i}`, { ...WAIT, for: rest, next: i === count - 1 ? 'done' : `send-${i + 1}` }] as const,
  ]).flat();
  return { holdout: { ...HOLDOUT, next: 'send-0' }, ...Object.fromEntries(chain), done: END };
}

const sound = {
  holdout: { ...HOLDOUT, next: 'hello' },
  hello: { ...SEND, next: 'done' },
  done: END,
} as const;

const KEYED = { on: 'event', event: 'Checkout Started', key: 'cart_id' } as const;

const listening = {
  holdout: { ...HOLDOUT, next: 'listen' },
  listen: {
    type: 'wait-for',
    event: 'E',
    key: 'cart_id',
    timeout: '1h',
    next: 'done',
    onTimeout: 'hello',
  },
  hello: { ...SEND, next: 'done' },
  done: END,
} as const;

/** Letters a week apart. */
const looping = {
  holdout: { ...HOLDOUT, next: 'hello' },
  hello: { ...SEND, next: 'rest' },
  rest: { ...WAIT, for: '7d', next: 'again' },
  again: { type: 'jump', to: 'hello', times: 2, next: 'done' },
  done: END,
} as const;

/** An experiment with arms a and b, and a branch that asks for one. */
function armed(is: string): NonNullable<Journey['nodes']> {
  return {
    holdout: { ...HOLDOUT, next: 'split' },
    split: {
      type: 'experiment',
      arms: ['a', 'b'].map((id) => ({ id, share: 0.5, next: 'hello' })),
    },
    hello: { ...SEND, next: 'choose' },
    choose: {
      type: 'branch',
      cases: [
        {
          when: { all: [{ arm: { node: 'split', is } }, { not: { arm: { node: 'split', is: 'a' } } }] },
          next: 'done',
        },
      ],
      otherwise: 'out',
    },
    done: END,
    out: { type: 'exit', reason: 'enough' },
  };
}

/** Each code on a journey that has the fault, and on its twin that has been corrected. */
const TABLE: [LintFinding['code'], string, Journey, Journey][] = [
  [
    'unknown-node',
    'nodes.hello',
    { goal: GOAL, nodes: { ...sound, hello: { ...SEND, next: 'nowhere' } } },
    { goal: GOAL, nodes: sound },
  ],
  ['unknown-node', 'start', { goal: GOAL, start: 'nowhere', nodes: sound }, { goal: GOAL, nodes: sound }],
  [
    'unreachable',
    'nodes.island',
    { goal: GOAL, nodes: { ...sound, island: END } },
    {
      goal: GOAL,
      nodes: {
        holdout: { ...HOLDOUT, next: 'choose' },
        choose: { type: 'branch', cases: [{ when, next: 'island' }], otherwise: 'hello' },
        hello: sound.hello,
        done: END,
        island: END,
      },
    },
  ],
  [
    'endless-loop',
    'nodes.choose',
    {
      goal: GOAL,
      nodes: {
        holdout: { ...HOLDOUT, next: 'choose' },
        choose: { type: 'branch', cases: [{ when, next: 'done' }], otherwise: 'hello' },
        hello: { ...SEND, next: 'choose' },
        done: END,
      },
    },
    {
      goal: GOAL,
      nodes: {
        holdout: { ...HOLDOUT, next: 'choose' },
        choose: { type: 'branch', cases: [{ when, next: 'done' }], otherwise: 'hello' },
        hello: { ...SEND, next: 'rest' },
        rest: { ...WAIT, for: '7d', next: 'again' },
        again: { type: 'jump', to: 'choose', times: 3, next: 'done' },
        done: END,
      },
    },
  ],
  [
    'unbounded-loop',
    'nodes.rest',
    {
      goal: GOAL,
      nodes: {
        holdout: { ...HOLDOUT, next: 'choose' },
        choose: { type: 'branch', cases: [{ when, next: 'done' }], otherwise: 'hello' },
        hello: { ...SEND, next: 'rest' },
        rest: { ...WAIT, for: '7d', next: 'choose' },
        done: END,
      },
    },
    {
      goal: GOAL,
      nodes: {
        holdout: { ...HOLDOUT, next: 'choose' },
        choose: { type: 'branch', cases: [{ when, next: 'done' }], otherwise: 'hello' },
        hello: { ...SEND, next: 'listen' },
        listen: { type: 'wait-for', event: 'E', timeout: '7d', next: 'done', onTimeout: 'again' },
        again: { type: 'jump', to: 'choose', times: 3, next: 'done' },
        done: END,
      },
    },
  ],
  [
    'jump-to-itself',
    'nodes.again.to',
    { goal: GOAL, nodes: { ...looping, again: { type: 'jump', to: 'again', times: 2, next: 'done' } } },
    { goal: GOAL, nodes: looping },
  ],
  [
    'no-key',
    'exits.0.key',
    { goal: GOAL, exits: [{ ...GOAL, key: 'cart_id' }], nodes: sound },
    { goal: GOAL, entry: [KEYED], exits: [{ ...GOAL, key: 'cart_id' }], nodes: sound },
  ],
  [
    'no-key',
    'goal.key',
    { goal: { ...GOAL, key: 'cart_id' }, nodes: sound },
    { goal: { ...GOAL, key: 'cart_id' }, entry: [KEYED], nodes: sound },
  ],
  [
    'no-key',
    'nodes.listen.key',
    { goal: GOAL, nodes: listening },
    { goal: GOAL, entry: [{ on: 'api', key: 'cart_id' }], nodes: listening },
  ],
  [
    'unknown-journey',
    'nodes.done.journey',
    { goal: GOAL, nodes: { ...sound, done: { type: 'start', journey: 'nothing', next: 'over' }, over: END } },
    {
      goal: GOAL,
      nodes: {
        ...sound,
        done: { type: 'start', journey: 'welcome', next: 'own' },
        own: { type: 'start', journey: 'test', next: 'over' },
        over: END,
      },
    },
  ],
  ['unknown-arm', 'nodes.choose', { goal: GOAL, nodes: armed('c') }, { goal: GOAL, nodes: armed('b') }],
  [
    'unknown-template',
    'nodes.hello.template',
    { goal: GOAL, nodes: { ...sound, hello: { ...SEND, template: 'hullo', next: 'done' } } },
    { goal: GOAL, nodes: sound },
  ],
  [
    'no-holdout',
    'nodes',
    { goal: GOAL, nodes: { hello: sound.hello, done: END } },
    { goal: GOAL, nodes: sound },
  ],
  ['no-exit', 'exits', { nodes: sound }, { exits: [GOAL], nodes: sound }],
  ['over-cap', 'nodes', { goal: GOAL, nodes: sends(4, '1d') }, { goal: GOAL, nodes: sends(4, '3d') }],
];

describe('lintJourney', () => {
  it.each(TABLE)('finds %s at %s, and nothing in its corrected twin', (code, path, faulty, corrected) => {
    expect(findings(faulty).map((finding) => [finding.code, finding.path])).toEqual([[code, path]]);
    expect(findings(corrected)).toEqual([]);
  });

  it('finds no-end where every path goes round for ever, beside the loop itself', () => {
    const round: NonNullable<Journey['nodes']> = {
      holdout: { ...HOLDOUT, next: 'rest' },
      rest: { ...WAIT, next: 'again' },
      again: { type: 'jump', to: 'rest', times: 2, next: 'rest' },
    };
    const found = findings({ goal: GOAL, nodes: round });
    expect(found.map(({ code, path, severity }) => [code, path, severity])).toEqual([
      ['no-end', 'nodes', 'error'],
      ['unbounded-loop', 'nodes.again', 'error'],
    ]);
    expect(found[0]?.message).toBe('no path reaches an end; add a node of type end');
    const out: NonNullable<Journey['nodes']> = {
      ...round,
      again: { type: 'jump', to: 'rest', times: 2, next: 'out' },
      out: { type: 'exit', reason: 'enough' },
    };
    expect(findings({ goal: GOAL, nodes: out })).toEqual([]);
  });

  it('forbids what cannot run, and warns of what is unwise', () => {
    const warnings = new Set(['no-holdout', 'no-exit', 'over-cap']);
    for (const [code, , faulty] of TABLE) {
      for (const { severity } of findings(faulty))
        expect(severity).toBe(warnings.has(code) ? 'warning' : 'error');
    }
  });

  it.each([
    [
      'the nodes there are',
      'unknown-node',
      /there is no node "nowhere"; the nodes are: holdout, hello, done/,
    ],
    ['the loop', 'endless-loop', /choose → hello → choose never waits; put a wait node into it/],
    [
      'the loop, and how to bound it',
      'unbounded-loop',
      /choose → hello → rest → choose has no bound; close it with a node of type jump/,
    ],
    ['what a jump may do', 'jump-to-itself', /leads to itself; name an earlier node/],
    ['where a key comes from', 'no-key', /give an entry of kind event a key, or leave this one out/],
    [
      'the journeys there are',
      'unknown-journey',
      /there is no journey "nothing"; publish it first\. Known journeys: welcome/,
    ],
    ['the arm', 'unknown-arm', /there is no experiment "split" with an arm "c"/],
    ['the templates there are', 'unknown-template', /there is no template "hullo".*Known templates: hello/],
    ['the cap', 'over-cap', /one path sends 4 promotional messages within 7 days; the cap is 3/],
  ])('names %s', (_, code, message) => {
    const faulty = TABLE.find(([of]) => of === code)?.[2] ?? {};
    expect(findings(faulty)[0]?.message).toMatch(message);
  });

  it('checks journeys to start only where it is told which there are', () => {
    const { journeys: _, ...context } = CONTEXT;
    const faulty = TABLE.find(([of]) => of === 'unknown-journey')?.[2] ?? {};
    expect(lintJourney(aJourney(faulty), context)).toEqual([]);
  });

  it.each(['care', 'transactional'] as const)('asks no holdout or exit of %s messages', (of) => {
    expect(findings({ class: of, nodes: { hello: sound.hello, done: END } })).toEqual([]);
  });

  it('asks nothing of a promotional journey that sends nothing', () => {
    expect(findings({ nodes: { rest: { ...WAIT, next: 'done' }, done: END } })).toEqual([]);
  });

  /** Four letters after waits of these many days, the first from the start. */
  function lettersAfter(days: readonly number[]): NonNullable<Journey['nodes']> {
    const chain = days.flatMap((count, i) => [
      [`wait-${i}`, { ...WAIT, for: `${count}d`, next: `send-${i}` }] as const,
      [`send-${i}`, { ...SEND, next: i === days.length - 1 ? 'done' : `wait-${i + 1}` }] as const,
    ]);
    return { holdout: { ...HOLDOUT, next: 'wait-0' }, ...Object.fromEntries(chain), done: END };
  }

  it.each([
    ['a week apart, first to last', [1, 2, 2, 3], []],
    ['within a week, which begins with any of them', [6, 2, 2, 2], ['over-cap']],
    ['within a week, after one long before', [1, 30, 2, 2, 2], ['over-cap']],
  ])('counts for a cap the letters of its own days only: %s', (_, days, codes) => {
    expect(findings({ goal: GOAL, nodes: lettersAfter(days) }).map(({ code }) => code)).toEqual(codes);
  });

  it('counts for a cap only what one path sends of its class', () => {
    const nodes: NonNullable<Journey['nodes']> = {
      holdout: { ...HOLDOUT, next: 'choose' },
      choose: {
        type: 'branch',
        cases: [1, 2, 3].map((min) => ({ when: { orders: { min } }, next: `send-${min}` })),
        otherwise: 'send-4',
      },
      'send-1': { ...SEND, next: 'done' },
      'send-2': { ...SEND, next: 'done' },
      'send-3': { ...SEND, next: 'send-4' },
      'send-4': { ...SEND, class: 'service', next: 'done' },
      done: END,
    };
    expect(findings({ goal: GOAL, nodes })).toEqual([]);
  });

  it('answers soon on a journey with more paths than anybody could walk', () => {
    const names = Array.from({ length: 60 }, (_, i) => `b${i}`);
    const branches = names.map((name) => [
      name,
      {
        type: 'branch' as const,
        cases: names.slice(0, 20).map((next) => ({ when, next })),
        otherwise: 'hello',
      },
    ]);
    const nodes = { ...Object.fromEntries(branches), hello: { ...SEND, next: 'b0' } };
    expect(findings({ goal: GOAL, nodes }).map(({ code }) => code)).toContain('endless-loop');
  });
});
