import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { applyFeedback, type FeedbackDeps } from '../../../core/message/applyFeedback.ts';
import { newContact } from '../../../core/message/contact.ts';
import { PROVIDER_EVENTS, type ProviderEvent } from '../../../core/message/feedback.ts';
import { decisionId } from '../../../core/ids.ts';
import type { Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import type { TrackedEvent } from '../../../core/customer/event.ts';
import { aDecision, MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf, decide, know, stored } from '../../support/sendWorld.ts';

const EMAIL = `${MAYA}@example.org`;
const KEY = addressKeyOf('email', EMAIL);
const opened: Store[] = [];

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
});

function memory(): Store {
  const store = createMemoryStore();
  opened.push(store);
  return store;
}

function sqlite(): Store {
  const store = openSqliteStore({ file: ':memory:', shards: 1 });
  opened.push(store);
  return store;
}

function aMessage(n = 1) {
  return aDecision({ id: decisionId(`${MAYA}/test//${n}/hello/1`), tallyGroup: 'default/other' });
}

function anEvent(overrides: Partial<ProviderEvent> = {}): ProviderEvent {
  const { kind = 'delivered', at = NOW + MINUTE_MS, decisionId: of = aMessage().id } = overrides;
  return {
    id: `${of}-${kind}-${at}`,
    channel: 'email',
    kind,
    at,
    decisionId: of,
    providerMessageId: `ses-${of}`,
    recipient: EMAIL,
    ...overrides,
  };
}

async function aWorld(store: Store, messages = 1) {
  await know(store);
  const decisions = Array.from({ length: messages }, (_, n) => aMessage(n + 1));
  await decide(store, ...decisions);
  const heard: TrackedEvent[] = [];
  const deps: FeedbackDeps = {
    store,
    addressKeyOf,
    settings: DEFAULT_SETTINGS,
    happened: async (event) => {
      heard.push(event);
    },
  };
  const tell = (event: ProviderEvent, now = event.at) => applyFeedback(deps, event, now);
  const contact = async () => (await store.loadContacts([KEY])).get(KEY) ?? newContact(KEY);
  return { store, deps, decisions, heard, tell, contact };
}

async function claimed(store: Store, n = 1, at = NOW): Promise<void> {
  const [decision, known] = [aMessage(n), await store.loadContacts([KEY])];
  const contact = known.get(KEY) ?? newContact(KEY);
  await store.claim({
    decisionId: decision.id,
    claimant: 'worker-1#1',
    at,
    templateVersion: 1,
    evidence: null,
    contact: { ...contact, version: contact.version + 1 },
    expectedContactVersion: contact.version,
    slice: null,
    costMicroUsd: 0,
    tallyGroup: 'default/other',
  });
}

describe('a provider’s event', () => {
  it.each(['sent', 'delivered', 'bounced', 'complained', 'opened', 'clicked'] as const)(
    'settles a claimed message as sent: %s',
    async (kind) => {
      const world = await aWorld(memory());
      await claimed(world.store);
      expect(await world.tell(anEvent({ kind }))).toBe('applied');
      const after = await stored(world.store, aMessage());
      expect(after).toMatchObject({
        outcome: 'sent',
        reason: null,
        providerMessageId: `ses-${aMessage().id}`,
      });
    },
  );

  it('reconciles an unknown message, and settles one that was released by mistake', async () => {
    const world = await aWorld(memory(), 2);
    await claimed(world.store, 1);
    await world.store.settle({
      decisionId: aMessage(1).id,
      outcome: 'unknown',
      reason: 'no reply',
      at: NOW,
      evidence: null,
      providerMessageId: null,
      claimant: 'worker-1#1',
      enrolments: [],
      cancellations: [],
      facts: [],
    });
    await world.tell(anEvent({ kind: 'delivered' }));
    await world.tell(anEvent({ kind: 'sent', decisionId: aMessage(2).id }));
    expect((await stored(world.store, aMessage(1))).outcome).toBe('sent');
    expect((await stored(world.store, aMessage(2))).outcome).toBe('sent');
    const settled = (await world.store.factsOf(MAYA, 50)).filter(({ kind }) => kind === 'message-settled');
    expect(settled.map(({ body }) => body['outcome'])).toEqual(['sent', 'sent']);
  });

  it('says of a rejected message that it failed, and of a delayed one nothing yet', async () => {
    const world = await aWorld(memory(), 2);
    await claimed(world.store, 1);
    await claimed(world.store, 2);
    await world.tell(anEvent({ kind: 'rejected', detail: 'rejected Bad content' }));
    await world.tell(anEvent({ kind: 'delayed', decisionId: aMessage(2).id }));
    expect(await stored(world.store, aMessage(1))).toMatchObject({
      outcome: 'failed',
      reason: 'rejected Bad content',
    });
    expect((await stored(world.store, aMessage(2))).outcome).toBe('claimed');
  });

  it('is found by the provider’s own id where it carries no decision', async () => {
    const world = await aWorld(memory());
    await world.tell(anEvent({ kind: 'sent' }));
    expect(await world.tell(anEvent({ kind: 'delivered', decisionId: null, id: 'x' }))).toBe(
      'unknown-message',
    );
    const named = anEvent({ decisionId: null, providerMessageId: `ses-${aMessage().id}`, id: 'y' });
    expect(await world.tell(named)).toBe('applied');
    expect((await stored(world.store, aMessage())).feedback?.deliveredAt).toBe(named.at);
  });

  it('of no message of ours bars the address all the same, once the message will not become known', async () => {
    const world = await aWorld(memory());
    const stray = anEvent({ kind: 'bounced', bounce: 'hard', decisionId: null, providerMessageId: 'else' });
    expect(await world.tell(stray, stray.at + MINUTE_MS)).toBe('unknown-message');
    expect((await world.contact()).suppression).toBeNull();
    expect(await world.tell(stray, stray.at + HOUR_MS)).toBe('applied');
    expect((await world.contact()).suppression).toMatchObject({ why: 'hard-bounce' });
  });

  it('bars an address that does not exist, at the address the message went to', async () => {
    const world = await aWorld(memory());
    const was = 'maya@old.example';
    await world.tell(
      anEvent({ kind: 'bounced', bounce: 'hard', detail: '550 no such user', recipient: was }),
    );
    const key = addressKeyOf('email', was);
    expect((await world.store.loadContacts([key])).get(key)?.suppression).toEqual({
      why: 'hard-bounce',
      at: NOW + MINUTE_MS,
      source: '550 no such user',
    });
    expect((await world.contact()).suppression).toBeNull();
  });

  it('takes a complaint as a refusal of everything on the channel, with the report as its proof', async () => {
    const world = await aWorld(memory());
    await world.tell(anEvent({ kind: 'complained', detail: 'abuse Yahoo!-Mail-Feedback/2.0' }));
    const contact = await world.contact();
    expect(contact.suppression?.why).toBe('spam-complaint');
    expect(contact.consents['email/*']).toMatchObject({
      state: 'denied',
      at: NOW + MINUTE_MS,
      source: 'complaint about spam: abuse Yahoo!-Mail-Feedback/2.0',
      by: 'mailbox provider',
    });
  });

  it('bars an address after five messages in a row that bounced softly, and no sooner', async () => {
    const world = await aWorld(memory(), 6);
    const soft = (n: number, at: number) =>
      world.tell(anEvent({ kind: 'bounced', bounce: 'soft', decisionId: aMessage(n).id, at }));
    for (const n of [1, 2, 3, 4]) await soft(n, NOW + n * DAY_MS);
    await soft(4, NOW + 5 * DAY_MS);
    expect((await world.contact()).suppression).toBeNull();
    await soft(5, NOW + 6 * DAY_MS);
    expect((await world.contact()).suppression?.why).toBe('soft-bounces');
    await world.tell(anEvent({ decisionId: aMessage(6).id, at: NOW + 3.5 * DAY_MS }));
    expect((await world.contact()).suppression).toBeNull();
  });

  it('does not hold a message’s own fault against the address', async () => {
    const world = await aWorld(memory(), 5);
    for (const n of [1, 2, 3, 4, 5])
      await world.tell(
        anEvent({ kind: 'bounced', bounce: 'soft', blames: 'message', decisionId: aMessage(n).id }),
      );
    expect(await world.contact()).toMatchObject({ suppression: null, softBounces: [] });
  });

  it('tells journeys what a person did and not what a machine did', async () => {
    const world = await aWorld(memory());
    const link = 'https://shop.example/tea';
    await world.tell(anEvent({ kind: 'opened', userAgent: 'GoogleImageProxy' }));
    await world.tell(anEvent({ kind: 'clicked', link, userAgent: 'Barracuda', at: NOW + 2 * MINUTE_MS }));
    expect(world.heard).toEqual([]);
    await world.tell(
      anEvent({ kind: 'clicked', link, userAgent: 'Mozilla/5.0 (iPhone)', at: NOW + HOUR_MS }),
    );
    expect(world.heard.map(({ name, properties }) => [name, properties['link_url']])).toEqual([
      ['Email Link Clicked', link],
    ]);
    expect((await stored(world.store, aMessage())).feedback).toMatchObject({
      openedByMachineAt: NOW + MINUTE_MS,
      clickedByMachineAt: NOW + 2 * MINUTE_MS,
      clickedAt: NOW + HOUR_MS,
    });
  });

  it('does not look at what the reader of an untracked address does', async () => {
    const world = await aWorld(memory());
    const known = await world.contact();
    const contact = { ...known, version: known.version + 1, tracking: false };
    await world.store.changeContacts({
      contacts: [{ contact, expectedVersion: known.version }],
      facts: [],
      at: NOW,
    });
    await world.tell(anEvent({ kind: 'clicked', link: 'https://shop.example/', at: NOW + HOUR_MS }));
    const after = await stored(world.store, aMessage());
    expect(after.feedback).toEqual({});
    expect(after.outcome).toBe('sent');
    expect(world.heard).toEqual([]);
  });

  it('writes nothing for the hundredth open', async () => {
    const world = await aWorld(memory());
    await world.tell(anEvent({ kind: 'opened', at: NOW + HOUR_MS }));
    expect(await world.tell(anEvent({ kind: 'opened', at: NOW + 2 * HOUR_MS }))).toBe('duplicate');
  });

  it('reads the contact again when it moved', async () => {
    const world = await aWorld(memory());
    let raced = false;
    const { deps, store } = world;
    const racing: FeedbackDeps = {
      ...deps,
      store: {
        ...store,
        recordFeedback: async (change) => {
          if (!raced) {
            raced = true;
            await claimed(store);
          }
          return store.recordFeedback(change);
        },
      },
    };
    const event = anEvent({ kind: 'bounced', bounce: 'hard' });
    expect(await applyFeedback(racing, event, event.at)).toBe('applied');
    expect((await world.contact()).suppression?.why).toBe('hard-bounce');
  });
});

describe('any order and repetition', () => {
  const MESSAGES = 7;
  const happening = fc.record({
    n: fc.integer({ min: 1, max: MESSAGES }),
    what: fc.constantFrom(
      'sent',
      'delivered',
      'soft',
      'soft',
      'soft',
      'hard',
      'complained',
      'opened',
      'clicked',
    ),
    minute: fc.integer({ min: 1, max: 40 }),
  });

  function asEvent({ n, what, minute }: { n: number; what: string; minute: number }): ProviderEvent {
    const kind = PROVIDER_EVENTS.find((one) => one === what) ?? 'bounced';
    return anEvent({
      id: `${n}-${what}-${minute}`,
      kind,
      at: NOW + HOUR_MS + minute * MINUTE_MS,
      decisionId: aMessage(n).id,
      ...(kind === 'bounced'
        ? { bounce: what === 'hard' ? ('hard' as const) : ('soft' as const), detail: what }
        : {}),
    });
  }

  /** Claims, events, and last what the sender itself records: too late to count. */
  async function ending(store: Store, events: readonly ProviderEvent[]) {
    const world = await aWorld(store, MESSAGES);
    const later = NOW + DAY_MS;
    for (let n = 1; n <= MESSAGES; n += 1) await claimed(store, n);
    for (const event of events) await world.tell(event, later);
    const late = {
      at: later,
      evidence: null,
      claimant: 'worker-1#1',
      enrolments: [],
      cancellations: [],
      facts: [],
    };
    for (const told of new Set(events.map(({ decisionId: of }) => of)))
      if (told !== null)
        expect(
          await store.settle({
            ...late,
            decisionId: told,
            outcome: 'sent',
            reason: null,
            providerMessageId: 'x',
          }),
        ).toBe('conflict');
    const { version: _version, ...contact } = await world.contact();
    const decisions = await Promise.all(world.decisions.map((one) => stored(store, one)));
    const tallies = await store.tallies({ since: 0, until: 99_999 });
    return {
      contact,
      feedback: decisions.map(({ feedback }) => feedback),
      sent: events.map(({ decisionId: of }) => decisions.find(({ id }) => id === of)?.outcome),
      counted: tallies.map(({ what, count }) => `${what} ${count}`).sort(),
    };
  }

  it('ends the same on both stores', { timeout: 60_000 }, async () => {
    const listed = fc.uniqueArray(happening, {
      minLength: 1,
      maxLength: 25,
      selector: ({ n, what, minute }) => `${n}-${what}-${minute}`,
    });
    const shuffledTwice = listed.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffledTwice, async ([events, shuffled]) => {
        const inOrder = await ending(memory(), events.map(asEvent));
        expect(inOrder.sent.every((outcome) => outcome === 'sent')).toBe(true);
        const other = await ending(memory(), shuffled.map(asEvent));
        const onFile = await ending(sqlite(), shuffled.map(asEvent));
        expect({ ...other, sent: [] }).toEqual({ ...inOrder, sent: [] });
        expect({ ...onFile, sent: [] }).toEqual({ ...inOrder, sent: [] });
      }),
      { numRuns: 150 },
    );
  });
});
