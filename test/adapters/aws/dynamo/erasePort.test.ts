/** After an erasure no item of any table, by key, index or content, names the person. */
import { describe, expect, it } from 'vitest';
import { beginErasure, finishErasure, wholeTraces } from '../../../../core/customer/erasureTask.ts';
import { anonymousIdOf } from '../../../../core/customer/identity.ts';
import { newIdentity } from '../../../../core/customer/identityItem.ts';
import { aliasLink, seenLink } from '../../../../core/customer/links.ts';
import type { Fact } from '../../../../core/fact.ts';
import { addressKey, customerId, decisionId } from '../../../../core/ids.ts';
import type { AddressKeyOf, Store } from '../../../../core/ports.ts';
import { aChange, aClaim, aSettlement, aStep } from '../../../contract/given.ts';
import {
  aContact,
  aDecision,
  anEnrolment,
  anEvent,
  anOrderEvent,
  aPerson,
  aTask,
  granted,
  NOW,
} from '../../../support/builders.ts';
import type { DynamoFake, Item } from '../../../support/dynamoFake.ts';
import { fakeTables, storeOver, TABLE_NAMES } from '../../../support/dynamoTables.ts';

const ID = customerId('customer-4711');
const BROWSER = anonymousIdOf('browser-of-4711');
const OTHER = customerId('somebody-else');
const ADDRESS = 'ada@example.org';
/** As hashes are: nothing of the address is in it. */
const keyOf: AddressKeyOf = (channel, address) =>
  addressKey(Buffer.from(`${channel}:${address}`).toString('base64url'));
const MAIL = keyOf('email', ADDRESS);
const clock = { now: () => NOW, pause: () => Promise.resolve() };
/** Whatever of theirs could be left anywhere. */
const NAMES = [
  '4711',
  ADDRESS,
  'their-order',
  'their-decision',
  'their-passage',
  'their-task',
  'their-message',
];

function fact(owner: typeof ID, kind: Fact['kind'], body: Fact['body']): Fact {
  return { customerId: owner, at: NOW, kind, journeyId: null, body };
}

function identities() {
  const browser = { ...newIdentity(BROWSER), version: 1, owner: ID, since: NOW };
  return [
    { identity: { ...browser, links: [seenLink(ID, BROWSER, NOW)] }, expectedVersion: 0 },
    {
      identity: { ...newIdentity(OTHER), version: 1, links: [aliasLink(OTHER, ID, NOW)] },
      expectedVersion: 0,
    },
  ];
}

async function told(store: Store): Promise<void> {
  const person = { email: ADDRESS, members: [BROWSER] };
  const contact = aContact([granted('offers')], { key: MAIL, holders: [{ id: ID, at: NOW }] });
  await store.applyEvent(
    aChange({
      event: anEvent({ customerId: ID, messageId: `seen by ${ADDRESS} today` }),
      person,
      contacts: [{ contact, expectedVersion: 0 }],
      identities: identities(),
      facts: [fact(ID, 'event', { name: 'Looked' }), fact(BROWSER, 'event', { name: 'Looked' })],
    }),
  );
  const order = anOrderEvent({ customerId: ID, id: 'their-order' });
  await store.applyEvent(aChange({ event: order, person, expectedVersion: 1 }));
  await store.applyEvent(
    aChange({
      event: anEvent({ customerId: OTHER, messageId: `merge/${ID}` }),
      facts: [fact(OTHER, 'merge-refused', { with: ID }), fact(OTHER, 'event', { name: 'Looked' })],
    }),
  );
}

async function decided(store: Store): Promise<void> {
  const ids = ['sent', 'pending', 'parked', 'failed'].map((what) => decisionId(`their-decision/${what}`));
  const decisions = ids.map((id) =>
    aDecision({ id, customerId: ID, ...(id.endsWith('failed') ? { channel: 'webhook' as const } : {}) }),
  );
  const enrolment = anEnrolment({ customerId: ID, key: 'their-passage' });
  await store.commitStep(
    aStep({
      decisions,
      enrolments: [{ enrolment, expectedVersion: 0 }],
      facts: ids.map((id) => fact(ID, 'message-accepted', { decision: id })),
      tasks: [{ task: aTask({ id: 'their-task', customerId: ID }), expectedVersion: 0 }],
    }),
  );
  const [sent, , parked, failed] = ids;
  if (sent === undefined || parked === undefined || failed === undefined) throw new Error('four decisions');
  for (const id of [sent, failed]) await store.claim(aClaim({ decisionId: id, contact: null }));
  await store.settle(aSettlement({ decisionId: sent, providerMessageId: 'their-message' }));
  await store.settle(aSettlement({ decisionId: failed, outcome: 'failed', providerMessageId: null }));
  const works = await store.loadPerson(ID);
  const [passage] = works?.enrolments ?? [];
  const waiting = await store.loadDecision(parked);
  if (passage === undefined || waiting === null) throw new Error('both are there');
  const to = { dueAt: null, attempts: 5, error: 'broken' };
  await store.defer({ kind: 'step', enrolment: passage }, to);
  await store.defer({ kind: 'send', decision: waiting }, to);
}

async function shop(fake: DynamoFake): Promise<Store> {
  const store = storeOver(fake);
  await told(store);
  await decided(store);
  return store;
}

async function erase(store: Store): Promise<void> {
  const deps = { store, addressKeyOf: keyOf, places: [] };
  const found = await store.findTraces(BROWSER);
  if (found === null) throw new Error('nothing is known');
  const task = await beginErasure(deps, wholeTraces(found, keyOf), ID, 'anna', NOW);
  expect((await finishErasure(deps, task, clock)).finishedAt).toBe(NOW);
}

function all(fake: DynamoFake): Item[] {
  return Object.values(TABLE_NAMES).flatMap((name) => fake.items(name));
}

function naming(fake: DynamoFake): string[] {
  return all(fake)
    .map((item) => JSON.stringify(item))
    .filter((text) => NAMES.some((name) => text.includes(name)));
}

describe('an erasure in DynamoDB', () => {
  it('leaves no item that names the person, whatever points at what', async () => {
    const fake = fakeTables();
    const store = await shop(fake);
    for (const name of NAMES) expect(JSON.stringify(all(fake))).toContain(name);
    expect((await store.parked(9)).length).toBe(2);
    await erase(store);
    expect(naming(fake)).toEqual([]);
  });

  it('leaves what is of others', async () => {
    const fake = fakeTables();
    const store = await shop(fake);
    await erase(store);
    expect((await store.loadProfile(OTHER))?.version).toBe(1);
    expect((await store.factsOf(OTHER, 9)).map(({ kind }) => kind)).toEqual(['event']);
    expect((await store.loadContacts([MAIL])).get(MAIL)?.suppression?.why).toBe('erased');
  });

  it('finds decisions that no index names yet', async () => {
    const fake = fakeTables({ indexLag: 1_000 });
    const store = await shop(fake);
    const { erased } = await store.eraseRows({ ids: [ID, BROWSER], staleBefore: NOW, limit: 99 });
    expect(erased).toMatchObject({ tasks: 1, passages: 1, decisions: 4, orders: 1 });
    fake.catchUp();
    expect(await store.decisionsOf(ID)).toEqual([]);
  });

  it('of very many records takes a hundred items at a time', async () => {
    const fake = fakeTables();
    const store = storeOver(fake);
    for (let from = 0; from < 300; from += 50) {
      const facts = Array.from({ length: 50 }, (_, n) => fact(ID, 'event', { name: `Looked ${from + n}` }));
      await store.commitStep(aStep({ facts }));
    }
    await store.applyEvent(aChange({ event: anEvent({ customerId: ID }), person: aPerson({ id: ID }) }));
    let steps = 0;
    let facts = 0;
    for (let more = true; more; steps += 1) {
      const rows = await store.eraseRows({ ids: [ID], staleBefore: NOW, limit: 2_000 });
      facts += rows.erased['facts'] ?? 0;
      ({ more } = rows);
    }
    expect([facts, steps]).toEqual([300, 4]);
  });
});
