/** What the email provider takes, read of SES and remembered for a while: an account's quota grows as it is used. */
import type { Settings } from '../../core/settings/settings.ts';
import { type Instant, MINUTE_MS } from '../../core/time.ts';
import type { SendQuota } from './container.ts';

const REMEMBERED_MS = 10 * MINUTE_MS;
/** Of every new account; taken where nothing could be read so far. */
const SANDBOX: SendQuota = { perSecond: 1, perDay: 200 };

/** Asks the provider of a region; null: of the environment's. */
export type Read = (region: string | null) => Promise<SendQuota>;

/** Null while no mail leaves. Where the quota cannot be read, the last one read holds. */
export function sendQuota(
  settings: () => Settings,
  now: () => Instant,
  read: Read,
): () => Promise<SendQuota | null> {
  let known: { readonly quota: SendQuota; readonly at: Instant } | null = null;
  return async () => {
    const { delivery } = settings();
    if (delivery.email !== 'ses') return null;
    if (known !== null && now() - known.at < REMEMBERED_MS) return known.quota;
    const quota = await read(delivery.region).catch(() => known?.quota ?? SANDBOX);
    known = { quota, at: now() };
    return quota;
  };
}
