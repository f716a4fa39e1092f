/**
 * The secrets that sign webhooks, kept in the store beside those of links. The newest comes first; an older one goes on signing
 * until every receiver knows the newer.
 */
import * as z from 'zod';
import { newWebhookSecret } from '../../adapters/http/signWebhook.ts';
import type { ConfigStore } from '../../core/ports.ts';

const NAME = 'webhook-secrets';
const kept = z.array(z.string()).min(1);

/** At least one: the first is made when it is first asked for. */
export async function webhookSecrets(
  store: Pick<ConfigStore, 'getValue' | 'putValue'>,
): Promise<readonly string[]> {
  const text = await store.getValue(NAME);
  if (text !== null) return kept.parse(JSON.parse(text));
  const secrets = [newWebhookSecret()];
  await store.putValue(NAME, JSON.stringify(secrets));
  return secrets;
}
