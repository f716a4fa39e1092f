/**
 * DESIGN §4: any order of the same events gives the same people. Events of a few ids that are linked, aliased, share
 * addresses, order and consent, in any order and with repeats, leave the same owners, fields, orders, lifecycles and
 * consents, in memory and in a file.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { applyEvent, EventConflict, type EventDeps } from '../../../core/customer/applyEvent.ts';
import { contactInForce } from '../../../core/customer/consentsInForce.ts';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import { anonymousIdOf } from '../../../core/customer/identity.ts';
import type { Person } from '../../../core/customer/person.ts';
import { addressKey, customerId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { newContact } from '../../../core/message/contact.ts';
import type { AddressKeyOf, Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { scratchFolder } from '../../adapters/sqlite/scratchFolder.ts';
import { anOrder, aRhythm, denied, granted, NOW } from '../../support/builders.ts';

const EXTERNAL = ['u1', 'u2', 'u3'].map(customerId);
const VISITORS = ['a1', 'a2', 'a3'].map(anonymousIdOf);
const IDS = [...EXTERNAL, ...VISITORS];
const BOOK = bookOf([]);

const id = fc.constantFrom(...IDS);
const visitor = fc.constantFrom(...VISITORS);
const external = fc.constantFrom(...EXTERNAL);
const at = fc.integer({ min: 1, max: 9 }).map((day) => NOW - day * 20 * DAY_MS);
const email = fc.constantFrom('x@example.org', 'y@example.org', 'z@example.org');
const consentTime = at;

type Draft = (messageId: string) => CustomerEvent;

const tracked = fc.record({ id, at, also: fc.option(visitor, { nil: null }) }).map(
  ({ id: customer, at: when, also }): Draft =>
    (messageId) => ({
      kind: 'tracked',
      source: 'test',
      messageId,
      customerId: customer,
      at: when,
      name: 'Product Viewed',
      properties: {},
      ...(also === null || also === customer ? {} : { alsoKnownAs: [also] }),
    }),
);

const bought = fc
  .record({
    id,
    at,
    amountMinor: fc.integer({ min: -500, max: 9_000 }),
    also: fc.option(visitor, { nil: null }),
  })
  .map(
    ({ id: customer, at: when, amountMinor, also }): Draft =>
      (messageId) => ({
        kind: 'order',
        source: 'test',
        messageId,
        customerId: customer,
        at: when,
        order: anOrder({ id: `order-${messageId}`, customerId: customer, at: when, amountMinor }),
        ...(also === null || also === customer ? {} : { alsoKnownAs: [also] }),
      }),
  );

const identified = fc
  .record({
    id,
    at,
    email: fc.option(email, { nil: null }),
    phone: fc.boolean(),
    name: fc.option(fc.constantFrom('Maya', 'Lin'), { nil: null }),
    trait: fc.option(fc.constantFrom('Lyon', 'Oslo', null), { nil: undefined }),
    consent: fc.option(
      fc.record({ grant: fc.boolean(), at: consentTime, topic: fc.constantFrom('offers', 'news') }),
      { nil: null },
    ),
    sms: fc.option(fc.record({ grant: fc.boolean(), at: consentTime }), { nil: null }),
  })
  .map((told): Draft => {
    // Without an address a refusal is put under the one in force when it is heard: only the id's own phone is compared.
    const said = told.consent;
    const grant = said === null || told.email === null || said.grant;
    const forEmail = said === null ? [] : [(grant ? granted : denied)(said.topic, { at: said.at })];
    const forSms =
      told.sms === null
        ? []
        : [(told.sms.grant ? granted : denied)('offers', { channel: 'sms', at: told.sms.at })];
    return (messageId) => ({
      kind: 'identified',
      source: 'test',
      messageId,
      customerId: told.id,
      at: told.at,
      ...(told.email === null ? {} : { email: told.email }),
      ...(told.phone ? { phone: `+49 ${told.id}` } : {}),
      ...(told.name === null ? {} : { name: told.name }),
      ...(told.trait === undefined ? {} : { traits: { city: told.trait } }),
      consents: [...forEmail, ...forSms],
    });
  });

const aliased = fc.record({ id: external, previous: id, at }).map(
  ({ id: customer, previous, at: when }): Draft =>
    (messageId) => ({
      kind: 'aliased',
      source: 'test',
      messageId,
      customerId: customer,
      previous,
      at: when,
    }),
);

const events = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: tracked },
      { weight: 4, arbitrary: bought },
      { weight: 4, arbitrary: identified },
      { weight: 1, arbitrary: aliased },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((drafts) => drafts.map((draft, place) => draft(`m${place}`)));

/** The events once as they are, and once in another order with repeats. */
const twoOrders = events.chain((list) =>
  fc.tuple(
    fc.constant(list),
    fc
      .tuple(fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list))
      .chain(([all, repeats]) =>
        fc.shuffledSubarray([...all, ...repeats], { minLength: all.length + repeats.length }),
      ),
  ),
);

const addressKeyOf: AddressKeyOf = (channel, address) => addressKey(`${channel}:${address}`);

async function consentsOf(store: Store, person: Person) {
  const found = [];
  for (const [channel, address] of [
    ['email', person.email],
    ['sms', person.phone],
  ] as const) {
    if (address === null) continue;
    const key = addressKeyOf(channel, address);
    const contact = (await store.loadContacts([key])).get(key) ?? newContact(key);
    const { consents, holders } = await contactInForce(store, addressKeyOf, person, channel, contact);
    found.push({ key, consents: consents, holders });
  }
  return found;
}

/** Sends once more what lost every race, as whoever sends events does. */
async function again<T>(apply: () => Promise<T>): Promise<T> {
  try {
    return await apply();
  } catch (failure) {
    if (failure instanceof EventConflict) return again(apply);
    throw failure;
  }
}

type How = 'in turn' | 'at once';

async function peopleAfter(store: Store, list: readonly CustomerEvent[], how: How = 'in turn') {
  const model = {
    ...coldModel(DEFAULT_SETTINGS),
    rhythm: aRhythm({ firstGapDays: 20, gapDays: 30, gaps: 99 }),
  };
  const deps: EventDeps = { store, addressKeyOf, settings: DEFAULT_SETTINGS, model };
  const apply = (event: CustomerEvent) => applyEvent(deps, BOOK, event, NOW);
  if (how === 'at once') await Promise.all(list.map((event) => again(() => apply(event))));
  else for (const event of list) await apply(event);
  const people = [];
  for (const one of IDS) {
    const record = await store.loadPerson(one);
    if (record === null) {
      people.push({ id: one, root: null });
      continue;
    }
    const { version: _, ...person } = record.person;
    const { orders, history } = record;
    people.push({
      id: one,
      root: person.id,
      person,
      orders,
      history,
      consents: await consentsOf(store, record.person),
    });
  }
  expect(await store.nextDueAt()).toBeNull();
  return { people, listed: (await store.listPeople({ after: null, limit: 99 })).map((one) => one.id) };
}

describe('any order of the same events, with repeats', () => {
  const runs = Number(process.env.PERENNIAL_RUNS ?? 300);

  it('leaves the same people in memory', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(twoOrders, async ([list, otherwise]) => {
        const one = await peopleAfter(createMemoryStore(), list);
        expect(await peopleAfter(createMemoryStore(), otherwise)).toEqual(one);
      }),
      { numRuns: runs, seed: 4 },
    );
  });

  it('leaves the same people where all come at once', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const one = await peopleAfter(createMemoryStore(), list);
        expect(await peopleAfter(createMemoryStore(), list, 'at once')).toEqual(one);
      }),
      { numRuns: runs, seed: 6 },
    );
  });

  const folder = scratchFolder();
  it('leaves the same people in a file as in memory', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(twoOrders, async ([list, otherwise]) => {
        const store = openSqliteStore({ file: folder.fresh() });
        const inFile = await peopleAfter(store, otherwise);
        await store.close();
        expect(inFile).toEqual(await peopleAfter(createMemoryStore(), list));
      }),
      { numRuns: runs, seed: 5 },
    );
  });
});
