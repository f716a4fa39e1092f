/**
 * `GET /v1/webhooks/secrets`, `POST /v1/webhooks/secrets/rotate`, `POST /v1/webhooks/secrets/retire`: what webhooks of this machine
 * are signed with. A deployed system keeps its secrets where it keeps its other ones.
 */
import type { ConfigStore } from '../../core/ports.ts';
import { type Instant, isoInstant } from '../../core/time.ts';
import {
  retireWebhookSecrets,
  rotateWebhookSecret,
  type WebhookSecret,
  webhookSecrets,
} from '../../functions/shared/webhookSecrets.ts';
import type { ApiRequest } from './types.ts';

type Change = (
  store: Pick<ConfigStore, 'getValue' | 'replaceValue'>,
  now: Instant,
) => Promise<readonly WebhookSecret[]>;

const ROUTES: Readonly<Record<string, Change>> = {
  'GET /v1/webhooks/secrets': webhookSecrets,
  'POST /v1/webhooks/secrets/rotate': rotateWebhookSecret,
  'POST /v1/webhooks/secrets/retire': retireWebhookSecrets,
};

/** The secrets after what was asked, newest first; null where something else was asked. */
export async function answerWebhookSecrets(
  { method, path }: Pick<ApiRequest, 'method' | 'path'>,
  store: Parameters<Change>[0],
  now: Instant,
) {
  const name = `${method} ${path}`;
  const change = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
  if (change === undefined) return null;
  const secrets = await change(store, now);
  return {
    items: secrets.map(({ secret, until }) => ({
      secret,
      until: until === null ? null : isoInstant(until),
    })),
  };
}
