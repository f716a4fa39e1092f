import { describe, expect, it } from 'vitest';
import type { PersonalPlace } from '../../../../core/customer/erasure.ts';
import type { ImportedPerson } from '../../../../core/ports.ts';
import { customerId, decisionId } from '../../../../core/ids.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aDecision, anOrder, aPerson, aTask, granted, MAYA, NOW } from '../../../support/builders.ts';
import { addressKeyOf } from '../../../support/sendWorld.ts';
import { call, post } from '../call.ts';

const MAIL = addressKeyOf('email', 'maya@example.org');

function imported(id: string): ImportedPerson {
  const person = aPerson({ id: customerId(id), version: 0, email: 'maya@example.org', knownSince: NOW - 1 });
  return {
    person,
    consents: [{ contactKey: MAIL, change: granted('offers', { wording: 'Yes, write to me' }) }],
    addresses: [{ contactKey: MAIL, at: NOW }],
  };
}

function aPlace(): PersonalPlace & { kept: number; scrubbed: number } {
  const place = {
    name: 'messages',
    kept: 2,
    scrubbed: 0,
    find: async () => Array.from({ length: place.kept }, () => ({ at: NOW, to: 'maya@example.org' })),
    erase: async () => {
      const erased = place.kept;
      place.kept = 0;
      return erased;
    },
    scrub: async () => {
      place.scrubbed += 1;
    },
  };
  return place;
}

async function world() {
  const place = aPlace();
  const { container, store, clock } = aContainer({ places: [place] });
  await store.importPeople([imported('maya')]);
  await store.importOrders([{ line: 2, order: anOrder(), idFromContent: false }], await store.beginImport());
  await store.commitStep({
    enrolments: [],
    cancellations: [],
    decisions: [aDecision({ outcome: 'sent', dueAt: null, settledAt: NOW })],
    facts: [
      {
        customerId: MAYA,
        at: NOW,
        kind: 'message-accepted',
        journeyId: 'test',
        body: { decision: aDecision().id },
      },
    ],
    tasks: [{ task: aTask(), expectedVersion: 0 }],
  });
  return { container, store, clock, place };
}

describe('the export of a person', () => {
  it('holds everything, instants as texts, consents with their proof', async () => {
    const { container } = await world();
    const { body, status } = await call<Record<string, unknown>>(container, '/v1/customers/maya/export');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer: 'maya',
      exportedAt: '2026-03-10T11:00:00.000Z',
      person: { id: 'maya', email: 'maya@example.org' },
      orders: [{ id: 'order-1', at: '2026-03-10T11:00:00.000Z', amountMinor: 2_500 }],
      decisions: [{ id: aDecision().id, settledAt: '2026-03-10T11:00:00.000Z', outcome: 'sent' }],
      addresses: [
        {
          channel: 'email',
          address: 'maya@example.org',
          consents: {
            'email/offers': { state: 'granted', wording: 'Yes, write to me', at: '2026-02-08T11:00:00.000Z' },
          },
        },
      ],
      tasks: [{ id: 'merge/maya' }],
      elsewhere: { messages: [{ at: '2026-03-10T11:00:00.000Z' }, {}] },
    });
  });

  it('is found by an address that is theirs alone', async () => {
    const { container } = await world();
    const { body } = await call<{ customer: string }>(container, '/v1/customers/maya%40example.org/export');
    expect(body.customer).toBe('maya');
  });
});

describe('an erasure', () => {
  it('takes everything from every place, and says so', async () => {
    const { container, store, place } = await world();
    const { status, body } = await post(container, '/v1/customers/maya/erasure', { by: 'anna' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'erased',
      by: 'anna',
      erased: { profiles: 1, orders: 1, decisions: 1, tasks: 1, messages: 2, addresses: 1 },
    });
    expect([place.kept, place.scrubbed]).toEqual([0, 1]);
    expect(await store.findTraces(MAYA)).toBeNull();
    const { body: list } = await call<{ items: unknown[] }>(container, '/v1/erasures');
    expect(list.items).toMatchObject([{ state: 'erased', by: 'anna' }]);
    expect(JSON.stringify(list)).not.toContain('maya@example.org');
  });

  it('of somebody nobody knows is refused with a remedy, and of somebody erased too', async () => {
    const { container } = await world();
    expect(await post(container, '/v1/customers/nobody/erasure', {})).toMatchObject({
      status: 404,
      body: { code: 'unknown-customer' },
    });
    expect((await post(container, '/v1/customers/no%40body.example/erasure', {})).status).toBe(404);
    await post(container, '/v1/customers/maya/erasure', {});
    expect(await post(container, '/v1/customers/maya/erasure', {})).toMatchObject({
      status: 404,
      body: { code: 'already-erased' },
    });
    expect((await post(container, '/v1/customers/maya%40example.org/erasure', {})).status).toBe(404);
  });

  it('by an address that several people have names them', async () => {
    const { container, store } = await world();
    await store.importPeople([imported('family')]);
    const answer = await post(container, '/v1/customers/maya%40example.org/erasure', {});
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'several-people', detail: expect.stringContaining('family, maya') },
    });
  });

  it('of one leaves the address to whoever else has it, barred until confirmed', async () => {
    const { container, store } = await world();
    await store.importPeople([imported('family')]);
    await post(container, '/v1/customers/maya/erasure', {});
    const contact = (await store.loadContacts([MAIL])).get(MAIL);
    expect(contact).toMatchObject({
      holders: [{ id: 'family' }],
      suppression: { why: 'erased' },
      consents: {},
    });
    expect((await store.loadPerson(customerId('family')))?.person.email).toBe('maya@example.org');
  });

  it('does not let an import bring the address back to marketing', async () => {
    const { container, store } = await world();
    await post(container, '/v1/customers/maya/erasure', {});
    await store.importPeople([imported('maya')]);
    const contact = (await store.loadContacts([MAIL])).get(MAIL);
    expect(contact).toMatchObject({ suppression: { why: 'erased' }, consents: {} });
  });

  it('that was left in the middle is ended by the wave', async () => {
    const { container, store, clock } = await world();
    await store.claim({
      decisionId: aDecision().id,
      claimant: 'x',
      at: NOW,
      templateVersion: 1,
      evidence: null,
      contact: null,
      expectedContactVersion: 0,
      slice: null,
      costMicroUsd: 0,
      tallyGroup: null,
    });
    const pending = aDecision({ id: decisionId('maya/open') });
    await store.commitStep({ enrolments: [], cancellations: [], decisions: [pending], facts: [] });
    await store.claim({
      decisionId: pending.id,
      claimant: 'x',
      at: NOW,
      templateVersion: 1,
      evidence: null,
      contact: null,
      expectedContactVersion: 0,
      slice: null,
      costMicroUsd: 0,
      tallyGroup: null,
    });
    const { body } = await post(container, '/v1/customers/maya/erasure', {});
    expect(body).toMatchObject({ state: 'under-way', finishedAt: null });
    const deps = await container.waveDeps(() => true);
    clock.now = NOW + 16 * 60_000;
    for (let rounds = 0; rounds < 5; rounds += 1) {
      const due = await store.duePage({ lane: 'upkeep', shard: 0, until: clock.now, limit: 9 });
      const others = await Promise.all(
        [1, 2, 3].map((shard) => store.duePage({ lane: 'upkeep', shard, until: clock.now, limit: 9 })),
      );
      for (const record of [due, ...others].flat())
        if (record.kind === 'task') await deps.task(record.task, clock.now);
    }
    expect(await store.findTraces(MAYA)).toBeNull();
    const { body: list } = await call<{ items: unknown[] }>(container, '/v1/erasures');
    expect(list.items).toMatchObject([{ state: 'erased' }]);
  }, 20_000);
});
