/**
 * How often a person hears from the shop: the shop's caps, and the pace the owner of the address chose, which is a cap like any
 * other over everything that is not transactional or service. The fullest decides and is named. Of the last slot of a cap a
 * message leaves to one of higher priority that waits for the same person, would count under the cap, and can still be sent
 * within its window; it is looked at again right after that one is due.
 */
import type { JsonObject } from '../../json.ts';
import type { Cap } from '../../settings/messages.ts';
import { DAY_MS, type Instant, isoInstant, MINUTE_MS } from '../../time.ts';
import { capCounts, CAPPED_CLASSES } from '../capScope.ts';
import { consentGate } from './consent.ts';
import type { Decision } from '../decision.ts';
import { holdoutGate } from './holdout.ts';
import { type Gate, passing, type SendContext, waiting } from './gate.ts';

interface CapState {
  readonly cap: Cap;
  /** Whose wish it is. */
  readonly by: 'shop' | 'customer';
  /** Messages counted in the window that ends now. */
  readonly recent: number;
  /** When it has room: now, later, or never where it allows none. */
  readonly freeAt: Instant;
}

/** Whether some cap could be full, or hold the last slot: as many sends are remembered as it allows, but `slots`. */
function mayHaveLeft({ decision, contact, settings }: SendContext, slots: number): boolean {
  const sends = contact?.recentSends.length ?? 0;
  const pace = contact?.pace ?? null;
  if (pace !== null && CAPPED_CLASSES.includes(decision.class) && sends >= pace.most - slots) return true;
  for (const cap of settings.messages.caps)
    if (sends >= cap.most - slots && capCounts(cap, decision)) return true;
  return false;
}

/** An earlier attempt at this very decision is not counted. */
function stateOf(cap: Cap, by: CapState['by'], { decision, contact, now }: SendContext): CapState {
  const { channel } = decision;
  const windowMs = cap.withinDays * DAY_MS;
  const counted = (contact?.recentSends ?? []).filter(
    (sent) =>
      sent.at > now - windowMs &&
      sent.decisionId !== decision.id &&
      capCounts(cap, { class: sent.class, topic: sent.topic, channel }),
  );
  const recent = counted.length;
  const oldestThatCounts = counted[recent - cap.most]?.at ?? Number.POSITIVE_INFINITY;
  return { cap, by, recent, freeAt: recent < cap.most ? now : oldestThatCounts + windowMs };
}

/** Every cap on the message, the owner's own pace last. */
function statesOf(context: SendContext): CapState[] {
  const { decision, contact, settings } = context;
  const states = settings.messages.caps
    .filter((cap) => capCounts(cap, decision))
    .map((cap) => stateOf(cap, 'shop', context));
  const pace = contact?.pace ?? null;
  if (pace !== null && CAPPED_CLASSES.includes(decision.class))
    states.push(stateOf(pace, 'customer', context));
  return states;
}

function fullestOf(states: readonly CapState[]): CapState | null {
  return states.reduce<CapState | null>(
    (fullest, state) => (fullest === null || state.freeAt > fullest.freeAt ? state : fullest),
    null,
  );
}

/** The earliest a rival can go: null where it cannot within the window of the cap, or will not. */
function rivalDueAt(rival: Decision, { cap }: CapState, context: SendContext): Instant | null {
  const { decision, now } = context;
  const dueAt = Math.max(now, rival.dueAt ?? Number.POSITIVE_INFINITY);
  if (rival.id === decision.id || rival.outcome !== 'pending' || rival.priority <= decision.priority)
    return null;
  if (rival.channel !== decision.channel || !capCounts(cap, rival)) return null;
  if (dueAt >= now + cap.withinDays * DAY_MS || dueAt >= rival.expiresAt) return null;
  const asRival = { ...context, decision: rival };
  const willGo = consentGate(asRival).kind === 'pass' && holdoutGate(asRival).kind === 'pass';
  return willGo ? dueAt : null;
}

interface Outranked {
  readonly by: Decision;
  readonly dueAt: Instant;
  readonly state: CapState;
}

/** The first rival whose slot it is: of a cap with so many slots left and as many rivals. */
function outrankedBy(context: SendContext, states: readonly CapState[]): Outranked | null {
  const { rivals = [] } = context;
  for (const state of states) {
    const slots = state.cap.most - state.recent;
    const ahead = rivals.flatMap((by) => {
      const dueAt = rivalDueAt(by, state, context);
      return dueAt === null ? [] : [{ by, dueAt, state }];
    });
    const last = ahead.sort((a, b) => a.dueAt - b.dueAt)[slots - 1];
    if (last !== undefined) return last;
  }
  return null;
}

function capFacts({ cap, by, recent }: CapState): JsonObject {
  const { most, withinDays, topic } = cap;
  const word = recent < most ? 'below' : 'reached';
  const finding = by === 'customer' ? `pace-${word}` : word;
  return { finding, recent, most, withinDays, ...(topic === undefined ? {} : { topic }) };
}

const BELOW = passing((context) => {
  const fullest = fullestOf(statesOf(context));
  return fullest === null ? { finding: 'none-set' } : capFacts(fullest);
});

export const capGate: Gate = (context) => {
  const asked = context.rivals !== undefined && context.rivals.length > 0;
  if (!mayHaveLeft(context, asked ? 1 : 0)) return BELOW;
  const states = statesOf(context);
  const fullest = fullestOf(states);
  if (fullest !== null && fullest.freeAt > context.now) {
    const facts = () => capFacts(fullest);
    return waiting(context, { until: fullest.freeAt, reason: 'frequency-cap', facts, patience: 'node' });
  }
  const outranked = asked ? outrankedBy(context, states) : null;
  if (outranked === null) return BELOW;
  const { by, dueAt, state } = outranked;
  const facts = () => ({
    ...capFacts(state),
    finding: 'outranked',
    by: by.journeyId,
    due: isoInstant(dueAt),
  });
  return waiting(context, { until: dueAt + MINUTE_MS, reason: 'frequency-cap', facts, patience: 'always' });
};

/** Whether the message would take the last slot of some cap: then what else waits for the person decides. */
export function takesLastSlot(context: SendContext): boolean {
  if (!mayHaveLeft(context, 1)) return false;
  return statesOf(context).some(({ cap, recent }) => cap.most - recent === 1);
}
