import { describe, expect, it } from 'vitest';
import { type LintFinding, lintJourney } from '../../../core/journey/lint.ts';
import { aJourney, someSettings } from '../../support/builders.ts';

type Journey = NonNullable<Parameters<typeof aJourney>[0]>;

const SEND = { type: 'send', template: 'hello' } as const;
const END = { type: 'end' } as const;
const WAIT = { type: 'wait', for: '1d' } as const;
const HOLDOUT = { type: 'holdout', share: 0.1 } as const;
const GOAL = { on: 'event', event: 'Order Completed' } as const;
const when = { orders: { min: 1 } };
/** Three a week are allowed. */
const CONTEXT = { templates: new Set(['hello']), messages: someSettings().messages };

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
        rest: { ...WAIT, for: '7d', next: 'choose' },
        done: END,
      },
    },
  ],
  [
    'no-end',
    'nodes',
    { goal: GOAL, nodes: { holdout: { ...HOLDOUT, next: 'rest' }, rest: { ...WAIT, next: 'holdout' } } },
    {
      goal: GOAL,
      nodes: {
        holdout: { ...HOLDOUT, next: 'rest' },
        rest: { ...WAIT, next: 'out' },
        out: { type: 'exit', reason: 'enough' },
      },
    },
  ],
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

  it('forbids what cannot run, and warns of what is unwise', () => {
    const errors = new Set(['unknown-node', 'unreachable', 'endless-loop', 'no-end', 'unknown-template']);
    for (const [code, , faulty] of TABLE) {
      for (const { severity } of findings(faulty))
        expect(severity).toBe(errors.has(code) ? 'error' : 'warning');
    }
  });

  it.each([
    [
      'the nodes there are',
      'unknown-node',
      /there is no node "nowhere"; the nodes are: holdout, hello, done/,
    ],
    ['the loop', 'endless-loop', /choose → hello → choose never waits/],
    ['the templates there are', 'unknown-template', /there is no template "hullo".*Known templates: hello/],
    ['the cap', 'over-cap', /one path sends 4 promotional messages within 7 days; the cap is 3/],
  ])('names %s', (_, code, message) => {
    const faulty = TABLE.find(([of]) => of === code)?.[2] ?? {};
    expect(findings(faulty)[0]?.message).toMatch(message);
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
