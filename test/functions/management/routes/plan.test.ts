import { beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { customerId } from '../../../../core/ids.ts';
import type { Container } from '../../../../functions/shared/container.ts';
import type { Store } from '../../../../core/ports.ts';
import { aStep } from '../../../contract/given.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aJourney, anEnrolment, anOrder, at } from '../../../support/builders.ts';
import { aTemplate, knowTemplates } from '../../../support/journeyWorld.ts';
import { importHistory } from '../../../support/shops.ts';
import { post } from '../call.ts';

type Given = NonNullable<Parameters<typeof aJourney>[0]>;

/** A definition as people write it. */
function text(over: Given = {}): string {
  const { id, name, topic, class: messageClass, entry, start, nodes } = aJourney(over);
  return stringify({ id, name, topic, class: messageClass, entry, start, nodes });
}

function starting(id: string, other: string): string {
  const nodes: Given['nodes'] = {
    begin: { type: 'start', journey: other, next: 'done' },
    done: { type: 'end' },
  };
  return text({ id, start: 'begin', nodes });
}

let container: Container;
let store: Store;
beforeEach(async () => {
  ({ container, store } = aContainer());
  await knowTemplates(store, [aTemplate('hello')]);
});

function plan(...sources: readonly string[]) {
  return post(container, '/v1/journeys/plan', { sources: sources.map((source) => ({ source })) });
}

describe('POST /v1/journeys/plan', () => {
  it('says of a journey that does not run that it is new, and publishes nothing', async () => {
    const { status, body } = await plan(text());
    expect([status, body]).toMatchObject([
      200,
      { items: [{ id: 'test', valid: true, plan: { kind: 'new', running: null, version: 1, people: [] } }] },
    ]);
    expect(await store.journeys()).toEqual([]);
  });

  it('says what changes of the running version, and what becomes of people in flight', async () => {
    await post(container, '/v1/journeys', { source: text() });
    const enrolments = ['a', 'b'].map((id) => ({
      enrolment: anEnrolment({ customerId: customerId(id), nodeId: 'gone' }),
      expectedVersion: 0,
    }));
    await store.commitStep(aStep({ enrolments }));
    const { body } = await plan(text({ priority: 50, topic: 'newsletter' }));
    expect(body.items[0]).toMatchObject({
      plan: {
        kind: 'changed',
        running: 1,
        version: 2,
        difference: { fields: [{ path: 'topic', from: 'offers', to: 'newsletter' }] },
        people: [{ version: 1, node: 'gone', people: 2, to: null, why: 'no-such-node' }],
      },
    });
    expect((await plan(text())).body.items[0]).toMatchObject({ plan: { kind: 'unchanged', version: 1 } });
  });

  it('counts who is where a new journey begins already', async () => {
    const { body } = await plan(text({ entry: [{ on: 'stage', to: 'decline' }] }));
    expect(body.items[0]).toMatchObject({ plan: { backlog: { matching: 0 } } });
  });

  it('orders journeys behind those they start, and lets them start each other', async () => {
    const first = await plan(starting('outer', 'inner'), text({ id: 'inner' }));
    expect(first.body).toMatchObject({
      order: ['inner', 'outer'],
      items: [{ valid: true }, { valid: true }],
    });
    const circle = await plan(starting('ping', 'pong'), starting('pong', 'ping'));
    expect(circle.body).toMatchObject({ items: [{ valid: true }, { valid: true }] });
    expect((await plan(starting('outer', 'inner'))).body.items[0]).toMatchObject({
      valid: false,
      plan: null,
    });
  });

  it('refuses the second of two definitions with one id, and plans the first', async () => {
    const { body } = await plan(text(), text());
    expect(body.items).toMatchObject([
      { valid: true },
      {
        valid: false,
        plan: null,
        problems: expect.arrayContaining([expect.objectContaining({ code: 'same-id', path: 'id' })]),
      },
    ]);
  });

  it('names the days that recorded orders span', async () => {
    expect((await plan(text())).body).toMatchObject({ history: null });
    await importHistory(store, [
      anOrder({ id: 'a', at: at('2026-01-05') }),
      anOrder({ id: 'b', at: at('2026-02-07') }),
    ]);
    expect((await plan(text())).body).toMatchObject({ history: { from: '2026-01-05', to: '2026-02-08' } });
  });

  it('refuses a call without a definition', async () => {
    expect((await plan()).status).toBe(400);
  });
});

describe('publishing with what is published alongside', () => {
  it('takes a journey that starts one of them', async () => {
    const source = starting('outer', 'inner');
    const refused = await post(container, '/v1/journeys', { source });
    expect([refused.status, refused.body.problems]).toMatchObject([422, [{ code: 'unknown-journey' }]]);
    const taken = await post(container, '/v1/journeys', { source, alongside: ['inner'] });
    expect(taken.status).toBe(200);
  });
});
