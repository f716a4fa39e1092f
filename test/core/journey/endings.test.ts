import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { decisionId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import type { journeySchema } from '../../../core/journey/definition.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import type { Trigger } from '../../../core/journey/occasion.ts';
import { react } from '../../../core/journey/react.ts';
import type { RecentEvent } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { aJourney, aLifecycle, anEnrolment, aPerson, NOW, published } from '../../support/builders.ts';
import { aStepInput } from '../../support/stepInput.ts';
import { after, END, happened, step } from '../../support/steps.ts';

type Journey = z.input<typeof journeySchema>;
type Exit = NonNullable<Journey['exits']>[number];

const OPEN = [{ id: decisionId('earlier'), expiresAt: NOW + DAY_MS }];
const NODES = { rest: { type: 'wait', for: '9d', next: 'done' }, done: END } as const;

interface Given {
  readonly overrides: Partial<Journey>;
  readonly passage?: Partial<Enrolment>;
  readonly trigger?: Partial<Extract<Trigger, { kind: 'event' }>>;
  readonly person?: ReturnType<typeof aPerson>;
  readonly events?: readonly RecentEvent[];
}

/** What an event does to somebody who rests in a wait. */
function told({ overrides, passage = {}, trigger = {}, person = aPerson(), events = [] }: Given) {
  const book = bookOf([published(aJourney({ nodes: NODES, ...overrides }))]);
  const inside = anEnrolment({ nodeId: 'rest', resting: true, openDecisions: OPEN, ...passage });
  return react({
    person,
    enrolments: [inside],
    triggers: [{ kind: 'event', name: 'Order Completed', properties: {}, at: NOW, ...trigger }],
    now: NOW,
    journeys: book.latest,
    definitionOf: book.definitionOf,
    events,
  });
}

function endOf(given: Given): string | null | undefined {
  const result = told(given);
  const ended = result.enrolments[0]?.enrolment;
  expect(result.cancellations).toHaveLength(ended === undefined ? 0 : 1);
  return ended?.endReason;
}

describe('an exit', () => {
  const byKey: Exit = { on: 'event', event: 'Order Completed', key: 'cart_id' };
  const withFilter: Exit = {
    on: 'event',
    event: 'Order Completed',
    where: { property: 'revenue_minor', min: 5_000 },
  };
  const stable: Exit = { on: 'condition', when: { stage: ['stability'] } };
  const inStage = (stage: 'stability' | 'decline') => aPerson({ lifecycle: aLifecycle({ stage }) });

  it.each<[string, Given, 'exit' | undefined]>([
    [
      'by key ends the passage of that key',
      { overrides: { exits: [byKey] }, passage: { key: 'c1' }, trigger: { properties: { cart_id: 'c1' } } },
      'exit',
    ],
    [
      'by key ends no passage of another',
      { overrides: { exits: [byKey] }, passage: { key: 'c1' }, trigger: { properties: { cart_id: 'c2' } } },
      undefined,
    ],
    [
      'by key ends nothing where the event has none',
      { overrides: { exits: [byKey] }, passage: { key: 'c1' } },
      undefined,
    ],
    [
      'by key ends nothing where the passage has none',
      { overrides: { exits: [byKey] }, trigger: { properties: { cart_id: '' } } },
      undefined,
    ],
    [
      'with a filter ends where it holds of the event',
      { overrides: { exits: [withFilter] }, trigger: { properties: { revenue_minor: 5_000 } } },
      'exit',
    ],
    [
      'with a filter ends nothing where it does not',
      { overrides: { exits: [withFilter] }, trigger: { properties: { revenue_minor: 4_999 } } },
      undefined,
    ],
    [
      'by condition ends whatever happens, once it holds',
      { overrides: { exits: [stable] }, trigger: { name: 'Else' }, person: inStage('stability') },
      'exit',
    ],
    [
      'by condition ends nothing while it does not hold',
      { overrides: { exits: [stable] }, trigger: { name: 'Else' }, person: inStage('decline') },
      undefined,
    ],
    [
      'by condition sees the event that let the person in',
      {
        overrides: { exits: [{ on: 'condition', when: { property: 'plan', equals: 'free' } }] },
        passage: { trigger: { event: 'E', properties: { plan: 'free' } } },
      },
      'exit',
    ],
    [
      'by condition sees the arm',
      {
        overrides: { exits: [{ on: 'condition', when: { arm: { node: 'split', is: 'b' } } }] },
        passage: { arms: { split: 'b' } },
      },
      'exit',
    ],
    [
      'by condition counts what happened in this passage only',
      {
        overrides: {
          exits: [{ on: 'condition', when: { happened: 'Viewed', within: 'this-journey', atLeast: 2 } }],
        },
        passage: { enteredAt: NOW - HOUR_MS },
        events: [happened('Viewed', 0), happened('Viewed', HOUR_MS + 1)],
      },
      undefined,
    ],
  ])('%s', (_, given, reason) => {
    expect(endOf(given)).toBe(reason);
  });

  it('by condition is judged at every step too, before anything is decided', () => {
    const nodes = { hello: { type: 'send', template: 'hello', next: 'done' }, done: END } as const;
    const definition = aJourney({ nodes, exits: [stable] });
    const enrolment = anEnrolment({ nodeId: 'hello', openDecisions: OPEN });
    const change = step(nodes, { definition, enrolment, person: inStage('stability') });
    expect(after(change)).toMatchObject({ endReason: 'exit', endDetail: 'condition' });
    expect([change.decisions.length, change.cancellations.length]).toEqual([0, 1]);
    expect(after(step(nodes, { definition, enrolment, person: inStage('decline') })).endReason).toBe(
      'completed',
    );
  });
});

describe('a goal', () => {
  const order: Exit = { on: 'event', event: 'Order Completed' };
  const bought: Exit = { on: 'condition', when: { stage: ['stability'] } };
  const person = aPerson({ lifecycle: aLifecycle({ stage: 'stability' }) });

  it.each<[string, Given]>([
    ['an exit on the same event', { overrides: { goal: order, exits: [order] } }],
    ['an exit that is a condition', { overrides: { goal: order, exits: [bought] }, person }],
    [
      'an exit, where both are conditions',
      { overrides: { goal: bought, exits: [bought] }, trigger: { name: 'Else' }, person },
    ],
    ['an exit at a step', { overrides: { goal: bought, exits: [bought] }, person }],
  ])('goes before %s', (_, given) => {
    expect(endOf(given)).toBe('goal');
  });

  it('that is a condition ends a step before it begins', () => {
    const definition = aJourney({ goal: bought });
    const change = step({}, { ...aStepInput({ definition, person }) });
    expect(after(change)).toMatchObject({ endReason: 'goal', openDecisions: [] });
    expect(change.decisions).toEqual([]);
  });

  it.each<[string, Partial<Enrolment>, number]>([
    ['is not sent: what a passage that came to its end left open is taken back', {}, 1],
    ['has expired: nothing is taken back', { openDecisions: [{ id: decisionId('old'), expiresAt: NOW }] }, 0],
    ['belongs to another key: nothing is taken back', { key: 'other' }, 0],
  ])('reached after the end: the last message %s', (_, passage, cancelled) => {
    const { enrolments, cancellations } = told({
      overrides: { goal: { ...order, key: 'cart' }, reentry: 'never' },
      passage: { key: 'c', status: 'ended', endReason: 'completed', resting: false, ...passage },
      trigger: { properties: { cart: 'c' } },
    });
    expect(enrolments).toEqual([]);
    expect(cancellations).toHaveLength(cancelled);
  });
});
