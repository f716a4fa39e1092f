/** The reputation guard over a container: looks at the rates, and says aloud when it pauses sending. */
import { type Guarded, guardReputation } from '../../core/message/reputationGuard.ts';
import { isoInstant } from '../../core/time.ts';
import type { Container } from './container.ts';

/** One line of JSON on the error stream: what alarms are made of. */
function alarm({ at, ...measured }: Guarded): void {
  const line = { level: 'ERROR', alarm: 'sending-paused', at: isoInstant(at), ...measured };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** Pauses sending where a rate is too near its limit; null where nothing changed. */
export async function guardSending({ store, settings, now }: Container): Promise<Guarded | null> {
  const paused = await guardReputation({ store, settings: settings.guard }, now());
  if (paused !== null) alarm(paused);
  return paused;
}
