import { describe, expect, it } from 'vitest';
import { customerId, decisionId } from '../../../core/ids.ts';
import { nextCallOf } from '../../../core/message/callAgain.ts';
import { nextWebhookCall, webhookRequest } from '../../../core/message/webhook.ts';
import type { WebhookMessage } from '../../../core/ports.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { aDecision, at, NOW } from '../../support/builders.ts';

function aMessage(overrides: Partial<WebhookMessage> = {}): WebhookMessage {
  return {
    decisionId: decisionId('maya/test//1/tell/1'),
    customerId: customerId('maya'),
    channel: 'webhook',
    to: 'https://shop.example/hooks',
    journeyId: 'test',
    journeyVersion: 3,
    nodeId: 'tell',
    class: 'service',
    topic: 'orders',
    locale: 'en',
    mergeData: { customer: { id: 'maya', stage: 'decline' } },
    at: at('2026-03-10T11:00:00.750Z'),
    ...overrides,
  };
}

const header = (message: WebhookMessage, wanted: string) =>
  webhookRequest(message).headers.find(({ name }) => name === wanted)?.value;

describe('webhookRequest', () => {
  it('posts the data with the journey it comes from, under the names of Standard Webhooks', () => {
    expect(webhookRequest(aMessage())).toEqual({
      method: 'POST',
      url: 'https://shop.example/hooks',
      headers: [
        { name: 'content-type', value: 'application/json; charset=utf-8' },
        { name: 'webhook-id', value: 'maya/test//1/tell/1' },
        { name: 'webhook-timestamp', value: '1773140400' },
      ],
      payload: {
        type: 'journey.message',
        timestamp: '2026-03-10T11:00:00.750Z',
        data: {
          customer: { id: 'maya', stage: 'decline' },
          journey: { id: 'test', version: 3, node: 'tell' },
        },
      },
    });
  });

  it('keeps the id over attempts, the timestamp is that of the attempt', () => {
    const later = aMessage({ at: NOW + DAY_MS });
    expect(header(later, 'webhook-id')).toBe(header(aMessage(), 'webhook-id'));
    expect(header(later, 'webhook-timestamp')).not.toBe(header(aMessage(), 'webhook-timestamp'));
  });

  it('keeps the id of the first decision where it is called again', () => {
    const again = aMessage({ decisionId: nextCallOf(nextCallOf(aMessage().decisionId)) });
    expect(header(again, 'webhook-id')).toBe(header(aMessage(), 'webhook-id'));
  });

  it.each([
    ['李娜/test//1/tell/1', '%E6%9D%8E%E5%A8%9C/test//1/tell/1'],
    ['a b\r\nx: y', 'a%20b%0D%0Ax:%20y'],
    ['100%', '100%25'],
    ['half \ud83c of a pair', 'half%20%EF%BF%BD%20of%20a%20pair'],
  ])('writes the id %j as a header can carry it', (id, value) => {
    expect(header(aMessage({ decisionId: decisionId(id) }), 'webhook-id')).toBe(value);
  });
});

describe('nextWebhookCall', () => {
  const decision = aDecision({ decidedAt: NOW, expiresAt: NOW + 3 * DAY_MS });

  it.each([
    ['at once', 0, MINUTE_MS],
    ['a minute on', MINUTE_MS, MINUTE_MS],
    ['an hour on', HOUR_MS, HOUR_MS],
    ['a day on', DAY_MS, 6 * HOUR_MS],
  ])('%s waits its age, between a minute and six hours', (_, age, pause) => {
    expect(nextWebhookCall(decision, NOW + age)).toBe(NOW + age + pause);
  });

  it('never comes once it would be too late', () => {
    expect(nextWebhookCall({ decidedAt: NOW, expiresAt: NOW + MINUTE_MS + 1 }, NOW)).toBe(NOW + MINUTE_MS);
    expect(nextWebhookCall({ decidedAt: NOW, expiresAt: NOW + MINUTE_MS }, NOW)).toBeNull();
  });
});
