import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import { customerId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import { DAY_MS } from '../../../core/time.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { aJourney, anEvent, anIdentity, anOrderEvent, granted, MAYA, NOW } from '../../support/builders.ts';

function aRecord(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    receiptHandle: 'handle',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:intake',
    awsRegion: 'eu-central-1',
  };
}

async function taken(world: ReturnType<typeof aContainer>, ...records: SQSRecord[]): Promise<string[]> {
  const batch: SQSEvent = { Records: records };
  const answer = await eventIntake(world.container)(batch, aContext());
  return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
}

function someRecords(events: readonly CustomerEvent[]): SQSRecord[] {
  return events.map((event, i) => aRecord(`r${i}`, event));
}

describe('eventIntake', () => {
  it('applies every kind of event, and journeys hear of it', async () => {
    const world = aContainer();
    await world.store.publishJourney(aJourney(), NOW - DAY_MS);
    const events = [
      anIdentity({ name: 'Maya', consents: [granted('offers')] }),
      anEvent({ properties: { form: { id: 'footer' }, items: [1, 'two', null] } }),
      anOrderEvent({ lines: [{ item: 'kettle', quantity: 1, priceMinor: null }] }),
    ];
    expect(await taken(world, ...someRecords(events))).toEqual([]);
    const record = await world.store.loadPerson(MAYA);
    expect(record?.person).toMatchObject({ name: 'Maya', version: 3 });
    expect(record?.orders).toHaveLength(1);
    expect(record?.enrolments).toMatchObject([{ journeyId: 'test' }]);
  });

  it('takes a time far ahead for now, of orders and consents too', async () => {
    const world = aContainer();
    const far = NOW + 40 * DAY_MS;
    const events = [
      anEvent({ at: far, name: 'Product Viewed' }),
      anOrderEvent({ at: far }),
      anIdentity({ at: far, consents: [granted('offers', { at: far })] }),
      anEvent({ at: NOW + 60_000, name: 'Cart Viewed' }),
    ];
    expect(await taken(world, ...someRecords(events))).toEqual([]);
    const facts = await world.store.factsOf(MAYA, 9);
    expect(Math.max(...facts.map(({ at }) => at))).toBe(NOW + 60_000);
    expect((await world.store.loadPerson(MAYA))?.orders).toMatchObject([{ at: NOW }]);
  });

  it('unites ids by an alias and by ids seen together', async () => {
    const world = aContainer();
    const [browser, old] = [customerId('anonymous:b'), customerId('old')];
    const alias = {
      kind: 'aliased',
      source: 'test',
      messageId: 'a',
      customerId: MAYA,
      at: NOW,
      previous: old,
    };
    const records = [aRecord('1', anEvent({ alsoKnownAs: [browser] })), aRecord('2', alias)];
    expect(await taken(world, ...records)).toEqual([]);
    for (const id of [browser, old]) expect((await world.store.loadProfile(id))?.id).toBe(MAYA);
  });

  it.each([
    ['text that is no JSON', '{'],
    ['an event of no kind', { ...anEvent(), kind: 'guessed' }],
    ['an event without a message id', { ...anEvent(), messageId: '' }],
    ['an event without a time', { ...anEvent(), at: '2026-03-10' }],
    ['a name longer than a name', anEvent({ name: 'x'.repeat(201) })],
    ['an id with a line break', { ...anEvent(), customerId: 'a\nb' }],
    ['an amount in fractions', anOrderEvent({ amountMinor: 0.5 })],
    ['a currency that is none', anOrderEvent({ currency: 'dollars' })],
    ['an order of somebody else', { ...anOrderEvent(), customerId: 'other' }],
    [
      'a consent nobody can mean',
      anIdentity({ consents: [{ ...granted('offers'), state: 'maybe' as never }] }),
    ],
  ])('fails on %s alone, and applies the rest of the batch', async (_, body) => {
    const world = aContainer();
    const [before, after] = [anEvent(), anEvent()];
    const failures = await taken(world, aRecord('a', before), aRecord('bad', body), aRecord('b', after));
    expect(failures).toEqual(['bad']);
    expect(await world.store.loadProfile(MAYA)).toMatchObject({ version: 2 });
    expect(await world.store.countPeople()).toBe(1);
  });

  it('takes a message that comes again as done', async () => {
    const world = aContainer();
    const event = anEvent();
    expect(await taken(world, aRecord('a', event), aRecord('b', event))).toEqual([]);
    expect(await taken(world, aRecord('c', event))).toEqual([]);
    expect(await world.store.loadProfile(MAYA)).toMatchObject({ version: 1 });
  });

  it('applies a whole batch of one customer, in the order of the batch', async () => {
    const world = aContainer();
    const events = Array.from({ length: 12 }, (_, i) => anIdentity({ at: NOW + i, traits: { step: i } }));
    expect(await taken(world, ...someRecords(events))).toEqual([]);
    expect(await world.store.loadProfile(MAYA)).toMatchObject({ version: 12, traits: { step: 11 } });
  });

  it('reports a record that the store cannot take, and goes on with the customer’s others', async () => {
    const world = aContainer();
    const failing: Store = {
      ...world.store,
      applyEvent: (change) =>
        change.event.messageId === 'poison'
          ? Promise.reject(new Error('throttled'))
          : world.store.applyEvent(change),
    };
    const events = [
      anEvent(),
      anEvent({ messageId: 'poison' }),
      anEvent(),
      anEvent({ customerId: customerId('other') }),
    ];
    expect(await taken({ ...world, ...aContainer({ store: failing }) }, ...someRecords(events))).toEqual([
      'r1',
    ]);
    expect(await world.store.loadProfile(MAYA)).toMatchObject({ version: 2 });
    expect(await world.store.countPeople()).toBe(2);
  });
});
