import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { careBody, DONE_KEPT_MS, doneTask, replyTask, runCare } from '../../../core/care/careTask.ts';
import { applyEvent, type EventDeps } from '../../../core/customer/applyEvent.ts';
import type { TrackedEvent } from '../../../core/customer/event.ts';
import { customerId } from '../../../core/ids.ts';
import { cachedBook } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { complaintOpenSince } from '../../../core/message/contact.ts';
import { contactInForce } from '../../../core/customer/consentsInForce.ts';
import { newContact } from '../../../core/message/contact.ts';
import type { Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { anEvent, anIdentity, MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';

function aWorld() {
  const store = createMemoryStore();
  const deps: EventDeps = {
    store,
    addressKeyOf,
    settings: DEFAULT_SETTINGS,
    model: coldModel(DEFAULT_SETTINGS),
  };
  const tell = async (event: Parameters<typeof applyEvent>[2], now = NOW) =>
    applyEvent(deps, await cachedBook(store)(), event, now);
  return { store, tell };
}

function aComplaint(what: 'Opened' | 'Closed', more: Partial<TrackedEvent> = {}): TrackedEvent {
  return anEvent({
    name: `Complaint ${what}`,
    properties: { complaint_id: 'c1', cause: 'service-fault' },
    ...more,
  });
}

const PHONE = '+14155550100';

async function gateAt(store: Store, channel: 'email' | 'sms', address: string): Promise<number | null> {
  const person = await store.loadProfile(MAYA);
  if (person === null) throw new Error('nobody is there');
  const key = addressKeyOf(channel, address);
  const contact = (await store.loadContacts([key])).get(key) ?? newContact(key);
  return complaintOpenSince(await contactInForce(store, addressKeyOf, person, channel, contact));
}

describe('a reply', () => {
  it('makes a task in its own transaction, due after the hours of the settings', async () => {
    const { store, tell } = aWorld();
    const properties = { channel: 'sms', text: 'Where is it?', journey: 'refill', decision: 'd1' };
    await tell(anEvent({ name: 'Reply Received', messageId: 'm1', source: 'sms', properties }));
    const [task] = await store.tasks('care');
    expect(task).toMatchObject({ id: 'reply/sms/m1', customerId: MAYA, dueAt: NOW + DAY_MS, version: 1 });
    expect(careBody(task!)).toMatchObject({
      about: 'answer reply',
      reason: 'Where is it?',
      channel: 'sms',
      journey: 'refill',
      decision: 'd1',
      state: 'open',
    });
    const facts = await store.factsOf(MAYA, 9);
    expect(facts.filter(({ kind }) => kind === 'care-task')).toMatchObject([{ body: { state: 'open' } }]);
  });

  it('told twice makes one task, and one of years ago none', async () => {
    const { store, tell } = aWorld();
    const reply = anEvent({ name: 'Reply Received', messageId: 'm1' });
    expect(await tell(reply)).toBe('applied');
    expect(await tell(reply)).toBe('duplicate');
    await tell(anEvent({ name: 'Reply Received', at: NOW - 2 * DAY_MS }));
    expect(await store.tasks('care')).toHaveLength(1);
  });

  it('shows long words shortened and whole', () => {
    const properties = { text: '🙂'.repeat(1_000) };
    const task = replyTask(
      anEvent({ name: 'Reply Received', properties }),
      { id: MAYA },
      NOW,
      DEFAULT_SETTINGS,
    );
    const { reason } = careBody(task!);
    expect(Array.from(reason ?? '')).toHaveLength(280);
    expect(reason?.isWellFormed()).toBe(true);
  });
});

describe('runCare', () => {
  it('marks what is due and open as overdue, with a fact, once', async () => {
    const { store, tell } = aWorld();
    await tell(anEvent({ name: 'Reply Received' }));
    const [task] = await store.tasks('care');
    const later = NOW + DAY_MS;
    expect(await runCare(store)(task!, later)).toBe('done');
    expect(await runCare(store)(task!, later)).toBe('lost');
    const [overdue] = await store.tasks('care');
    expect(overdue).toMatchObject({
      dueAt: null,
      version: 2,
      body: { state: 'overdue', dueAt: NOW + DAY_MS },
    });
    const facts = await store.factsOf(MAYA, 9);
    expect(facts.filter(({ kind }) => kind === 'care-task').map(({ body }) => body.state)).toEqual([
      'overdue',
      'open',
    ]);
  });

  it('forgets what was done long ago', async () => {
    const { store, tell } = aWorld();
    await tell(anEvent({ name: 'Reply Received' }));
    const [task] = await store.tasks('care');
    const done = doneTask(task!, 'called back', NOW + HOUR_MS);
    await store.putTask({ task: done, expectedVersion: 1 });
    expect(done.dueAt).toBe(NOW + HOUR_MS + DONE_KEPT_MS);
    expect(await runCare(store)(done, NOW + 40 * DAY_MS)).toBe('done');
    expect(await store.tasks('care')).toEqual([]);
  });
});

describe('a complaint', () => {
  it('shuts the gate at every address of the person, and opens it again', async () => {
    const { store, tell } = aWorld();
    await tell(anIdentity({ phone: PHONE }));
    await tell(aComplaint('Opened'));
    const keys = [addressKeyOf('email', 'maya@example.org'), addressKeyOf('sms', PHONE)];
    for (const contact of (await store.loadContacts(keys)).values())
      expect(contact.complaints).toEqual([{ id: 'c1', openedAt: NOW, closedAt: null }]);
    expect(await gateAt(store, 'email', 'maya@example.org')).toBe(NOW);
    await tell(aComplaint('Closed', { at: NOW + 1 }));
    expect(await gateAt(store, 'email', 'maya@example.org')).toBeNull();
    expect(await gateAt(store, 'sms', PHONE)).toBeNull();
  });

  it('holds at an address that is given while it is open', async () => {
    const { store, tell } = aWorld();
    await tell(anIdentity());
    await tell(aComplaint('Opened'));
    await tell(anIdentity({ at: NOW + 5, email: 'new@example.org', phone: PHONE }));
    expect(await gateAt(store, 'email', 'new@example.org')).toBe(NOW);
    expect(await gateAt(store, 'sms', PHONE)).toBe(NOW);
    await tell(aComplaint('Closed', { at: NOW + 9 }));
    expect(await gateAt(store, 'email', 'new@example.org')).toBeNull();
    expect(await gateAt(store, 'email', 'maya@example.org')).toBeNull();
  });

  it('of a visitor holds for who they turn out to be', async () => {
    const { store, tell } = aWorld();
    const visitor = customerId('anonymous:v1');
    await tell(aComplaint('Opened', { customerId: visitor }));
    await tell(anIdentity({ alsoKnownAs: [visitor], at: NOW + 1 }));
    expect(await gateAt(store, 'email', 'maya@example.org')).toBe(NOW);
    await tell(aComplaint('Closed', { at: NOW + 2 }));
    expect(await gateAt(store, 'email', 'maya@example.org')).toBeNull();
    expect((await store.tasks('care')).map((task) => careBody(task).state)).toEqual(['done']);
  });

  it('asks somebody to answer it, once, and its closing ends the task', async () => {
    const { store, tell } = aWorld();
    await tell(aComplaint('Opened'));
    await tell(aComplaint('Opened', { at: NOW + 1 }));
    const [task, ...others] = await store.tasks('care');
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      id: 'complaint/maya/c1',
      body: { about: 'answer complaint', reason: 'service-fault' },
    });
    await tell(aComplaint('Closed', { at: NOW + 2 }));
    expect((await store.tasks('care')).map((one) => careBody(one).state)).toEqual(['done']);
    await tell(aComplaint('Opened', { at: NOW + 3 }));
    expect((await store.tasks('care')).map((one) => careBody(one).state)).toEqual(['open']);
  });

  it('closed before it is told to be opened asks for nothing', async () => {
    const { store, tell } = aWorld();
    await tell(anIdentity());
    await tell(aComplaint('Closed', { at: NOW + 2 }));
    await tell(aComplaint('Opened'));
    expect(await gateAt(store, 'email', 'maya@example.org')).toBeNull();
    expect(await store.tasks('care')).toEqual([]);
  });

  it('of long ago shuts the gate and makes no work', async () => {
    const { store, tell } = aWorld();
    await tell(anIdentity());
    await tell(aComplaint('Opened', { at: NOW - 3 * DAY_MS }));
    expect(await gateAt(store, 'email', 'maya@example.org')).toBe(NOW - 3 * DAY_MS);
    expect(await store.tasks('care')).toEqual([]);
  });
});
