/** Merges as the handlers run them: what waits under an id that leads to another, sends and moves. */
import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../core/customer/event.ts';
import { anonymousIdOf } from '../../core/customer/identity.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { LANES } from '../../core/message/decision.ts';
import type { Store } from '../../core/ports.ts';
import { DAY_MS } from '../../core/time.ts';
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { aContainer, type ContainerWorld } from '../support/aContainer.ts';
import {
  aDecision,
  anEvent,
  anIdentity,
  anOrderEvent,
  denied,
  granted,
  MAYA,
  NOW,
} from '../support/builders.ts';

const VISITOR = anonymousIdOf('browser');

async function apply({ container }: ContainerWorld, event: CustomerEvent): Promise<void> {
  const { store, addressKeyOf, settings } = container;
  const { book, model } = await container.inForce();
  await applyEvent({ store, addressKeyOf, settings, model }, book, event, NOW);
}

async function drain({ container, store }: ContainerWorld) {
  const shards = Array.from({ length: store.shards }, (_, shard) => shard);
  return drainWave(await container.waveDeps(() => true), { lanes: LANES, shards }, NOW);
}

async function withPendingOfVisitor(world: ContainerWorld): Promise<void> {
  await apply(world, anIdentity({ customerId: VISITOR, email: 'guest@example.org', at: NOW - DAY_MS }));
  const decisions = [aDecision({ customerId: VISITOR, template: 'hello' })];
  await world.store.commitStep({ enrolments: [], cancellations: [], facts: [], decisions });
}

describe('a message decided for a visitor who turns out to be a customer', () => {
  it('is judged and sent as the customer’s', async () => {
    const world = aContainer();
    await withPendingOfVisitor(world);
    await apply(world, anIdentity({ email: 'maya@example.org', consents: [denied('offers', { at: NOW })] }));
    await apply(world, anEvent({ alsoKnownAs: [VISITOR] }));
    await drain(world);
    const [decision] = await world.store.decisionsOf(MAYA);
    expect(decision).toMatchObject({ customerId: VISITOR, outcome: 'suppressed', reason: 'opted-out' });
  });

  it('is not sent where the visitor’s own address had refused', async () => {
    const world = aContainer();
    await withPendingOfVisitor(world);
    const no = denied('offers', { at: NOW - DAY_MS });
    await apply(
      world,
      anIdentity({ customerId: VISITOR, email: 'guest@example.org', consents: [no], at: NOW - DAY_MS }),
    );
    const yes = granted('offers', { at: NOW - DAY_MS / 2 });
    await apply(world, anIdentity({ email: 'maya@example.org', consents: [yes], at: NOW - DAY_MS / 2 }));
    await apply(world, anEvent({ alsoKnownAs: [VISITOR] }));
    await drain(world);
    const [decision] = await world.store.decisionsOf(MAYA);
    expect(decision).toMatchObject({ outcome: 'suppressed', reason: 'opted-out' });
  });
});

describe('a merge that a crash cut short', () => {
  it('is finished by the next wave', async () => {
    const memory = createMemoryStore();
    let up = false;
    const store: Store = {
      ...memory,
      moveItems: (...args) => (up ? memory.moveItems(...args) : Promise.reject(new Error('down'))),
    };
    const world = aContainer({ store });
    await apply(world, anOrderEvent({ id: 'guest', customerId: VISITOR }));
    await apply(world, anEvent({ alsoKnownAs: [VISITOR] }));
    expect((await store.loadPerson(MAYA))?.orders).toEqual([]);
    up = true;
    expect(await drain(world)).toMatchObject({ tasks: 1, failed: 0, parked: 0 });
    expect((await store.loadPerson(MAYA))?.orders).toMatchObject([{ id: 'guest', origin: VISITOR }]);
    expect(await store.nextDueAt()).toBeNull();
  });
});
