/**
 * `GET /v1/webhooks/secrets`, `POST /v1/webhooks/secrets/rotate`, `POST /v1/webhooks/secrets/retire`: what webhooks of the shop are
 * signed with, for whoever is to verify them.
 */
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import {
  retireWebhookSecrets,
  rotateWebhookSecret,
  type WebhookSecret,
  webhookSecrets,
} from '../../shared/webhookSecrets.ts';
import type { Route } from './route.ts';

/** Newest first. */
function view(secrets: readonly WebhookSecret[]) {
  return {
    items: secrets.map(({ secret, until }) => ({
      secret,
      until: until === null ? null : isoInstant(until),
    })),
  };
}

export function showSecrets({ store, now }: Container): Route {
  return async () => view(await webhookSecrets(store, now()));
}

export function rotateSecret({ store, now }: Container): Route {
  return async () => view(await rotateWebhookSecret(store, now()));
}

export function retireSecrets({ store, now }: Container): Route {
  return async () => view(await retireWebhookSecrets(store, now()));
}
