/**
 * Whether sending is stopped. What is stopped is held, and looked at again: at first every minute, and the longer it lasts the
 * more rarely, so that a million waiting messages do not keep a machine busy.
 */
import type { JsonObject } from '../../json.ts';
import { type Instant, isoInstant, MINUTE_MS } from '../../time.ts';
import { stopOf } from '../sendingState.ts';
import { type Gate, passing, refusal, type SendContext, waiting } from './gate.ts';

const LONGEST_LOOK_MS = 15 * MINUTE_MS;
/** Looked at again after such a share of the time it has been stopped for. */
const SHARE_OF_STOP = 0.2;

const GOING = passing(() => ({ finding: 'going' }));

function haltFacts({ sending, decision }: SendContext): JsonObject {
  const halt = sending.halted?.[decision.journeyId];
  return halt === undefined
    ? { finding: 'going' }
    : { finding: `campaign-${halt.how}`, since: isoInstant(halt.at), by: halt.by };
}

function facts({ sending, decision }: SendContext): JsonObject {
  const stop = stopOf(sending, decision.class);
  if (stop === null) return { finding: 'going' };
  const since = isoInstant(stop.at);
  return stop.kind === 'operator'
    ? { finding: 'stopped', since, by: stop.by, said: stop.why }
    : { finding: 'guarded', since, what: stop.what, sender: stop.sender, count: stop.count, of: stop.of };
}

function nextLook(stoppedAt: Instant, now: Instant): Instant {
  const pause = Math.round((now - stoppedAt) * SHARE_OF_STOP);
  return now + Math.min(LONGEST_LOOK_MS, Math.max(MINUTE_MS, pause));
}

export const stopGate: Gate = (context) => {
  const { sending, decision, now } = context;
  const halt = sending.halted?.[decision.journeyId];
  if (halt !== undefined && halt.how !== 'paused') return refusal('exited', haltFacts);
  if (halt !== undefined) {
    const until = nextLook(halt.at, now);
    return waiting(context, { until, reason: 'sending-stopped', facts: haltFacts, patience: 'always' });
  }
  if (sending.stopped === null && sending.guard === null) return GOING;
  const stop = stopOf(sending, decision.class);
  if (stop === null) return GOING;
  return waiting(context, {
    until: nextLook(stop.at, now),
    reason: 'sending-stopped',
    facts,
    patience: 'always',
  });
};
