import { describe, expect, it } from 'vitest';
import type { Person } from '../../../core/customer/person.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import type { JsonObject } from '../../../core/json.ts';
import { bookOf } from '../../../core/journey/book.ts';
import type { JourneyDefinition } from '../../../core/journey/definition.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { letsIn } from '../../../core/journey/lookBack.ts';
import type { Occasion, Trigger } from '../../../core/journey/occasion.ts';
import { react } from '../../../core/journey/react.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, aLifecycle, anEnrolment, aPerson, NOW, published } from '../../support/builders.ts';

const SIGNED_UP = event('Signed Up');
const ORDERED = event('Order Completed');
const BACK: Trigger = { kind: 'stage', from: 'decline', to: 'development' };

function event(name: string, properties: JsonObject = {}): Trigger {
  return { kind: 'event', name, properties, at: NOW };
}

interface Given {
  readonly journeys: readonly JourneyDefinition[];
  readonly inside?: readonly Enrolment[];
  readonly person?: Person;
  readonly now?: number;
}

function after(triggers: readonly Trigger[], { journeys, inside = [], person, now = NOW }: Given) {
  const book = bookOf(journeys.map((journey) => published(journey)));
  const occasion: Occasion = {
    person: person ?? aPerson(),
    enrolments: inside,
    triggers,
    now,
    journeys: book.latest,
    definitionOf: book.definitionOf,
  };
  return react(occasion);
}

/** What follows in short: each fact as `kind reason`, or `kind passage` where there is no reason. */
function told(consequences: ReturnType<typeof react>): string[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return consequences.facts.map(
    ({ kind, body }) => `${kind} ${text(body['reason']) ?? text(body['enrolment']) ?? ''}`,
  );
}

describe('letsIn', () => {
  it.each([
    [{ on: 'event', event: 'Signed Up' }, SIGNED_UP, true],
    [{ on: 'event', event: 'Signed Up' }, ORDERED, false],
    [{ on: 'event', event: 'Signed Up' }, BACK, false],
    [{ on: 'stage', to: ['development'] }, BACK, true],
    [{ on: 'stage', to: ['stability'] }, BACK, false],
    [{ on: 'stage', from: ['decline'] }, BACK, true],
    [{ on: 'stage', from: ['decline'], to: ['stability'] }, BACK, false],
    [{ on: 'stage' }, BACK, true],
    [{ on: 'stage', from: ['decline'] }, { kind: 'stage', from: null, to: 'identification' }, false],
    [{ on: 'stage' }, SIGNED_UP, false],
  ] as const)('%j by %j: %s', (wanted, trigger, expected) => {
    expect(letsIn(structuredClone(wanted) as never, 'test', trigger)).toBe(expected);
  });
});

describe('entry', () => {
  it('begins a passage that is due at once and remembers what let the person in', () => {
    const { enrolments, facts } = after([event('Signed Up', { form: 'footer' })], { journeys: [aJourney()] });
    expect(enrolments).toEqual([
      {
        enrolment: anEnrolment({ trigger: { event: 'Signed Up', properties: { form: 'footer' }, at: NOW } }),
        expectedVersion: 0,
      },
    ]);
    expect(facts).toMatchObject([
      { kind: 'journey-entered', at: NOW, journeyId: 'test', body: { entry: 1 } },
    ]);
  });

  it('happens only where the condition holds, on the person after what happened', () => {
    const journeys = [
      aJourney({ entry: [{ on: 'event', event: 'Order Completed', where: { orders: { min: 2 } } }] }),
    ];
    const buyer = (orders: number) =>
      aPerson({ lifecycle: aLifecycle({ statistics: { ...aLifecycle().statistics, orders } }) });
    expect(told(after([ORDERED], { journeys, person: buyer(1) }))).toEqual([]);
    expect(told(after([ORDERED], { journeys, person: buyer(2) }))).toEqual(['journey-entered maya/test//1']);
  });

  it('happens once a journey, by the first entry that fits', () => {
    const entry = [
      { on: 'event', event: 'Signed Up', where: { property: 'form', equals: 'checkout' } },
      { on: 'event', event: 'Signed Up' },
    ] as const;
    const { enrolments } = after([SIGNED_UP], { journeys: [aJourney({ entry: [...entry] })] });
    expect(enrolments).toHaveLength(1);
  });

  it('into several journeys is possible by one event', () => {
    const journeys = [aJourney({ id: 'one' }), aJourney({ id: 'two' })];
    expect(told(after([SIGNED_UP], { journeys }))).toEqual([
      'journey-entered maya/one//1',
      'journey-entered maya/two//1',
    ]);
  });

  it('is refused to who is inside already, and says so', () => {
    const journeys = [aJourney({ reentry: 'always' })];
    const { enrolments, facts } = after([SIGNED_UP], { journeys, inside: [anEnrolment()] });
    expect(enrolments).toEqual([]);
    expect(facts).toMatchObject([
      { kind: 'journey-refused', journeyId: 'test', body: { reason: 'already-inside' } },
    ]);
  });
});

describe('entry by request', () => {
  const requested = (properties: JsonObject) => event('Journey Requested', properties);
  const journeys = [
    aJourney({ entry: [{ on: 'api', key: 'visit' }] }),
    aJourney({ id: 'other', entry: [{ on: 'api', where: { property: 'by', equals: 'staff' } }] }),
    aJourney({ id: 'own', entry: [{ on: 'event', event: 'Signed Up' }] }),
  ];

  it.each([
    [{ journey: 'test', visit: 7 }, ['journey-entered maya/test/7/1']],
    [{ journey: 'test' }, []],
    [{ journey: 'other', by: 'staff' }, ['journey-entered maya/other//1']],
    [{ journey: 'other' }, []],
    [{ journey: 'own' }, []],
    [{ journey: 'gone' }, []],
    [{}, []],
  ])('by %j: %j', (properties, wanted) => {
    expect(told(after([requested(properties)], { journeys }))).toEqual(wanted);
  });

  it('lets nobody into a journey by the clock', () => {
    const byClock = aJourney({
      entry: [
        { on: 'schedule', time: '09:00' },
        { on: 'date', trait: 'birthday' },
      ],
    });
    const person = aPerson({ traits: { birthday: '2026-03-10' } });
    expect(told(after([requested({ journey: 'test' }), SIGNED_UP], { journeys: [byClock], person }))).toEqual(
      [],
    );
  });
});

describe('entry by key', () => {
  const journeys = [aJourney({ entry: [{ on: 'event', event: 'Cart Left', key: 'cart.id' }] })];
  const left = (id: string | number) => event('Cart Left', { cart: { id } });

  it('opens a passage for each of two carts', () => {
    const { enrolments } = after([left('c-1'), left(2)], { journeys });
    expect(enrolments.map(({ enrolment }) => [enrolment.key, enrolment.id])).toEqual([
      ['c-1', 'maya/test/c-1/1'],
      ['2', 'maya/test/2/1'],
    ]);
  });

  it('is refused for the cart that is inside, not for another', () => {
    const inside = [anEnrolment({ key: 'c-1' })];
    expect(told(after([left('c-1')], { journeys, inside }))).toEqual(['journey-refused already-inside']);
    expect(told(after([left('c-2')], { journeys, inside }))).toEqual(['journey-entered maya/test/c-2/1']);
  });

  it('passes over an event without the key', () => {
    expect(told(after([event('Cart Left', { cart: {} })], { journeys }))).toEqual([]);
  });

  it('never gives two passages one id, whatever slashes people and keys are written with', () => {
    const entry = [{ on: 'event', event: 'Cart Left', key: 'id' }] as const;
    const id = (person: string, journey: string, key: string) =>
      after([event('Cart Left', { id: key })], {
        journeys: [aJourney({ id: journey, entry: [...entry] })],
        person: aPerson({ id: customerId(person) }),
      }).enrolments[0]?.enrolment.id;
    const ids = [id('p', 'j', 'k/x'), id('p/j', 'k', 'x'), id('p', 'j', 'k%2Fx'), id('p', 'j', 'k')];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('re-entry', () => {
  const past = anEnrolment({ status: 'ended', version: 5, arms: { holdout: 'held-out' }, heldOut: true });

  it.each([
    ['never', 'never', past, false],
    ['always', 'always', past, true],
    ['twice, after the first time', { times: 2 }, past, true],
    ['twice, after the second time', { times: 2 }, { ...past, entry: 2 }, false],
    [
      'after 180 days, a moment too soon',
      { after: '180d' },
      { ...past, enteredAt: NOW - 180 * DAY_MS + 1 },
      false,
    ],
    ['after 180 days, on the day', { after: '180d' }, { ...past, enteredAt: NOW - 180 * DAY_MS }, true],
  ] as const)('%s', (_, reentry, before, enters) => {
    const result = after([SIGNED_UP], { journeys: [aJourney({ reentry })], inside: [before] });
    expect(told(result)).toEqual([
      enters ? `journey-entered maya/test//${before.entry + 1}` : 'journey-refused re-entry-rule',
    ]);
  });

  it('takes over what the passage before has left open, so that it can still be taken back', () => {
    const openDecisions = [NOW, NOW + 1].map((expiresAt) => ({
      id: decisionId(String(expiresAt)),
      expiresAt,
    }));
    const journeys = [aJourney({ reentry: 'always' })];
    const before = { ...past, endReason: 'completed' as const, openDecisions };
    const [write] = after([SIGNED_UP], { journeys, inside: [before] }).enrolments;
    expect(write?.enrolment.openDecisions).toEqual(openDecisions.slice(1));
  });

  it('keeps the arms, and counts on from the version and the passage before', () => {
    const [write] = after([SIGNED_UP], {
      journeys: [aJourney({ reentry: 'always' })],
      inside: [past],
    }).enrolments;
    expect(write?.expectedVersion).toBe(5);
    expect(write?.enrolment).toMatchObject({
      version: 6,
      entry: 2,
      arms: { holdout: 'held-out' },
      heldOut: true,
      visits: {},
      status: 'active',
      endedAt: null,
    });
  });
});

describe('endings', () => {
  const open = [decisionId('a'), decisionId('b')].map((id) => ({ id, expiresAt: NOW + DAY_MS }));
  const inside = [anEnrolment({ version: 3, nodeId: 'rest', resting: true, openDecisions: open })];
  const ordered = { on: 'event', event: 'Order Completed' } as const;

  it('cancel the decisions that are still open, and say where the person stood and what ended it', () => {
    const { enrolments, cancellations, facts } = after([ORDERED], {
      journeys: [aJourney({ exits: [ordered] })],
      inside,
    });
    expect(enrolments).toMatchObject([
      {
        expectedVersion: 3,
        enrolment: {
          version: 4,
          status: 'ended',
          endReason: 'exit',
          endDetail: 'Order Completed',
          endedAt: NOW,
          dueAt: null,
          resting: false,
          openDecisions: [],
        },
      },
    ]);
    expect(cancellations).toEqual(open.map(({ id }) => ({ decisionId: id, reason: 'exited', at: NOW })));
    expect(facts).toMatchObject([{ kind: 'journey-ended', body: { node: 'rest', reason: 'exit' } }]);
  });

  it('reach the goal before any exit', () => {
    const journeys = [aJourney({ goal: ordered, exits: [ordered] })];
    expect(told(after([ORDERED], { journeys, inside }))).toEqual(['journey-ended goal']);
  });

  it('reach the goal also where it is the later of two things that happened at once', () => {
    const journeys = [aJourney({ goal: { on: 'stage', from: 'decline' }, exits: [ordered] })];
    const [write] = after([ORDERED, BACK], { journeys, inside }).enrolments;
    expect(write?.enrolment).toMatchObject({ endReason: 'goal', endDetail: 'decline → development' });
  });

  it('do not touch a passage that the event opens', () => {
    const journeys = [aJourney({ exits: [{ on: 'event', event: 'Signed Up' }] })];
    expect(told(after([SIGNED_UP], { journeys }))).toEqual(['journey-entered maya/test//1']);
  });

  it('and a new passage by one event are one write', () => {
    const journeys = [aJourney({ reentry: 'always', exits: [{ on: 'event', event: 'Signed Up' }] })];
    const { enrolments, facts } = after([SIGNED_UP], { journeys, inside });
    expect(facts.map(({ kind }) => kind)).toEqual(['journey-ended', 'journey-entered']);
    expect(enrolments).toMatchObject([
      { expectedVersion: 3, enrolment: { version: 5, entry: 2, status: 'active' } },
    ]);
  });

  it('are those of the version the person entered', () => {
    const old = published(aJourney({ exits: [ordered] }), 1);
    const book = bookOf([published(aJourney(), 2), old]);
    const result = react({
      person: aPerson(),
      enrolments: inside,
      triggers: [ORDERED],
      now: NOW,
      journeys: book.latest.slice(0, 1),
      definitionOf: book.definitionOf,
    });
    expect(told(result)).toEqual(['journey-ended exit']);
  });

  it.each([
    ['a passage that has ended', [anEnrolment({ status: 'ended' })], [aJourney({ exits: [ordered] })]],
    ['a passage whose version vanished', inside, []],
    ['a passage that waits for something else', inside, [aJourney()]],
  ])('leave %s alone', (_, enrolments, journeys) => {
    expect(after([ORDERED], { journeys, inside: enrolments })).toEqual({
      enrolments: [],
      cancellations: [],
      facts: [],
    });
  });
});
