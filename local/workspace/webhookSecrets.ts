/**
 * The secrets that sign webhooks, kept in the store beside those of links. The newest comes first; an older one goes on signing
 * until its time is up, so that every receiver can come to know the newer.
 */
import * as z from 'zod';
import { newWebhookSecret } from '../../adapters/http/signWebhook.ts';
import type { ConfigStore } from '../../core/ports.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import { Problem } from '../../functions/shared/problem.ts';
import { Turns } from '../../functions/tracking/turns.ts';

const NAME = 'webhook-secrets';
const SIGNS_ALONG_MS = DAY_MS;
/** Each makes the signature of every call longer. */
const MOST_SECRETS = 5;

export interface WebhookSecret {
  readonly secret: string;
  /** Signs until then; null where that is without end: of the newest, and of what was put there by hand. */
  readonly until: Instant | null;
}

const keptSchema = z
  .array(z.union([z.string(), z.object({ secret: z.string(), until: z.number().nullable() })]))
  .min(1);

type Values = Pick<ConfigStore, 'getValue' | 'putValue'>;

/** Two changes at once would each write the list the other did not know. */
const turns = new Turns();

function save(store: Values, secrets: readonly WebhookSecret[]): Promise<void> {
  const kept = secrets.map(({ secret, until }) => (until === null ? secret : { secret, until }));
  return store.putValue(NAME, JSON.stringify(kept));
}

async function read(store: Values, now: Instant): Promise<readonly WebhookSecret[]> {
  const text = await store.getValue(NAME);
  if (text === null) {
    const secrets = [{ secret: newWebhookSecret(), until: null }];
    await save(store, secrets);
    return secrets;
  }
  return keptSchema
    .parse(JSON.parse(text))
    .map((one) => (typeof one === 'string' ? { secret: one, until: null } : one))
    .filter(({ until }) => until === null || until > now);
}

/** Those that sign now, newest first. At least one: the first is made when it is first asked for. */
export function webhookSecrets(store: Values, now: Instant): Promise<readonly WebhookSecret[]> {
  return turns.run(NAME, () => read(store, now));
}

/** A new secret, first of all; those before it sign along for 24 hours. Throws a `Problem` where too many would sign. */
export function rotateWebhookSecret(store: Values, now: Instant): Promise<readonly WebhookSecret[]> {
  return turns.run(NAME, async () => {
    const before = await read(store, now);
    if (before.length >= MOST_SECRETS)
      throw new Problem({
        status: 409,
        code: 'too-many-secrets',
        title: 'Too many secrets sign',
        detail: `${before.length} secrets sign every webhook; more are not added`,
        remedy:
          'once every receiver knows the newest, end the older ones: perennial webhooks secret --retire',
      });
    const older = before.map(({ secret, until }) => ({ secret, until: until ?? now + SIGNS_ALONG_MS }));
    const secrets = [{ secret: newWebhookSecret(), until: null }, ...older];
    await save(store, secrets);
    return secrets;
  });
}

/** The newest signs alone from now on. */
export function retireWebhookSecrets(store: Values, now: Instant): Promise<readonly WebhookSecret[]> {
  return turns.run(NAME, async () => {
    const secrets = (await read(store, now)).slice(0, 1);
    await save(store, secrets);
    return secrets;
  });
}
