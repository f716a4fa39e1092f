import { describe, expect, it } from 'vitest';
import { bookOf } from '../../../core/journey/book.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import type { Trigger } from '../../../core/journey/occasion.ts';
import { react } from '../../../core/journey/react.ts';
import type { RecentEvent } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { aJourney, anEnrolment, aPerson, NOW, published } from '../../support/builders.ts';
import { after, END, happened, type Nodes, step } from '../../support/steps.ts';

const LISTEN = {
  type: 'wait-for',
  event: 'Replied',
  timeout: '2d',
  next: 'thanks',
  onTimeout: 'remind',
} as const;
const SEND = { type: 'send', template: 'hello', next: 'done' } as const;
const NODES: Nodes = { listen: LISTEN, thanks: SEND, remind: SEND, done: END };

function listening(overrides: Partial<Enrolment> = {}): Enrolment {
  return anEnrolment({ nodeId: 'listen', resting: true, dueAt: NOW + DAY_MS, ...overrides });
}

/** The passage after an event arrives; undefined where nothing happens to it. */
function afterEvent(
  nodes: Nodes,
  enrolment: Enrolment,
  event: Partial<RecentEvent> = {},
): Enrolment | undefined {
  const book = bookOf([published(aJourney({ nodes }))]);
  const trigger: Trigger = { kind: 'event', name: 'Replied', properties: {}, at: NOW, ...event };
  const { enrolments } = react({
    person: aPerson(),
    enrolments: [enrolment],
    triggers: [trigger],
    now: NOW,
    journeys: book.latest,
    definitionOf: book.definitionOf,
  });
  return enrolments[0]?.enrolment;
}

/** Nodes that decided a message. */
function decided(nodes: Nodes, enrolment: Enrolment, now = NOW): string[] {
  return step(nodes, { enrolment, now }).decisions.map(({ nodeId }) => nodeId);
}

describe('a wait for an event', () => {
  it('lets the person rest until its timeout', () => {
    const change = step(NODES);
    expect(after(change)).toMatchObject({ nodeId: 'listen', resting: true, dueAt: NOW + 2 * DAY_MS });
    expect(change.decisions).toEqual([]);
  });

  it('goes on at once when the event comes, and remembers how it ended', () => {
    const went = afterEvent(NODES, listening({ version: 3, attempts: 2 }));
    expect(went).toMatchObject({
      version: 4,
      nodeId: 'thanks',
      resting: false,
      dueAt: NOW,
      attempts: 0,
      arms: { listen: 'event' },
    });
    expect(went && decided(NODES, went)).toEqual(['thanks']);
  });

  it('goes the other way when its time is over', () => {
    const change = step(NODES, { enrolment: listening(), now: NOW + DAY_MS });
    expect(change.decisions.map(({ nodeId }) => nodeId)).toEqual(['remind']);
    expect(after(change).arms).toEqual({ listen: 'timeout' });
  });

  it('hears nothing once its time was over', () => {
    const over = after(
      step({ ...NODES, remind: { type: 'wait', for: '1d', next: 'done' } }, { enrolment: listening() }),
    );
    expect(afterEvent(NODES, over)).toBeUndefined();
  });

  it('hears any of several events, and no other', () => {
    const nodes: Nodes = { ...NODES, listen: { ...LISTEN, event: ['Replied', 'Called'] } };
    expect(afterEvent(nodes, listening(), { name: 'Called' })?.nodeId).toBe('thanks');
    expect(afterEvent(nodes, listening(), { name: 'Clicked' })).toBeUndefined();
  });

  it.each([
    ['the same', { cart: { id: 'c1' } }, 'thanks'],
    ['another', { cart: { id: 'c2' } }, undefined],
    ['none', {}, undefined],
  ])('by key hears only events of the key of the passage: %s', (_, properties, wanted) => {
    const nodes: Nodes = { ...NODES, listen: { ...LISTEN, key: 'cart.id' } };
    expect(afterEvent(nodes, listening({ key: 'c1' }), { properties })?.nodeId).toBe(wanted);
  });

  it('matches a key that was sent as a number with one that was sent as text', () => {
    const nodes: Nodes = { ...NODES, listen: { ...LISTEN, key: 'cart' } };
    expect(afterEvent(nodes, listening({ key: '7' }), { properties: { cart: 7 } })?.nodeId).toBe('thanks');
  });

  it('with a filter hears only events it holds of', () => {
    const nodes: Nodes = { ...NODES, listen: { ...LISTEN, where: { property: 'score', min: 9 } } };
    expect(afterEvent(nodes, listening(), { properties: { score: 9 } })?.nodeId).toBe('thanks');
    expect(afterEvent(nodes, listening(), { properties: { score: 8 } })).toBeUndefined();
  });

  it('of two passages is ended in the one whose key it is', () => {
    const nodes: Nodes = { ...NODES, listen: { ...LISTEN, key: 'cart' } };
    const book = bookOf([published(aJourney({ nodes }))]);
    const { enrolments } = react({
      person: aPerson(),
      enrolments: [listening({ key: 'a' }), listening({ key: 'b' })],
      triggers: [{ kind: 'event', name: 'Replied', properties: { cart: 'b' }, at: NOW }],
      now: NOW,
      journeys: book.latest,
      definitionOf: book.definitionOf,
    });
    expect(enrolments.map(({ enrolment }) => [enrolment.key, enrolment.nodeId])).toEqual([['b', 'thanks']]);
  });
});

describe('a wait for what happened already', () => {
  const entered = anEnrolment({
    nodeId: 'listen',
    enteredAt: NOW - HOUR_MS,
    trigger: { event: 'Asked', properties: {}, at: NOW - 2 * HOUR_MS },
  });
  const keyed: Nodes = { ...NODES, listen: { ...LISTEN, key: 'cart' } };

  it.each([
    ['after the event that let the person in', NODES, happened('Replied', HOUR_MS), 'thanks'],
    ['in the same instant as that', NODES, happened('Replied', 2 * HOUR_MS), undefined],
    ['before it', NODES, happened('Replied', 2 * HOUR_MS + 1), undefined],
    ['before it, of the same key', keyed, happened('Replied', 3 * HOUR_MS, { cart: 'c' }), 'thanks'],
    ['a day before it, of the same key', keyed, happened('Replied', 26 * HOUR_MS, { cart: 'c' }), 'thanks'],
    [
      'longer before it, of the same key',
      keyed,
      happened('Replied', 26 * HOUR_MS + 1, { cart: 'c' }),
      undefined,
    ],
    ['after it, of another key', keyed, happened('Replied', HOUR_MS, { cart: 'd' }), undefined],
    ['after it, under another name', NODES, happened('Called', HOUR_MS), undefined],
  ])('goes on at once where that was %s: %#', (_, nodes, event, wanted) => {
    const change = step(nodes, {
      enrolment: { ...entered, key: nodes === keyed ? 'c' : '' },
      events: [event],
    });
    expect(change.decisions[0]?.nodeId).toBe(wanted);
    expect(after(change).resting).toBe(wanted === undefined);
  });

  it('believes no clock that goes ahead: what happened since the person was let in counts', () => {
    const ahead = { ...entered, trigger: { event: 'Asked', properties: {}, at: NOW + DAY_MS } };
    const change = step(NODES, { enrolment: ahead, events: [happened('Replied', 30 * MINUTE_MS)] });
    expect(change.decisions.map(({ nodeId }) => nodeId)).toEqual(['thanks']);
  });

  it('is ended by no event twice: of two waits in a row the second waits for another', () => {
    const nodes: Nodes = {
      listen: { ...LISTEN, next: 'again' },
      again: { ...LISTEN, next: 'thanks' },
      thanks: SEND,
      remind: SEND,
      done: END,
    };
    const [one, two] = [happened('Replied', 40 * MINUTE_MS), happened('Replied', 10 * MINUTE_MS)];
    expect(after(step(nodes, { enrolment: entered, events: [one] }))).toMatchObject({
      nodeId: 'again',
      resting: true,
    });
    expect(
      step(nodes, { enrolment: entered, events: [two, one] }).decisions.map(({ nodeId }) => nodeId),
    ).toEqual(['thanks']);
    const heard = afterEvent(nodes, listening(), { at: NOW });
    expect(heard?.nodeId).toBe('again');
    const next = step(nodes, {
      enrolment: heard ?? entered,
      events: [{ name: 'Replied', at: NOW, properties: {} }],
    });
    expect(after(next)).toMatchObject({ nodeId: 'again', resting: true });
  });

  it('is ended by no event of the round before: a loop thanks once an event', () => {
    const nodes: Nodes = {
      listen: LISTEN,
      thanks: { ...SEND, next: 'back' },
      back: { type: 'jump', to: 'listen', times: 5, next: 'done' },
      remind: SEND,
      done: END,
    };
    const change = step(nodes, { enrolment: entered, events: [happened('Replied', HOUR_MS)] });
    expect(change.decisions.map(({ id }) => id)).toEqual(['maya/test//1/thanks/1']);
    expect(after(change)).toMatchObject({ nodeId: 'listen', resting: true, round: 1 });
  });
});
