import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../core/ids.ts';
import { callAgain, firstCallOf, isGivenUp, nextCallOf } from '../../../core/message/callAgain.ts';
import type { Outcome } from '../../../core/message/decision.ts';
import { nextWebhookCall } from '../../../core/message/webhook.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aDecision, NOW } from '../../support/builders.ts';

const FIRST = decisionId('maya/care//1/tell/1');

describe('the decisions of one call', () => {
  it('are counted behind the first', () => {
    const second = nextCallOf(FIRST);
    expect([second, nextCallOf(second)]).toEqual(['maya/care//1/tell/1~1', 'maya/care//1/tell/1~2']);
  });

  it('lead back to the first, however often it was called', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), (customer, times) => {
        const first = decisionId(`${customer}/care//1/tell/1`);
        let id = first;
        for (let n = 0; n < times; n += 1) id = nextCallOf(id);
        expect(firstCallOf(id)).toBe(first);
        expect(id === first).toBe(times === 0);
      }),
    );
  });

  it.each<[string, Outcome, boolean]>([
    ['webhook', 'failed', true],
    ['webhook', 'unknown', true],
    ['webhook', 'sent', false],
    ['webhook', 'suppressed', false],
    ['webhook', 'held-out', false],
    ['webhook', 'claimed', false],
    ['email', 'unknown', false],
    ['sms', 'failed', false],
  ])('a %s that is %s is given up: %s', (channel, outcome, expected) => {
    const decision = aDecision({ channel: channel === 'webhook' || channel === 'sms' ? channel : 'email' });
    expect(isGivenUp({ ...decision, outcome })).toBe(expected);
  });
});

describe('a call that is made again', () => {
  const ended = aDecision({
    id: FIRST,
    channel: 'webhook',
    template: '',
    url: 'https://hooks.example.com/p',
    onRefusal: 'exit',
    decidedAt: NOW - 9 * DAY_MS,
    expiresAt: NOW - 6 * DAY_MS,
    outcome: 'unknown',
    reason: "the webhook's receiver answered 500",
    claimant: 'w#14',
    claimedAt: NOW - 6 * DAY_MS,
    settledAt: NOW - 6 * DAY_MS,
    dueAt: null,
    attempts: 2,
    tries: 14,
    evidence: { tried: { times: 14, last: '500' } },
  });
  const { decision, fact } = callAgain(ended, { settings: 3, model: 2 }, NOW);

  it('goes to the same address about the same, as a decision with nothing behind it and three days before it', () => {
    expect(decision).toEqual({
      ...aDecision({ id: nextCallOf(FIRST), channel: 'webhook', template: '', url: ended.url }),
      onRefusal: 'wait',
      settingsVersion: 3,
      modelVersion: 2,
      expiresAt: NOW + 3 * DAY_MS,
    });
    expect(nextWebhookCall(decision, NOW + DAY_MS)).toBe(NOW + DAY_MS + DAY_MS / 4);
  });

  it('is accepted by a fact of its own, which names the one before', () => {
    expect(fact).toEqual({
      customerId: 'maya',
      at: NOW,
      kind: 'message-accepted',
      journeyId: 'test',
      body: { decision: nextCallOf(FIRST), node: 'hello', again: FIRST },
    });
  });
});
