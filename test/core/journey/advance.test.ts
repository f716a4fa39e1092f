import { describe, expect, it } from 'vitest';
import { customerId, decisionId } from '../../../core/ids.ts';
import { advance, EndlessJourney } from '../../../core/journey/advance.ts';
import { laneOf } from '../../../core/journey/decide.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import type { StepChange } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { aJourney, aLifecycle, anEnrolment, aPerson, NOW } from '../../support/builders.ts';
import { aStepInput } from '../../support/stepInput.ts';

type Nodes = NonNullable<NonNullable<Parameters<typeof aJourney>[0]>['nodes']>;

const END = { type: 'end' } as const;

function step(nodes: Nodes, more: Parameters<typeof aStepInput>[0] = {}): StepChange {
  return advance(aStepInput({ definition: aJourney({ nodes }), ...more }));
}

function after(change: StepChange): Enrolment {
  const [write] = change.enrolments;
  if (write === undefined) throw new Error('a step always writes its enrolment');
  return write.enrolment;
}

describe('a send node', () => {
  const nodes: Nodes = {
    hello: { type: 'send', template: 'hello', expires: '2d', refused: 'skip', next: 'rest' },
    rest: { type: 'wait', for: '1d', next: 'done' },
    done: END,
  };

  it('decides a pending message with class, expiry and the versions it rests on', () => {
    const { decisions, facts } = step(nodes);
    expect(decisions).toMatchObject([
      {
        id: 'maya/test//1/hello/1',
        outcome: 'pending',
        class: 'promotional',
        topic: 'offers',
        priority: 50,
        lane: 'journey',
        onRefusal: 'skip',
        dueAt: NOW,
        expiresAt: NOW + 2 * DAY_MS,
        journeyVersion: 1,
        settingsVersion: 7,
        modelVersion: 3,
      },
    ]);
    expect(facts).toMatchObject([{ kind: 'message-accepted', body: { decision: 'maya/test//1/hello/1' } }]);
  });

  it('goes on at once, and remembers the decision while it may be open', () => {
    expect(after(step(nodes))).toMatchObject({
      nodeId: 'rest',
      resting: true,
      visits: { hello: 1 },
      openDecisions: [{ id: 'maya/test//1/hello/1', expiresAt: NOW + 2 * DAY_MS }],
    });
  });

  it('may differ from its journey in topic, class and priority', () => {
    const own = { topic: 'receipts', class: 'transactional', priority: 90 } as const;
    const { decisions } = step({
      ...nodes,
      hello: { type: 'send', template: 'hello', next: 'done', ...own },
    });
    expect(decisions).toMatchObject([{ ...own, lane: 'transactional' }]);
  });

  it.each([
    ['transactional', 'transactional'],
    ['service', 'transactional'],
    ['care', 'journey'],
    ['survey', 'journey'],
    ['promotional', 'journey'],
  ] as const)('sends %s messages on the %s lane', (of, lane) => {
    expect(laneOf(of)).toBe(lane);
  });
});

describe('a wait node', () => {
  const nodes: Nodes = {
    rest: { type: 'wait', for: '36h', next: 'hello' },
    hello: { type: 'send', template: 'hello', next: 'done' },
    done: END,
  };

  it('lets the person rest for as long as it says', () => {
    const change = step(nodes);
    expect(after(change)).toMatchObject({
      nodeId: 'rest',
      resting: true,
      dueAt: NOW + 36 * HOUR_MS,
      status: 'active',
    });
    expect(change.decisions).toEqual([]);
  });

  it.each([
    ['a wave that comes within minutes', 40_000, 0],
    ['nobody having been there for long', 2 * HOUR_MS, 2 * HOUR_MS],
  ])('counts from when its step was due, or from the step: %s', (_, lateMs, fromMs) => {
    const change = step(nodes, { enrolment: anEnrolment({ nodeId: 'rest', dueAt: NOW }), now: NOW + lateMs });
    expect(after(change).dueAt).toBe(NOW + fromMs + 36 * HOUR_MS);
  });

  it('is over when the person is due again', () => {
    const resting = after(step(nodes));
    const change = step(nodes, { enrolment: resting, now: NOW + 36 * HOUR_MS });
    expect(change.decisions.map(({ nodeId }) => nodeId)).toEqual(['hello']);
    expect(after(change)).toMatchObject({ status: 'ended', endReason: 'completed', version: 3 });
  });

  it('forgets decisions that have expired meanwhile, and the failures of earlier attempts', () => {
    const openDecisions = [
      { id: decisionId('old'), expiresAt: NOW },
      { id: decisionId('young'), expiresAt: NOW + 1 },
    ];
    const change = step(nodes, { enrolment: anEnrolment({ nodeId: 'rest', openDecisions, attempts: 3 }) });
    expect(after(change).openDecisions).toEqual(openDecisions.slice(1));
    expect(after(change).attempts).toBe(0);
  });
});

describe('a branch node', () => {
  const nodes: Nodes = {
    choose: {
      type: 'branch',
      cases: [
        { when: { property: 'cart.items', in: [1] }, next: 'one' },
        { when: { stage: ['decline'] }, next: 'gone' },
        { when: { property: 'cart.items', exists: true }, next: 'more' },
      ],
      otherwise: 'none',
    },
    ...Object.fromEntries(
      ['one', 'gone', 'more', 'none'].map((id) => [id, { type: 'exit', reason: id } as const]),
    ),
  };

  it.each([
    ['one', { cart: { items: 1 } }, 'decline'],
    ['gone', { cart: { items: 2 } }, 'decline'],
    ['more', { cart: { items: 2 } }, 'stability'],
    ['none', {}, 'stability'],
  ] as const)(
    'takes the first case that holds of the event and the customer: %s',
    (taken, properties, stage) => {
      const change = step(nodes, {
        enrolment: anEnrolment({ nodeId: 'choose', trigger: { event: 'Cart Left', properties } }),
        person: aPerson({ lifecycle: aLifecycle({ stage }) }),
      });
      expect(after(change)).toMatchObject({ endReason: 'exit', endDetail: taken });
    },
  );
});

describe('a holdout node', () => {
  const nodes: Nodes = {
    control: { type: 'holdout', share: 0.3, next: 'hello' },
    hello: { type: 'send', template: 'hello', next: 'done' },
    done: END,
  };
  const people = Array.from({ length: 2_000 }, (_, i) => customerId(`c${i}`));
  const armOf = (id: (typeof people)[number], seed = 1) =>
    after(step(nodes, { enrolment: anEnrolment({ customerId: id, nodeId: 'control' }), seed })).arms[
      'control'
    ];

  it('holds out the share it says, the same people every time', () => {
    const arms = people.map((id) => armOf(id));
    expect(arms.filter((arm) => arm === 'held-out').length / people.length).toBeCloseTo(0.3, 1);
    expect(people.slice(0, 50).map((id) => armOf(id))).toEqual(arms.slice(0, 50));
  });

  it('draws anew under another seed', () => {
    expect(people.filter((id) => armOf(id) !== armOf(id, 2)).length).toBeGreaterThan(500);
  });

  it('stores the arm, marks later decisions with it and still makes them', () => {
    const held = people.find((id) => armOf(id) === 'held-out') ?? customerId('');
    const change = step(nodes, { enrolment: anEnrolment({ customerId: held, nodeId: 'control' }) });
    expect(after(change)).toMatchObject({ arms: { control: 'held-out' }, heldOut: true });
    expect(change.decisions).toMatchObject([{ heldOut: true, outcome: 'pending' }]);
  });

  it.each(['held-out', 'treated'])('never changes an arm once given: %s', (arm) => {
    for (const seed of [1, 2, 3]) {
      const enrolment = anEnrolment({ nodeId: 'control', arms: { control: arm } });
      const change = step(nodes, { enrolment, seed });
      expect(after(change).arms).toEqual({ control: arm });
      expect(change.decisions).toMatchObject([{ heldOut: arm === 'held-out' }]);
    }
  });

  it('counts who was held out by an earlier node as held out', () => {
    const enrolment = anEnrolment({ nodeId: 'control', heldOut: true, arms: { control: 'treated' } });
    expect(step(nodes, { enrolment }).decisions).toMatchObject([{ heldOut: true }]);
  });
});

describe('leaving', () => {
  const open = [{ id: decisionId('earlier'), expiresAt: NOW + DAY_MS }];
  const cancelled = [{ decisionId: 'earlier', reason: 'exited', at: NOW }];
  const waiting = anEnrolment({ nodeId: 'rest', resting: true, openDecisions: open });
  const rest = { type: 'wait', for: '1d', next: 'next' } as const;

  it.each([
    ['the end: what is open may still go out', END, 'completed', []],
    [
      'an exit: what earlier steps left open is cancelled',
      { type: 'exit', reason: 'enough' },
      'exit',
      cancelled,
    ],
  ] as const)('by %s', (_, next, endReason, cancellations) => {
    const change = step({ rest, next }, { enrolment: waiting });
    expect(after(change)).toMatchObject({ status: 'ended', endReason, dueAt: null, version: 2 });
    expect(change.cancellations).toEqual(cancellations);
    expect(change.facts).toMatchObject([
      { kind: 'journey-ended', body: { node: 'next', reason: endReason } },
    ]);
  });

  it('broken where the next node is not in the version', () => {
    const change = step({ rest }, { enrolment: waiting });
    expect(after(change)).toMatchObject({ endReason: 'broken', endDetail: 'node next is not in version 1' });
    expect(change.cancellations).toEqual(cancelled);
  });

  it('does not cancel what the same step decided', () => {
    const change = step({
      hello: { type: 'send', template: 'hello', next: 'out' },
      out: { type: 'exit', reason: 'said hello' },
    });
    expect(change.decisions).toHaveLength(1);
    expect(change.cancellations).toEqual([]);
  });

  it('throws where nodes follow each other without a wait for too long', () => {
    const endless: Nodes = {
      a: { type: 'branch', cases: [{ when: { orders: { min: 9 } }, next: 'done' }], otherwise: 'b' },
      b: { type: 'holdout', share: 0.5, next: 'a' },
      done: END,
    };
    expect(() => step(endless)).toThrow(EndlessJourney);
    expect(() => step(endless)).toThrow(expect.objectContaining({ code: 'endless-journey' }));
  });
});

describe('a stage exit', () => {
  const nodes: Nodes = { hello: { type: 'send', template: 'hello', next: 'done' }, done: END };
  const stepIn = (
    stage: 'decline' | 'development',
    exits: NonNullable<Parameters<typeof aJourney>[0]>['exits'],
  ) =>
    step(nodes, {
      definition: aJourney({ nodes, exits: exits ?? [] }),
      enrolment: anEnrolment({
        nodeId: 'hello',
        trigger: { from: 'stability', to: 'decline' },
        openDecisions: [{ id: decisionId('earlier'), expiresAt: NOW + DAY_MS }],
      }),
      person: aPerson({ lifecycle: aLifecycle({ stage }) }),
    });

  it.each([
    ['from the stage of entry', { on: 'stage', from: 'decline' }],
    ['from there to where the person is', { on: 'stage', from: 'decline', to: ['development', 'stability'] }],
  ] as const)('%s is made up for at the step, when the moment itself was missed', (_, exit) => {
    const change = stepIn('development', [structuredClone(exit) as never]);
    expect(after(change)).toMatchObject({ endReason: 'exit', endDetail: 'decline → development' });
    expect(change.decisions).toEqual([]);
    expect(change.cancellations).toMatchObject([{ decisionId: 'earlier', reason: 'exited' }]);
  });

  it('is not made up for while nobody knows the stage', () => {
    const change = step(nodes, {
      definition: aJourney({ nodes, exits: [{ on: 'stage', from: 'decline' }] }),
      enrolment: anEnrolment({ nodeId: 'hello', trigger: { from: 'stability', to: 'decline' } }),
      person: aPerson({ lifecycle: null }),
    });
    expect(after(change).endReason).toBe('completed');
  });

  it.each([
    ['while the person is in the stage of entry', 'decline', { on: 'stage', from: 'decline' }],
    ['to a stage the person is not in', 'development', { on: 'stage', from: 'decline', to: 'stability' }],
    ['from another stage', 'development', { on: 'stage', from: 'stability' }],
    ['on an event', 'development', { on: 'event', event: 'Order Completed' }],
  ] as const)('is not made up for %s', (_, stage, exit) => {
    expect(after(stepIn(stage, [structuredClone(exit) as never])).endReason).toBe('completed');
  });
});
