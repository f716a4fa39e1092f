import { describe, expect, it } from 'vitest';
import { customerId, decisionId, enrolmentId } from '../../../core/ids.ts';
import { recountLedger } from '../../../core/message/ledger.ts';
import { runSend } from '../../../core/message/send.ts';
import type { ProviderReply, Store } from '../../../core/ports.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../core/time.ts';
import { aDecision, anEnrolment, denied, granted, MAYA, NOW, someSettings } from '../../support/builders.ts';
import {
  addressKeyOf,
  aSendWorld,
  decide,
  know,
  type SendWorldOptions,
  stored,
} from '../../support/sendWorld.ts';

const KEY = addressKeyOf('email', 'maya@example.org');

/** Maya, who agreed to offers, and one decision for her. */
async function aWorld(options: SendWorldOptions = {}, decision = aDecision()) {
  const world = aSendWorld(options);
  await know(world.store);
  await decide(world.store, decision);
  const run = (now = NOW) => runSend(world.deps(), decision, now);
  return { ...world, decision, run, outcome: () => stored(world.store, decision) };
}

const answering = (reply: ProviderReply): SendWorldOptions => ({ reply: () => reply });

describe('a message that may go out', () => {
  it('is claimed, handed over once, and recorded with the versions it was made from', async () => {
    const { run, outcome, attempts, store } = await aWorld();
    expect(await run()).toBe('sent');
    expect(attempts).toMatchObject([
      {
        decisionId: 'maya/test//1/hello/1',
        to: 'maya@example.org',
        templateVersion: 4,
        locale: 'en',
        at: NOW,
      },
    ]);
    expect(await outcome()).toMatchObject({
      outcome: 'sent',
      reason: null,
      settledAt: NOW,
      claimant: 'worker-1#1',
      providerMessageId: 'provider-1',
      templateVersion: 4,
      dueAt: null,
    });
    expect((await store.factsOf(MAYA, 1))[0]).toMatchObject({
      kind: 'message-settled',
      body: { outcome: 'sent' },
    });
  });

  it('takes a slot of the caps, and keeps its ladder of gates only where asked to', async () => {
    const { run, outcome, store } = await aWorld();
    await run();
    const contact = (await store.loadContacts([KEY])).get(KEY);
    expect(contact?.version).toBe(2);
    expect(contact?.recentSends).toEqual([
      { at: NOW, class: 'promotional', topic: 'offers', decisionId: aDecision().id },
    ]);
    expect((await outcome()).evidence).toHaveProperty('gates');
    const silent = await aWorld();
    await runSend(silent.deps({ keepEvidence: false }), silent.decision, NOW);
    expect((await silent.outcome()).evidence).toBeNull();
  });

  it.each([
    ['en', 'en'],
    ['zh-TW', 'zh-CN'],
    ['fr', 'zh-CN'],
    [null, 'zh-CN'],
  ])('speaks the language of a reader with locale %s: %s', async (locale, spoken) => {
    const world = aSendWorld({ settings: someSettings({ shop: { locale: 'zh-CN' } }) });
    await know(world.store, { locale });
    await decide(world.store, aDecision());
    await runSend(world.deps(), aDecision(), NOW);
    expect(world.attempts[0]?.locale).toBe(spoken);
  });
});

it('goes out in a language only its template speaks', async () => {
  const world = aSendWorld();
  await know(world.store, { locale: 'fr-CA' });
  await decide(world.store, aDecision());
  await runSend(world.deps({ templateVariant: () => ({ locale: 'fr' }) }), aDecision(), NOW);
  expect(world.attempts[0]?.locale).toBe('fr');
});

describe('a message that may not go out', () => {
  it.each([
    ['somebody unknown', async () => {}, 'no-address'],
    ['somebody without an address', (store: Store) => know(store, { email: null }), 'no-address'],
    ['somebody never asked', (store: Store) => know(store, {}, []), 'no-consent'],
    ['somebody who refused', (store: Store) => know(store, {}, [denied('offers')]), 'opted-out'],
  ] as const)('to %s is suppressed, with the reason', async (_, prepare, reason) => {
    const world = aSendWorld();
    await prepare(world.store);
    await decide(world.store, aDecision());
    expect(await runSend(world.deps(), aDecision(), NOW)).toBe('settled');
    expect(await stored(world.store, aDecision())).toMatchObject({
      outcome: 'suppressed',
      reason,
      dueAt: null,
    });
    expect(world.attempts).toEqual([]);
  });

  it('after an opt-out that came between the decision and the send is not sent', async () => {
    const { run, outcome, store, attempts } = await aWorld();
    await know(store, {}, [denied('offers', { at: NOW })]);
    expect(await run()).toBe('settled');
    expect([(await outcome()).reason, attempts.length]).toEqual(['opted-out', 0]);
  });

  it('for want of a template says so', async () => {
    const { run, outcome } = await aWorld({}, aDecision({ template: 'unpublished' }));
    expect(await run()).toBe('settled');
    expect(await outcome()).toMatchObject({ outcome: 'suppressed', reason: 'unknown-template' });
  });

  it('to the control group is held out, which is an outcome of its own', async () => {
    const { run, outcome, attempts } = await aWorld({}, aDecision({ heldOut: true }));
    expect(await run()).toBe('settled');
    expect([(await outcome()).outcome, attempts.length]).toEqual(['held-out', 0]);
  });

  it('during the night stays pending until morning', async () => {
    const { run, outcome } = await aWorld();
    expect(await run(NOW + 12 * 60 * MINUTE_MS)).toBe('held');
    expect(await outcome()).toMatchObject({ outcome: 'pending', dueAt: NOW + 20 * 60 * MINUTE_MS });
  });
});

describe('refused: exit', () => {
  const refused = aDecision({ onRefusal: 'exit' });
  const other = aDecision({ id: decisionId('other') });

  async function insideWith(version: number) {
    const world = aSendWorld();
    await know(world.store, {}, []);
    const openDecisions = [refused, other].map(({ id, expiresAt }) => ({ id, expiresAt }));
    const enrolment = anEnrolment({ id: refused.enrolmentId, version, openDecisions });
    const elsewhere = anEnrolment({ id: enrolmentId('maya/another//1'), journeyId: 'another' });
    await world.store.commitStep({
      enrolments: [enrolment, elsewhere].map((one) => ({ enrolment: one, expectedVersion: 0 })),
      decisions: [],
      cancellations: [],
      facts: [],
    });
    await decide(world.store, refused, other);
    return world;
  }

  it('ends the passage with the refusal, and cancels what else it left open', async () => {
    const { store, deps } = await insideWith(3);
    expect(await runSend(deps(), refused, NOW)).toBe('settled');
    expect((await store.loadPerson(MAYA))?.enrolments).toMatchObject([
      { journeyId: 'another', status: 'active', version: 1 },
      { status: 'ended', endReason: 'refused', endDetail: 'hello', version: 4, dueAt: null },
    ]);
    expect(await stored(store, other)).toMatchObject({ outcome: 'suppressed', reason: 'exited' });
    const kinds = (await store.factsOf(MAYA, 9)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'journey-ended')).toHaveLength(1);
  });

  it('settles the decision alone where the person has left already', async () => {
    const world = aSendWorld();
    await know(world.store, {}, []);
    await decide(world.store, refused);
    expect(await runSend(world.deps(), refused, NOW)).toBe('settled');
  });

  it('is tried again by a later wave when the passage moved on meanwhile', async () => {
    const { store, deps } = await insideWith(3);
    const stale: Store = {
      ...store,
      loadPerson: async (id) => {
        const record = await store.loadPerson(id);
        return record && { ...record, enrolments: record.enrolments.map((one) => ({ ...one, version: 1 })) };
      },
    };
    expect(await runSend(deps({ store: stale }), refused, NOW)).toBe('lost');
    expect(await stored(store, refused)).toMatchObject({ outcome: 'pending' });
  });
});

describe('what the provider answers', () => {
  it('refused for good is failed, with its reason', async () => {
    const { run, outcome } = await aWorld(
      answering({ kind: 'refused', reason: 'address rejected', retryAfterMs: null }),
    );
    expect(await run()).toBe('failed');
    expect(await outcome()).toMatchObject({ outcome: 'failed', reason: 'address rejected' });
  });

  it('refused for now returns to pending, and the next attempt does not count the first against a cap', async () => {
    const replies: ProviderReply[] = [{ kind: 'refused', reason: 'throttled', retryAfterMs: 30 * SECOND_MS }];
    const settings = someSettings({ messages: { caps: [{ class: 'promotional', most: 1, withinDays: 7 }] } });
    const { run, outcome, attempts, store } = await aWorld({
      settings,
      reply: () => replies.shift() ?? { kind: 'accepted', providerMessageId: 'p' },
    });
    expect(await run()).toBe('refused');
    expect(await outcome()).toMatchObject({
      outcome: 'pending',
      claimant: null,
      dueAt: NOW + 30 * SECOND_MS,
    });
    expect(await run(NOW + 30 * SECOND_MS)).toBe('sent');
    expect(attempts).toHaveLength(2);
    expect((await store.loadContacts([KEY])).get(KEY)?.recentSends).toHaveLength(1);
  });

  it('refused with a retry at once waits a second all the same', async () => {
    const { run, outcome } = await aWorld(answering({ kind: 'refused', reason: 'busy', retryAfterMs: 0 }));
    await run();
    expect((await outcome()).dueAt).toBe(NOW + SECOND_MS);
  });

  it.each([
    ['ambiguous', () => ({ kind: 'ambiguous' as const, reason: 'timed out' }), 'timed out'],
    ['an error', () => Promise.reject(new Error('socket hang up')), 'socket hang up'],
  ])('%s is unknown, and never sent again', async (_, reply, reason) => {
    const { run, outcome, attempts, store } = await aWorld({ reply });
    expect(await run()).toBe('unknown');
    expect(await outcome()).toMatchObject({ outcome: 'unknown', reason, dueAt: null });
    expect(await run(NOW + DAY_MS)).toBe('lost');
    expect(attempts).toHaveLength(1);
    expect(await recountLedger(store)).toMatchObject({ accepted: 1, unknown: 1 });
  });
});

describe('consent', () => {
  it('of one address holds for everybody with it', async () => {
    const { store, deps } = await aWorld();
    const twin = customerId('twin');
    await know(store, { id: twin, email: 'maya@example.org' }, [
      denied('offers', { at: NOW }),
      granted('newsletter'),
    ]);
    expect(await runSend(deps(), aDecision(), NOW)).toBe('settled');
    expect(await stored(store, aDecision())).toMatchObject({ reason: 'opted-out' });
  });
});
