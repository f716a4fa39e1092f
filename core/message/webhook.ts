/**
 * Webhooks: calls to the shop's own systems, by the conventions of Standard Webhooks (standardwebhooks.com). They are made at
 * least once: a call that may have failed is made again, under the same `webhook-id`, until the decision expires; whoever
 * listens drops the ids it has seen. What was tried is kept in the decision's evidence, so an expiry after a call that
 * may have arrived is unknown, and not "not sent".
 */
import type { JsonObject } from '../json.ts';
import type { WebhookMessage } from '../ports.ts';
import { HOUR_MS, type Instant, isoInstant, MINUTE_MS, SECOND_MS } from '../time.ts';
import { firstCallOf } from './callAgain.ts';
import type { Decision } from './decision.ts';

const SHORTEST_PAUSE_MS = MINUTE_MS;
const LONGEST_PAUSE_MS = 6 * HOUR_MS;

/**
 * When a call in doubt is made again: after as long as the decision is old, so that pauses double, at least a minute and
 * at most six hours. Null where it has expired by then.
 */
export function nextWebhookCall(
  { decidedAt, expiresAt }: Pick<Decision, 'decidedAt' | 'expiresAt'>,
  now: Instant,
): Instant | null {
  const pause = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, now - decidedAt));
  return now + pause < expiresAt ? now + pause : null;
}

/** Header values are ASCII: other characters, blanks and the percent sign are written as their UTF-8 bytes. */
function headerValue(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x24\x26-\x7e]/gu, (character) => encodeURIComponent(character));
}

export interface WebhookRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Becomes the body as JSON. */
  readonly payload: JsonObject;
}

/** The call a message comes to, but for its signature, which is added where the secret is. */
export function webhookRequest(message: WebhookMessage): WebhookRequest {
  const { journeyId, journeyVersion, nodeId } = message;
  return {
    method: 'POST',
    url: message.to,
    headers: [
      { name: 'content-type', value: 'application/json; charset=utf-8' },
      { name: 'webhook-id', value: headerValue(firstCallOf(message.decisionId)) },
      { name: 'webhook-timestamp', value: String(Math.floor(message.at / SECOND_MS)) },
    ],
    payload: {
      type: 'journey.message',
      timestamp: isoInstant(message.at),
      data: { ...message.mergeData, journey: { id: journeyId, version: journeyVersion, node: nodeId } },
    },
  };
}
