/** The reputation guard over a container: looks at the rates, and says aloud when it pauses sending. */
import { type GuardDeps, guardReputation } from '../../core/message/reputationGuard.ts';
import { loadSending } from '../../core/message/sending.ts';
import type { Guarded, SendingState } from '../../core/message/sendingState.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { type Instant, isoInstant } from '../../core/time.ts';

export interface GuardedShop {
  readonly store: GuardDeps['store'];
  readonly settings: Settings;
  readonly now: () => Instant;
}

/** One line of JSON on the error stream: what alarms are made of. */
function alarm({ at, ...measured }: Guarded): void {
  const line = { level: 'ERROR', alarm: 'sending-paused', at: isoInstant(at), ...measured };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** Stores of which a sender was over a limit when last looked at, with too few sends to pause for it yet. */
const wary = new WeakSet<object>();

/** Pauses sending where a rate is too near its limit; null where nothing changed. */
export async function guardSending({ store, settings, now }: GuardedShop): Promise<Guarded | null> {
  const { paused, isWary } = await guardReputation({ store, settings: settings.guard }, now());
  if (isWary) wary.add(store);
  else wary.delete(store);
  if (paused !== null) alarm(paused);
  return paused;
}

/**
 * Whether sending is stopped, for the next page. A rate rises by what providers tell alone, and then the guard looks at once; so
 * it looks again here only where more sends are all that is missing for a pause.
 */
export async function guardedSending(shop: GuardedShop): Promise<SendingState> {
  if (wary.has(shop.store)) await guardSending(shop);
  return loadSending(shop.store);
}
