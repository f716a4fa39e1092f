import { describe, expect, it } from 'vitest';
import { createMemoryStore, type MemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { applyEvent, type EventDeps } from '../../../core/customer/applyEvent.ts';
import { contactInForce } from '../../../core/customer/consentsInForce.ts';
import type { AliasedEvent, CustomerEvent } from '../../../core/customer/event.ts';
import { anonymousIdOf } from '../../../core/customer/identity.ts';
import { MOST_MEMBERS } from '../../../core/customer/identityItem.ts';
import { runMerge } from '../../../core/customer/merge.ts';
import { addressKey, type CustomerId, customerId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { consentKey, newContact } from '../../../core/message/contact.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import {
  aJourney,
  aDecision,
  anEvent,
  anIdentity,
  anOrderEvent,
  aRhythm,
  denied,
  granted,
  MAYA,
  NOW,
  published,
} from '../../support/builders.ts';

const VISITOR = anonymousIdOf('browser-1');
const OTHER = customerId('lin');
const JOURNEY = aJourney({
  entry: [{ on: 'event', event: 'Signed Up' }],
  exits: [{ on: 'event', event: 'Order Completed' }],
  nodes: { rest: { type: 'wait', for: '2d', next: 'done' }, done: { type: 'end' } },
});
const BOOK = bookOf([published(JOURNEY)]);

function aWorld(over: Partial<EventDeps['store']> = {}) {
  const store = createMemoryStore();
  const deps: EventDeps = {
    store: { ...store, ...over },
    addressKeyOf: (channel, address) => addressKey(`${channel}:${address}`),
    settings: DEFAULT_SETTINGS,
    model: {
      ...coldModel(DEFAULT_SETTINGS),
      rhythm: aRhythm({ firstGapDays: 20, gapDays: 30, gaps: 99 }),
    },
  };
  const apply = (event: CustomerEvent, now = NOW) => applyEvent(deps, BOOK, event, now);
  return { store, deps, apply };
}

function anAlias(previous: CustomerId, into: CustomerId, at = NOW): AliasedEvent {
  const messageId = `alias ${previous} ${into} ${at}`;
  return { kind: 'aliased', source: 'test', messageId, customerId: into, previous, at };
}

const kindsOf = async (store: MemoryStore, id: CustomerId, kind: string) =>
  (await store.factsOf(id, 99)).filter((fact) => fact.kind === kind);

describe('a visitor who turns out to be a customer', () => {
  it('brings what was told, ordered and consented, and is found by both ids', async () => {
    const { store, apply } = aWorld();
    await apply(anIdentity({ customerId: VISITOR, name: 'Maya', email: 'm@example.org', at: NOW - DAY_MS }));
    await apply(anOrderEvent({ id: 'guest', customerId: VISITOR, at: NOW - 40 * DAY_MS }));
    await apply(anOrderEvent({ id: 'own', at: NOW - 9 * DAY_MS }));
    await apply(anEvent({ alsoKnownAs: [VISITOR] }));
    const record = await store.loadPerson(VISITOR);
    expect(record?.person).toMatchObject({
      id: MAYA,
      name: 'Maya',
      email: 'm@example.org',
      members: [VISITOR],
      knownSince: NOW - 40 * DAY_MS,
      lifecycle: { stage: 'development', statistics: { orders: 2 } },
    });
    expect(record?.orders.map(({ id, origin, customerId: of }) => [id, origin, of])).toEqual([
      ['guest', VISITOR, MAYA],
      ['own', undefined, MAYA],
    ]);
    expect(await store.listPeople({ after: null, limit: 9 })).toHaveLength(1);
    expect(await store.nextDueAt()).not.toBeNull();
    expect(await store.tasks('merge')).toEqual([]);
  });

  it('leaves a fact of what changed hands, and of nothing where nothing did', async () => {
    const { store, apply } = aWorld();
    await apply(anEvent({ alsoKnownAs: [anonymousIdOf('new')] }));
    expect(await kindsOf(store, MAYA, 'merged')).toEqual([]);
    await apply(anOrderEvent({ id: 'guest', customerId: VISITOR }));
    await apply(anEvent({ alsoKnownAs: [VISITOR] }));
    expect(await kindsOf(store, MAYA, 'merged')).toMatchObject([
      { body: { id: VISITOR, from: VISITOR, into: MAYA, by: 'seen', orders: 1, enrolments: 0, ended: 0 } },
    ]);
  });

  it('goes on in the older of two passages, and is told of the end of the other', async () => {
    const { store, apply } = aWorld();
    await apply(anEvent({ customerId: VISITOR, at: NOW - 3_000 }), NOW - 3_000);
    await apply(anEvent({ at: NOW - 2_000 }), NOW - 2_000);
    await apply(anEvent({ name: 'Product Viewed', alsoKnownAs: [VISITOR] }));
    const record = await store.loadPerson(MAYA);
    expect(record?.enrolments).toMatchObject([
      { id: `${VISITOR}/test//1`, customerId: MAYA, status: 'active', enteredAt: NOW - 3_000 },
    ]);
    expect(await kindsOf(store, MAYA, 'journey-ended')).toMatchObject([
      { body: { enrolment: 'maya/test//1', reason: 'merged' } },
    ]);
    expect(await kindsOf(store, MAYA, 'merged')).toMatchObject([{ body: { enrolments: 1, ended: 1 } }]);
  });

  it('leaves the journey of a visitor by the very event that tells who they are', async () => {
    const { store, apply } = aWorld();
    await apply(anEvent({ customerId: VISITOR }));
    await apply({ ...anOrderEvent({ id: 'first' }), alsoKnownAs: [VISITOR] });
    const record = await store.loadPerson(MAYA);
    expect(record?.enrolments).toMatchObject([{ status: 'ended', endReason: 'exit' }]);
  });

  it('is told of by an address alone, where nobody else says who it is', async () => {
    const { store, apply } = aWorld();
    await apply(anIdentity({ email: 'm@example.org', at: NOW - 9 }));
    await apply(anIdentity({ customerId: VISITOR, email: 'm@example.org', at: NOW - 5 }));
    expect((await store.loadProfile(VISITOR))?.id).toBe(MAYA);
    await apply(anEvent({ customerId: OTHER, alsoKnownAs: [VISITOR], at: NOW - 1 }));
    expect((await store.loadProfile(VISITOR))?.id).toBe(OTHER);
  });
});

describe('an earlier link that is heard of late', () => {
  it('gives the visitor to whoever had it first, with exactly its own', async () => {
    const { store, apply } = aWorld();
    await apply(anIdentity({ name: 'Maya', at: NOW - 100 }));
    await apply(anIdentity({ customerId: VISITOR, name: 'Guest', phone: '+1', at: NOW - 50 }));
    for (const [id, days] of [
      ['guest', 400],
      ['guest again', 380],
    ] as const) {
      await apply(anOrderEvent({ id, customerId: VISITOR, at: NOW - days * DAY_MS }));
    }
    await apply(anEvent({ alsoKnownAs: [VISITOR], at: NOW - 20 }));
    expect(await store.loadProfile(MAYA)).toMatchObject({ name: 'Guest', lifecycle: { stage: 'decline' } });
    await apply(anEvent({ customerId: OTHER, alsoKnownAs: [VISITOR], at: NOW - 30 }));
    const [maya, lin] = [await store.loadPerson(MAYA), await store.loadPerson(OTHER)];
    expect(maya?.person).toMatchObject({ name: 'Maya', phone: null, members: [] });
    expect(maya?.orders).toEqual([]);
    expect(maya?.person.lifecycle).toMatchObject({ stage: 'identification', statistics: { orders: 0 } });
    expect(lin?.person).toMatchObject({ name: 'Guest', phone: '+1', members: [VISITOR] });
    expect(lin?.orders).toMatchObject([{ id: 'guest', origin: VISITOR }, { id: 'guest again' }]);
    expect(lin?.person.lifecycle).toMatchObject({ stage: 'decline', statistics: { orders: 2 } });
  });
});

describe('two of the shop’s own ids', () => {
  it('with one email stay two customers, both holders of it', async () => {
    const { store, apply } = aWorld();
    await apply(anIdentity({ email: 'shared@example.org' }));
    await apply(anIdentity({ customerId: OTHER, email: 'shared@example.org' }));
    expect((await store.loadProfile(MAYA))?.id).toBe(MAYA);
    expect((await store.loadProfile(OTHER))?.id).toBe(OTHER);
    const key = addressKey('email:shared@example.org');
    expect((await store.loadContacts([key])).get(key)?.holders.map(({ id }) => id)).toEqual([OTHER, MAYA]);
  });

  it('seen with one visitor stay two, and the refusal is named once', async () => {
    const { store, apply } = aWorld();
    await apply(anEvent({ alsoKnownAs: [VISITOR], at: NOW - 9 }));
    await apply(anEvent({ customerId: OTHER, alsoKnownAs: [VISITOR], at: NOW - 5 }));
    await apply(anEvent({ customerId: OTHER, alsoKnownAs: [VISITOR], at: NOW - 4 }));
    expect((await store.loadProfile(OTHER))?.id).toBe(OTHER);
    expect(await kindsOf(store, OTHER, 'merge-refused')).toMatchObject([
      { body: { kind: 'two-external-ids', by: 'seen', ids: [MAYA, OTHER] } },
    ]);
  });

  it('become one by an alias, visitors and all', async () => {
    const { store, apply } = aWorld();
    await apply(anOrderEvent({ id: 'old', customerId: OTHER }));
    await apply(anEvent({ customerId: OTHER, alsoKnownAs: [VISITOR], at: NOW - 9 }));
    await apply(anAlias(OTHER, MAYA));
    for (const id of [OTHER, VISITOR]) expect((await store.loadProfile(id))?.id).toBe(MAYA);
    const maya = await store.loadPerson(MAYA);
    expect(maya?.person.members).toEqual([VISITOR, OTHER]);
    expect(maya?.orders).toMatchObject([{ id: 'old', origin: OTHER }]);
    await apply(anOrderEvent({ id: 'later', customerId: OTHER }));
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(2);
  });

  it('in a loop of aliases: the last is ignored and named, and nothing is lost', async () => {
    const { store, apply } = aWorld();
    await apply(anOrderEvent({ id: 'old', customerId: OTHER }));
    await apply(anAlias(OTHER, MAYA, NOW - 9));
    expect(await apply(anAlias(MAYA, OTHER, NOW - 5))).toBe('applied');
    expect((await store.loadPerson(OTHER))?.person.id).toBe(MAYA);
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(1);
    expect(await kindsOf(store, MAYA, 'merge-refused')).toMatchObject([
      { body: { kind: 'alias-loop', previous: MAYA, into: OTHER } },
    ]);
  });

  it('turn about where the earlier alias of a loop is heard of later', async () => {
    const { store, apply } = aWorld();
    await apply(anOrderEvent({ id: 'old', customerId: OTHER }));
    await apply(anAlias(OTHER, MAYA, NOW - 5));
    await apply(anAlias(MAYA, OTHER, NOW - 9));
    expect((await store.loadPerson(MAYA))?.person.id).toBe(OTHER);
    expect((await store.loadPerson(OTHER))?.orders).toMatchObject([{ id: 'old' }]);
  });
});

describe('consents of somebody with several ids', () => {
  const offers = consentKey('email', 'offers');
  async function inForce({ store, deps }: ReturnType<typeof aWorld>, id: CustomerId) {
    const person = await store.loadProfile(id);
    if (person === null || person.email === null) return undefined;
    const key = deps.addressKeyOf('email', person.email);
    const contact = (await store.loadContacts([key])).get(key) ?? newContact(key);
    return (await contactInForce(store, deps.addressKeyOf, person, 'email', contact)).consents[offers]?.state;
  }

  it('told before any address hold once there is one, for whoever the visitor turns out to be', async () => {
    const world = aWorld();
    const { email: _, ...silent } = anIdentity({ customerId: VISITOR, consents: [granted('offers')] });
    await world.apply(silent);
    await world.apply(anIdentity({ customerId: VISITOR, email: 'm@example.org' }));
    expect(await inForce(world, VISITOR)).toBe('granted');
    await world.apply(anEvent({ alsoKnownAs: [VISITOR] }));
    expect(await inForce(world, MAYA)).toBe('granted');
  });

  it('are the strictest: a refusal at the address of any id holds at the one in force', async () => {
    const world = aWorld();
    const at = NOW - 50;
    const no = denied('offers', { at });
    await world.apply(anIdentity({ customerId: VISITOR, email: 'old@example.org', consents: [no], at }));
    await world.apply(anIdentity({ consents: [granted('offers', { at: NOW - 40 })], at: NOW - 40 }));
    expect(await inForce(world, MAYA)).toBe('granted');
    await world.apply(anEvent({ alsoKnownAs: [VISITOR], at: NOW - 20 }));
    expect(await inForce(world, MAYA)).toBe('denied');
    await world.apply(anIdentity({ consents: [granted('offers', { at: NOW - 10 })] }));
    expect(await inForce(world, MAYA)).toBe('granted');
  });

  it('an own refusal is put under the address, for everybody there', async () => {
    const world = aWorld();
    await world.apply(anIdentity({ email: 'shared@example.org' }));
    await world.apply(anIdentity({ customerId: OTHER, email: 'shared@example.org' }));
    const { email: _, ...silent } = anIdentity({ consents: [denied('offers', { at: NOW })] });
    await world.apply(silent);
    expect(await inForce(world, OTHER)).toBe('denied');
  });
});

describe('a merge that is cut short', () => {
  async function cutShort() {
    let fails = true;
    const world = aWorld();
    const deps: EventDeps = {
      ...world.deps,
      store: {
        ...world.store,
        moveItems: (...args) =>
          fails ? Promise.reject(new Error('the power went')) : world.store.moveItems(...args),
      },
    };
    for (let i = 0; i < 60; i += 1) {
      await world.apply(anOrderEvent({ id: `o-${i}`, customerId: VISITOR, at: NOW - i * DAY_MS }));
    }
    await world.apply(anEvent());
    const merged = await applyEvent(deps, BOOK, anEvent({ alsoKnownAs: [VISITOR] }), NOW);
    fails = false;
    return { ...world, deps, merged };
  }

  it('is applied, and due: a wave moves what is left, in steps, and once', async () => {
    const { store, deps, merged } = await cutShort();
    expect(merged).toBe('applied');
    expect((await store.loadPerson(VISITOR))?.person.id).toBe(MAYA);
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(0);
    const [task] = await store.tasks('merge');
    if (task === undefined) throw new Error('no merge is due');
    expect(task).toMatchObject({ customerId: MAYA, dueAt: NOW, lane: 'upkeep' });
    await store.moveItems({ id: VISITOR, from: VISITOR }, 7, NOW);
    expect(await runMerge(deps, BOOK, task, NOW)).toBe('done');
    const record = await store.loadPerson(MAYA);
    expect(record?.orders).toHaveLength(60);
    expect(record?.person.lifecycle?.statistics.orders).toBe(60);
    expect(await store.tasks('merge')).toEqual([]);
    expect(await kindsOf(store, MAYA, 'merged')).toMatchObject([{ body: { orders: 60 } }]);
    expect(await runMerge(deps, BOOK, task, NOW)).toBe('lost');
    expect(await kindsOf(store, MAYA, 'merged')).toHaveLength(1);
  });

  it('loses no order that comes under the old id meanwhile', async () => {
    const { store, deps, apply } = await cutShort();
    await apply(anOrderEvent({ id: 'meanwhile', customerId: VISITOR }));
    expect((await store.loadPerson(MAYA))?.orders.map(({ id }) => id)).toEqual(['meanwhile']);
    const [task] = await store.tasks('merge');
    if (task !== undefined) await runMerge(deps, BOOK, task, NOW);
    expect((await store.loadPerson(MAYA))?.orders).toHaveLength(61);
  });
});

describe('bounds', () => {
  it('of ids: one too many stays a person of its own, and is named', async () => {
    const { store, apply } = aWorld();
    for (let i = 0; i <= MOST_MEMBERS; i += 1) {
      await apply(anEvent({ alsoKnownAs: [anonymousIdOf(`b-${i}`)], at: NOW - 999 + i }));
    }
    expect((await store.loadProfile(MAYA))?.members).toHaveLength(MOST_MEMBERS);
    expect(await kindsOf(store, MAYA, 'merge-refused')).toMatchObject([
      { body: { kind: 'too-many-members', owner: MAYA, id: anonymousIdOf(`b-${MOST_MEMBERS}`) } },
    ]);
  });

  it('of links: a device that everybody uses belongs to the first, and keeps the first links', async () => {
    const { store, apply } = aWorld();
    for (let i = 0; i < 60; i += 1) {
      await apply(anEvent({ customerId: customerId(`c-${i}`), alsoKnownAs: [VISITOR], at: NOW - 999 + i }));
    }
    expect((await store.loadProfile(VISITOR))?.id).toBe('c-0');
    expect((await store.loadIdentities([VISITOR])).get(VISITOR)?.links).toHaveLength(50);
  });
});

describe('facts and decisions', () => {
  it('are read together under any of the ids', async () => {
    const { store, apply } = aWorld();
    await apply(anEvent({ customerId: VISITOR, name: 'Product Viewed', at: NOW - 9 }));
    const decision = aDecision({ customerId: VISITOR });
    await store.commitStep({ enrolments: [], cancellations: [], facts: [], decisions: [decision] });
    await apply(anEvent({ name: 'Cart Viewed', alsoKnownAs: [VISITOR] }));
    for (const id of [MAYA, VISITOR]) {
      expect(await store.decisionsOf(id)).toEqual([decision]);
      expect((await kindsOf(store, id, 'event')).map(({ body }) => body.name)).toEqual([
        'Cart Viewed',
        'Product Viewed',
      ]);
      const query = { names: ['Product Viewed', 'Cart Viewed'], since: 0, limit: 9 };
      expect((await store.recentEvents(id, query)).map(({ name }) => name)).toEqual([
        'Cart Viewed',
        'Product Viewed',
      ]);
    }
  });
});
