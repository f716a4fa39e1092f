import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../../core/journey/advance.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { jumpsWithin } from '../../../core/journey/jumps.ts';
import { lintJourney } from '../../../core/journey/lint.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, anEnrolment, NOW, someSettings } from '../../support/builders.ts';
import { aStepInput } from '../../support/stepInput.ts';
import { after, END, type Nodes, step } from '../../support/steps.ts';

/** Ids of all decisions from the first node until the end, resting on the way. Throws where it does not end. */
function walked(nodes: Nodes, mostSteps = 5_000): string[] {
  const definition = aJourney({ nodes });
  let enrolment: Enrolment = anEnrolment({ nodeId: definition.start });
  const ids: string[] = [];
  for (let steps = 0; enrolment.status === 'active'; steps += 1) {
    if (steps > mostSteps) throw new Error(`no end after ${mostSteps} steps`);
    const change = advance(aStepInput({ definition, enrolment, now: enrolment.dueAt ?? NOW }));
    ids.push(...change.decisions.map(({ id }) => id.split('/').slice(4).join('/')));
    enrolment = after(change);
  }
  return ids;
}

const WAIT = { type: 'wait', for: '1d' } as const;
const SEND = { type: 'send', template: 'hello' } as const;

describe('a jump', () => {
  it.each([1, 2, 11])('goes back %i times, and then on', (times) => {
    const ids = walked({
      hello: { ...SEND, next: 'rest' },
      rest: { ...WAIT, next: 'again' },
      again: { type: 'jump', to: 'hello', times, next: 'done' },
      done: END,
    });
    expect(ids).toEqual(Array.from({ length: times + 1 }, (_, round) => `hello/${round + 1}`));
  });

  it('counts a round, and how often it was taken', () => {
    const nodes: Nodes = {
      again: { type: 'jump', to: 'rest', times: 3, next: 'done' },
      rest: { ...WAIT, next: 'again' },
      done: END,
    };
    const first = after(step(nodes));
    expect(first).toMatchObject({ nodeId: 'rest', round: 1, visits: { again: 1 } });
    expect(after(step(nodes, { enrolment: first, now: NOW + DAY_MS }))).toMatchObject({
      round: 2,
      visits: { again: 2, rest: 2 },
    });
  });

  it('forwards is only a way on', () => {
    const ids = walked({
      ahead: { type: 'jump', to: 'b', times: 1, next: 'a' },
      a: { ...SEND, next: 'b' },
      b: { ...SEND, next: 'done' },
      done: END,
    });
    expect(ids).toEqual(['b/2']);
  });

  it('within the loop of another begins anew with each of its rounds', () => {
    const nodes: Nodes = {
      day: { ...SEND, next: 'rest' },
      rest: { ...WAIT, next: 'inner' },
      inner: { type: 'jump', to: 'day', times: 2, next: 'week' },
      week: { ...WAIT, next: 'outer' },
      outer: { type: 'jump', to: 'day', times: 3, next: 'done' },
      done: END,
    };
    expect(jumpsWithin(aJourney({ nodes }), 'outer')).toEqual(['inner']);
    expect(jumpsWithin(aJourney({ nodes }), 'inner')).toEqual([]);
    const ids = walked(nodes);
    expect(ids).toHaveLength((2 + 1) * (3 + 1));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('that crosses another resets it not, so that both end', () => {
    const nodes: Nodes = {
      a: { ...SEND, next: 'b' },
      b: { ...WAIT, next: 'first' },
      first: { type: 'jump', to: 'a', times: 2, next: 'c' },
      c: { ...WAIT, next: 'second' },
      second: { type: 'jump', to: 'b', times: 2, next: 'd' },
      d: { type: 'branch', cases: [{ when: { orders: { min: 1 } }, next: 'a' }], otherwise: 'done' },
      done: END,
    };
    expect(walked(nodes)).toHaveLength(2 * 3 + 1);
    const crossing: Nodes = {
      ...nodes,
      first: { type: 'jump', to: 'c', times: 2, next: 'second' },
      c: { ...WAIT, next: 'second' },
      second: { type: 'jump', to: 'first', times: 2, next: 'done' },
      d: END,
    };
    expect(jumpsWithin(aJourney({ nodes: crossing }), 'first')).toEqual([]);
    expect(jumpsWithin(aJourney({ nodes: crossing }), 'second')).toEqual([]);
    expect(walked(crossing)).toHaveLength(1);
  });

  it('to itself is taken no more often than its bound', () => {
    expect(
      walked({
        self: { type: 'jump', to: 'self', times: 100, next: 'hello' },
        hello: { ...SEND, next: 'done' },
        done: END,
      }),
    ).toEqual(['hello/101']);
  });
});

describe('journeys the lint lets pass', () => {
  const ids = Array.from({ length: 7 }, (_, i) => `n${i}`);
  const next = fc.constantFrom(...ids, 'done');
  const times = fc.integer({ min: 1, max: 3 });
  const node = fc.oneof(
    fc.record({ type: fc.constant('send' as const), template: fc.constant('hello'), next }),
    fc.record({ type: fc.constant('wait' as const), for: fc.constantFrom('1h', '1d'), next }),
    fc.record({ type: fc.constant('jump' as const), to: next, times, next }),
    fc.record({
      type: fc.constant('branch' as const),
      cases: fc
        .tuple(fc.record({ when: fc.constant({ orders: { min: 1 } }), next }))
        .map((cases) => [...cases]),
      otherwise: next,
    }),
  );
  const journeys = fc
    .tuple(...ids.map(() => node))
    .map((nodes): Nodes => ({ ...Object.fromEntries(ids.map((id, i) => [id, nodes[i] ?? END])), done: END }));
  const CONTEXT = { templates: new Set(['hello']), messages: someSettings().messages };
  /** An island is an error too, and does nobody harm. */
  const forbidden = (nodes: Nodes) =>
    lintJourney(aJourney({ nodes }), CONTEXT).some(
      ({ severity, code }) => severity === 'error' && code !== 'unreachable',
    );

  it('end, however their loops cross, and decide nothing twice', () => {
    let walks = 0;
    fc.assert(
      fc.property(journeys, (nodes) => {
        fc.pre(!forbidden(nodes));
        walks += 1;
        const decided = walked(nodes, 20_000);
        expect(new Set(decided).size).toBe(decided.length);
      }),
      { numRuns: 300, maxSkipsPerRun: 500 },
    );
    expect(walks).toBeGreaterThanOrEqual(300);
  });
});
