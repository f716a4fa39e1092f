/**
 * The secrets that sign webhooks, kept in the store beside those of links. The newest comes first; an older one goes on signing
 * until its time is up, so that every receiver can come to know the newer.
 */
import * as z from 'zod';
import { newWebhookSecret } from '../../adapters/http/signWebhook.ts';
import type { ConfigStore } from '../../core/ports.ts';
import { DAY_MS, type Instant } from '../../core/time.ts';
import { keptOnce } from './keptOnce.ts';
import { Problem } from './problem.ts';

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

type Values = Pick<ConfigStore, 'getValue' | 'replaceValue'>;

function textOf(secrets: readonly WebhookSecret[]): string {
  return JSON.stringify(secrets.map(({ secret, until }) => (until === null ? secret : { secret, until })));
}

function secretsIn(text: string, now: Instant): readonly WebhookSecret[] {
  return keptSchema
    .parse(JSON.parse(text))
    .map((one) => (typeof one === 'string' ? { secret: one, until: null } : one))
    .filter(({ until }) => until === null || until > now);
}

/** Those that sign now, newest first. At least one: the first is made when it is first asked for. */
export async function webhookSecrets(store: Values, now: Instant): Promise<readonly WebhookSecret[]> {
  return secretsIn(await keptOnce(store, NAME, () => [newWebhookSecret()]), now);
}

type Change = (before: readonly WebhookSecret[]) => readonly WebhookSecret[];

/** Of two changes at once the later is made to what the earlier left. */
async function change(store: Values, now: Instant, make: Change): Promise<readonly WebhookSecret[]> {
  for (;;) {
    const before = await keptOnce(store, NAME, () => [newWebhookSecret()]);
    const secrets = make(secretsIn(before, now));
    if (await store.replaceValue(NAME, before, textOf(secrets))) return secrets;
  }
}

/** A new secret, first of all; those before it sign along for 24 hours. Throws a `Problem` where too many would sign. */
export function rotateWebhookSecret(store: Values, now: Instant): Promise<readonly WebhookSecret[]> {
  return change(store, now, (before) => {
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
    return [{ secret: newWebhookSecret(), until: null }, ...older];
  });
}

/** The newest signs alone from now on. */
export function retireWebhookSecrets(store: Values, now: Instant): Promise<readonly WebhookSecret[]> {
  return change(store, now, (before) => before.slice(0, 1));
}
