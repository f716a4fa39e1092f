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

/** Pauses sending where a rate is too near its limit; null where nothing changed. */
export async function guardSending({ store, settings, now }: GuardedShop): Promise<Guarded | null> {
  const paused = await guardReputation({ store, settings: settings.guard }, now());
  if (paused !== null) alarm(paused);
  return paused;
}

/** Whether sending is stopped, as it is once the guard has looked. */
export async function guardedSending(shop: GuardedShop): Promise<SendingState> {
  await guardSending(shop);
  return loadSending(shop.store);
}
