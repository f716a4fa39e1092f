/**
 * Signatures of webhooks as Standard Webhooks (standardwebhooks.com) defines them: HMAC-SHA-256 over id, timestamp and body,
 * once with each secret, so that a receiver can change over from one to the next.
 */
import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
/** Fewer would be guessed. */
const FEWEST_SECRET_BYTES = 24;

export class WebhookSecretInvalid extends Error {
  readonly code = 'webhook-secret-invalid';
  constructor() {
    super(`a webhook secret is "${PREFIX}" and at least ${FEWEST_SECRET_BYTES} bytes in base64`);
    this.name = 'WebhookSecretInvalid';
  }
}

export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  if (!secret.startsWith(PREFIX) || key.length < FEWEST_SECRET_BYTES) throw new WebhookSecretInvalid();
  return key;
}

/**
 * The `webhook-signature` of a call, newest secret first.
 * @param timestamp whole seconds since 1970, as in `webhook-timestamp`.
 * @throws WebhookSecretInvalid
 */
export function signWebhook(
  secrets: readonly string[],
  call: { readonly id: string; readonly timestamp: string; readonly body: string },
): string {
  const signed = `${call.id}.${call.timestamp}.${call.body}`;
  return secrets
    .map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).digest('base64')}`)
    .join(' ');
}
