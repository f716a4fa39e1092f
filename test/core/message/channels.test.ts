import { describe, expect, it } from 'vitest';
import { runSend } from '../../../core/message/send.ts';
import type { OutboundMessage, ProviderReply, Store } from '../../../core/ports.ts';
import { CLAIM_TIMEOUT_MS } from '../../../core/message/decision.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { aDecision, denied, granted, NOW, someSettings } from '../../support/builders.ts';
import {
  ACCEPTED,
  addressKeyOf,
  aSendWorld,
  decide,
  know,
  type SendWorldOptions,
  stored,
} from '../../support/sendWorld.ts';

const PHONE = '+4915112345678';
const SMS = aDecision({ channel: 'sms' });
const WEBHOOK = aDecision({
  channel: 'webhook',
  template: '',
  url: 'https://shop.example/hooks',
  class: 'service',
});
const MIDNIGHT = NOW + 12 * HOUR_MS;

async function sending(
  decision = SMS,
  prepare: (store: Store) => Promise<void> = async () => {},
  options: SendWorldOptions = {},
) {
  const world = aSendWorld(options);
  await prepare(world.store);
  await decide(world.store, decision);
  const run = async (now = NOW) => runSend(world.deps(), await stored(world.store, decision), now);
  return { ...world, run, outcome: () => stored(world.store, decision) };
}

const agreed = (store: Store) => know(store, { phone: PHONE }, [granted('offers', { channel: 'sms' })]);

describe('an SMS', () => {
  it('goes to the phone, on the consent for SMS, and takes a slot of the phone’s caps', async () => {
    const { run, attempts, outcome, store } = await sending(SMS, agreed);
    expect(await run()).toBe('sent');
    expect(attempts).toMatchObject([{ channel: 'sms', to: PHONE, template: 'hello', templateVersion: 4 }]);
    expect(await outcome()).toMatchObject({ outcome: 'sent', templateVersion: 4 });
    const key = addressKeyOf('sms', PHONE);
    expect((await store.loadContacts([key])).get(key)?.recentSends).toHaveLength(1);
  });

  it.each([
    ['without a phone', (store: Store) => know(store, { phone: null }, []), 'no-address'],
    [
      'whose phone lacks its country code',
      (store: Store) => know(store, { phone: '0151 1234567' }, [granted('offers', { channel: 'sms' })]),
      'no-address',
    ],
    [
      'who agreed to emails alone',
      (store: Store) => know(store, { phone: PHONE }, [granted('offers')]),
      'no-consent',
    ],
    [
      'who refused SMS',
      (store: Store) =>
        know(store, { phone: PHONE }, [granted('offers'), denied('offers', { channel: 'sms' })]),
      'opted-out',
    ],
  ])('to somebody %s is suppressed', async (_, prepare, reason) => {
    const { run, attempts, outcome } = await sending(SMS, prepare);
    expect(await run()).toBe('settled');
    expect([(await outcome()).reason, attempts]).toEqual([reason, []]);
  });

  it('is addressed without what people write into a number', async () => {
    const { run, attempts } = await sending(SMS, (store) =>
      know(store, { phone: '+49 (151) 1234-5678' }, [granted('offers', { channel: 'sms' })]),
    );
    expect(await run()).toBe('sent');
    expect(attempts[0]?.to).toBe('+4915112345678');
  });

  it('waits for the morning as an email does', async () => {
    const { run } = await sending(SMS, agreed);
    expect(await run(MIDNIGHT)).toBe('held');
  });

  it('is not made from a template of mails', async () => {
    const world = await sending(SMS, agreed);
    const deps = world.deps({ templateVersion: (_, channel) => (channel === 'email' ? 4 : null) });
    expect(await runSend(deps, SMS, NOW)).toBe('settled');
    expect((await world.outcome()).reason).toBe('unknown-template');
  });

  it('whose reply was lost is unknown and never sent again', async () => {
    const { run, attempts, outcome } = await sending(SMS, agreed, {
      reply: () => {
        throw new Error('lost');
      },
    });
    expect(await run()).toBe('unknown');
    expect([(await outcome()).dueAt, attempts.length]).toEqual([null, 1]);
  });
});

describe('a webhook', () => {
  const known = (store: Store) => know(store, { email: null, phone: null }, []);

  it('goes to its address at any hour, whatever the person agreed to', async () => {
    const { run, attempts, outcome } = await sending(WEBHOOK, known);
    expect(await run(MIDNIGHT)).toBe('sent');
    expect(attempts).toEqual([
      {
        decisionId: WEBHOOK.id,
        customerId: WEBHOOK.customerId,
        channel: 'webhook',
        to: 'https://shop.example/hooks',
        journeyId: 'test',
        journeyVersion: 1,
        nodeId: 'hello',
        class: 'service',
        topic: 'offers',
        locale: 'en',
        mergeData: {},
        at: MIDNIGHT,
      } satisfies OutboundMessage,
    ]);
    expect(await outcome()).toMatchObject({ outcome: 'sent', templateVersion: null });
    expect((await outcome()).evidence).toMatchObject({
      gates: [
        { gate: 'expiry', passed: true },
        { gate: 'stop', passed: true },
      ],
    });
  });

  it('takes no slot of anybody’s caps', async () => {
    const settings = someSettings({ messages: { caps: [{ class: 'service', most: 0, withinDays: 7 }] } });
    const { run, store } = await sending(WEBHOOK, (to) => know(to), { settings });
    expect(await run()).toBe('sent');
    const key = addressKeyOf('email', 'maya@example.org');
    expect((await store.loadContacts([key])).get(key)?.recentSends).toEqual([]);
  });

  it.each([
    ['about somebody unknown', WEBHOOK, async () => {}],
    ['without an address', { ...WEBHOOK, url: null }, known],
  ])('%s is suppressed', async (_, decision, prepare) => {
    const { run, outcome } = await sending(decision, prepare);
    expect(await run()).toBe('settled');
    expect(await outcome()).toMatchObject({ outcome: 'suppressed', reason: 'no-address' });
  });

  it('whose answer was lost is made again under the same id, until it is accepted', async () => {
    const replies: ProviderReply[] = [
      { kind: 'ambiguous', reason: 'timeout' },
      { kind: 'ambiguous', reason: '502' },
      ACCEPTED,
    ];
    const { run, attempts, outcome } = await sending(WEBHOOK, known, {
      reply: () => replies.shift() ?? ACCEPTED,
    });
    expect(await run()).toBe('refused');
    expect(await outcome()).toMatchObject({ outcome: 'pending', dueAt: NOW + MINUTE_MS });
    expect(await run(NOW + HOUR_MS)).toBe('refused');
    const { dueAt, evidence } = await outcome();
    expect([dueAt, evidence?.tried]).toEqual([NOW + 2 * HOUR_MS, { times: 2, last: '502' }]);
    expect(await run(NOW + 2 * HOUR_MS)).toBe('sent');
    expect(new Set(attempts.map(({ decisionId }) => decisionId)).size).toBe(1);
    expect([attempts.length, (await outcome()).evidence?.tried]).toEqual([3, { times: 2, last: '502' }]);
  });

  it('is unknown, and not "not sent", where it expires after a call that may have arrived', async () => {
    const { run, outcome, attempts } = await sending(WEBHOOK, known, {
      reply: () => ({ kind: 'ambiguous', reason: 'timeout' }),
    });
    await run();
    expect(await run(NOW + 4 * DAY_MS)).toBe('unknown');
    expect(await outcome()).toMatchObject({ outcome: 'unknown', reason: 'timeout', dueAt: null });
    expect(attempts).toHaveLength(1);
  });

  it('that expires before it was tried is suppressed', async () => {
    const { run, outcome } = await sending(WEBHOOK, known);
    expect(await run(NOW + 4 * DAY_MS)).toBe('settled');
    expect((await outcome()).reason).toBe('expired');
  });

  it('with no time for another call is unknown at once', async () => {
    const brief = { ...WEBHOOK, expiresAt: NOW + MINUTE_MS };
    const { run, outcome } = await sending(brief, known, {
      reply: () => ({ kind: 'ambiguous', reason: 'timeout' }),
    });
    expect(await run()).toBe('unknown');
    expect((await outcome()).reason).toBe('timeout');
  });

  it('that was refused for good has failed', async () => {
    const { run, outcome } = await sending(WEBHOOK, known, {
      reply: () => ({ kind: 'refused', reason: '410 Gone', retryAfterMs: null }),
    });
    expect(await run()).toBe('failed');
    expect((await outcome()).reason).toBe('410 Gone');
  });

  it('whose sender crashed after the claim is made again', async () => {
    const { store, run, outcome, attempts } = await sending(WEBHOOK, known);
    const claim = {
      decisionId: WEBHOOK.id,
      claimant: 'crashed',
      at: NOW,
      templateVersion: null,
      evidence: null,
      slice: null,
      costMicroUsd: 0,
      tallyGroup: null,
    };
    await store.claim({ ...claim, contact: null, expectedContactVersion: 0 });
    const found = NOW + CLAIM_TIMEOUT_MS;
    expect(await run(found)).toBe('refused');
    expect(await outcome()).toMatchObject({
      outcome: 'pending',
      claimant: null,
      dueAt: found + CLAIM_TIMEOUT_MS,
    });
    expect(await run(found + CLAIM_TIMEOUT_MS)).toBe('sent');
    expect(attempts).toHaveLength(1);
  });
});
