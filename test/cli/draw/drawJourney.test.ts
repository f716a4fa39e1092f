import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JourneyDefinition, successors } from '../../../core/journey/definition.ts';
import { drawJourney } from '../../../cli/draw/drawJourney.ts';
import { layOut } from '../../../cli/draw/layOut.ts';
import { displayWidth } from '../../../cli/text/width.ts';
import { aDefinition, aView } from '../support/aJourney.ts';

const wait = (duration: string, next: string) => ({ type: 'wait', for: duration, next });
const send = (template: string, next: string) => ({ type: 'send', template, next });
const branch = (next: string, otherwise: string) => ({
  type: 'branch',
  cases: [{ when: { orders: { min: 1 } }, next }],
  otherwise,
});
const end = { type: 'end' };

function drawn(picture: readonly string[]): string {
  return `\n${picture.join('\n')}\n`;
}

const LETTERS = aDefinition(
  {
    holdout: { type: 'holdout', share: 0.1, next: 'first' },
    first: send('letter-one', 'rest'),
    rest: wait('10d', 'second'),
    second: send('second', 'pause'),
    pause: wait('30m', 'third'),
    third: send('third', 'silence'),
    silence: wait('3w', 'done'),
    done: end,
  },
  'holdout',
  {
    entry: [{ on: 'stage', to: 'decline' }],
    exits: [
      { on: 'event', event: 'Order Completed' },
      { on: 'stage', from: 'decline' },
    ],
    goal: { on: 'event', event: 'Order Completed' },
    reentry: { after: '180d' },
  },
);
const PEOPLE = { inside: 1234, byNode: { first: 1, rest: 1200, silence: 33 } };

describe('a journey without branches', () => {
  it('is drawn top-down, longer waits as longer gaps, with the people at each step', () => {
    expect(drawn(drawJourney(aView(LETTERS, PEOPLE), 'en', 80))).toBe(`
Test (test)
version 3 · promotional · offers · 1,234 inside

Enters    stage becomes Decline
Leaves    event Order Completed
          stage leaves Decline
Goal      event Order Completed
Re-entry  after 180 days

┌───────────────────────┐
│ Hold out holdout      │
│ 10% held out          │
└───────────┬───────────┘
            │
┌───────────┴───────────┐
│ Message first  1 here │
│ letter-one            │
└───────────┬───────────┘
            ┊
            ┊  10 days · rest · 1,200 here
            ┊
┌───────────┴───────────┐
│ Message second        │
└───────────┬───────────┘
            ┊  30 minutes · pause
┌───────────┴───────────┐
│ Message third         │
└───────────┬───────────┘
            ┊
            ┊
            ┊  3 weeks · silence · 33 here
            ┊
            ┊
         ╭──┴──╮
         │ End │
         ╰─────╯
`);
  });

  it('says which experiments are decided', () => {
    const winners = [{ node: 'subject', arm: 'short', at: '2026-03-05T00:00:00.000Z' }];
    const picture = drawJourney(aView(LETTERS, { winners }), 'en', 80);
    expect(picture.join('\n')).toMatch(/Decided +subject: short, on 2026-03-05/);
  });

  it('keeps its lines straight in Chinese', () => {
    expect(drawn(drawJourney(aView(LETTERS, PEOPLE), 'zh-CN', 80))).toBe(`
测试 (test)
第 3 版 · 促销 · 优惠 · 1,234 人在旅程中

进入      阶段变为衰退期
离开      事件 Order Completed
          阶段离开衰退期
目标      事件 Order Completed
再次进入  180 天之后

┌──────────────────┐
│ 对照组 holdout   │
│ 保留 10%         │
└─────────┬────────┘
          │
┌─────────┴────────┐
│ 消息 first  1 人 │
│ letter-one       │
└─────────┬────────┘
          ┊
          ┊  10 天 · rest · 1,200 人
          ┊
┌─────────┴────────┐
│ 消息 second      │
└─────────┬────────┘
          ┊  30 分钟 · pause
┌─────────┴────────┐
│ 消息 third       │
└─────────┬────────┘
          ┊
          ┊
          ┊  3 周 · silence · 33 人
          ┊
          ┊
      ╭───┴──╮
      │ 结束 │
      ╰──────╯
`);
  });
});

const KINDS = aDefinition(
  {
    kind: {
      type: 'branch',
      cases: [
        { when: { grade: ['A'] }, next: 'gift' },
        { when: { all: [{ grade: ['B'] }, { orders: { max: 3 } }] }, next: 'letter' },
      ],
      otherwise: 'gone',
    },
    gift: send('gift', 'done'),
    letter: send('letter', 'done'),
    gone: { type: 'exit', reason: 'not worth a letter' },
    done: end,
  },
  'kind',
);

describe('branches', () => {
  it('stand side by side and come together; those who leave do not', () => {
    expect(drawn(layOut(KINDS, {}, 'en', 'side-by-side'))).toBe(`
                           ┌────────────────────┐
                           │ Branch kind        │
                           └──────────┬─────────┘
           ┌──────────────────────────┼───────────────────────────┐
      grade is A          grade is B and orders ≤ 3           otherwise
┌──────────┴─────────┐     ┌──────────┴─────────┐      ╭──────────┴─────────╮
│ Message gift       │     │ Message letter     │      │ Leave gone         │
└──────────┬─────────┘     └──────────┬─────────┘      │ not worth a letter │
           │                          │                ╰────────────────────╯
           └──────────────────────────┤
                                   ╭──┴──╮
                                   │ End │
                                   ╰─────╯
`);
  });

  it('go below each other along a rail where the screen is too narrow', () => {
    const narrow = drawJourney(aView(KINDS), 'en', 60);
    expect(drawn(narrow.slice(narrow.indexOf('') + 1).slice(3))).toBe(`
┌────────────────────┐
│ Branch kind        │
└─┬──────────────────┘
  ├───┐ grade is A
  │ ┌─┴──────────────────┐
  │ │ Message gift       │
  │ └─┬──────────────────┘
  │   │
  │   → done
  ├───┐ grade is B and orders ≤ 3
  │ ┌─┴──────────────────┐
  │ │ Message letter     │
  │ └─┬──────────────────┘
  │   │
  │   → done
  ├───┐ otherwise
  │ ╭─┴──────────────────╮
  │ │ Leave gone         │
  │ │ not worth a letter │
  │ ╰────────────────────╯
╭─┴───╮
│ End │
╰─────╯
`);
  });

  it('nest', () => {
    const nested = aDefinition(
      { a: branch('b', 'z'), b: branch('c', 'e'), c: send('c', 'e'), e: wait('1d', 'z'), z: end },
      'a',
    );
    expect(drawn(layOut(nested, {}, 'en', 'side-by-side'))).toBe(`
                 ┌───────────┐
                 │ Branch a  │
                 └─────┬─────┘
             ┌─────────┴──────────┐
        orders ≥ 1            otherwise
       ┌─────┴─────┐              │
       │ Branch b  │              │
       └─────┬─────┘              │
      ┌──────┴───────┐            │
 orders ≥ 1      otherwise        │
┌─────┴─────┐        │            │
│ Message c │        │            │
└─────┬─────┘        │            │
      └──────┬───────┘            │
             ┊                    │
             ┊  1 day · e         │
             ┊                    │
             └─────────┬──────────┘
                    ╭──┴──╮
                    │ End │
                    ╰─────╯
`);
  });

  it('name the step they go back to', () => {
    const loop = aDefinition(
      { ask: send('ask', 'rest'), rest: wait('6h', 'again'), again: branch('done', 'ask'), done: end },
      'ask',
    );
    expect(drawn(layOut(loop, {}, 'en', 'side-by-side'))).toBe(`
   ┌──────────────┐
   │ Message ask  │
   └───────┬──────┘
           ┊  6 hours · rest
   ┌───────┴──────┐
   │ Branch again │
   └───────┬──────┘
     ┌─────┴──────┐
orders ≥ 1    otherwise
     │            │
     │            → ask
     └─────┐
        ╭──┴──╮
        │ End │
        ╰─────╯
`);
  });
});

/** Any graph of up to 12 steps: loops, arms that meet anywhere, steps nobody reaches. */
const anyJourney = fc.integer({ min: 1, max: 12 }).chain((size) => {
  const target = fc.integer({ min: 0, max: size }).map((i) => (i === size ? 'done' : `n${i}`));
  const step = fc.oneof(
    target.map((next) => send('letter', next)),
    target.map((next) => wait('2d', next)),
    fc.tuple(target, target).map(([next, otherwise]) => branch(next, otherwise)),
    fc.tuple(target, target).map(([next, missing]) => ({
      type: 'wait',
      until: { trait: 'birthday' },
      next,
      missing,
    })),
    fc.tuple(target, target).map(([next, onTimeout]) => ({
      type: 'wait-for',
      event: 'Order Completed',
      timeout: '1h',
      next,
      onTimeout,
    })),
    fc.tuple(target, target, target).map(([a, b, c]) => ({
      type: 'experiment',
      arms: [
        { id: 'a', share: 0.5, next: a },
        { id: 'b', share: 0.25, next: b },
        { id: 'c', share: 0.25, next: c },
      ],
    })),
    fc.tuple(target, target).map(([to, next]) => ({ type: 'jump', to, times: 2, next })),
    target.map((next) => ({ type: 'holdout', share: 0.1, next })),
    target.map((next) => ({ type: 'update', set: { plan: 'gold', note: null }, next })),
    target.map((next) => ({ type: 'start', journey: 'other', next })),
    target.map((next) => ({ type: 'send', channel: 'sms', template: 'short', next })),
    target.map((next) => ({ type: 'send', channel: 'webhook', url: 'https://shop.example/hook', next })),
    fc.constant({ type: 'exit', reason: 'enough' }),
  );
  return fc
    .array(step, { minLength: size, maxLength: size })
    .map((steps) =>
      aDefinition({ ...Object.fromEntries(steps.map((one, i) => [`n${i}`, one])), done: end }, 'n0'),
    );
});

function withinReach(definition: JourneyDefinition): Set<string> {
  const reached = new Set<string>();
  const open = [definition.start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = definition.nodes[id];
    if (node === undefined || reached.has(id)) continue;
    reached.add(id);
    open.push(...successors(node));
  }
  return reached;
}

const KINDS_IN_WORDS = 'Message|SMS|Webhook|Wait|Wait for|Branch|Experiment|Hold out|Update|Start|Jump|Leave';

function timesDrawn(picture: string, id: string): number {
  const title = id === 'done' ? /│ End │/g : new RegExp(`(?:${KINDS_IN_WORDS}|·) ${id}(?!\\d)`, 'g');
  return picture.match(title)?.length ?? 0;
}

describe('any journey', () => {
  it.each(['side-by-side', 'rail'] as const)(
    'shows each step within reach once, and no other (%s)',
    (style) => {
      fc.assert(
        fc.property(anyJourney, (definition) => {
          const picture = layOut(definition, {}, 'en', style).join('\n');
          const reached = withinReach(definition);
          for (const id of Object.keys(definition.nodes))
            expect(timesDrawn(picture, id)).toBe(reached.has(id) ? 1 : 0);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('has boxes whose edges are as wide as their text, in Chinese too', () => {
    fc.assert(
      fc.property(anyJourney, (definition) => {
        const lines = layOut(definition, { n0: 12 }, 'zh-CN', 'rail');
        const tops = lines.flatMap((line, i) => (/[┌╭]─[─┴]*[┐╮]$/.test(line) ? [i] : []));
        const widthsOf = (shift: number) => tops.map((i) => displayWidth(lines[i + shift] ?? ''));
        fc.pre(tops.length > 0);
        expect(widthsOf(1)).toEqual(widthsOf(0));
      }),
    );
  });
});
