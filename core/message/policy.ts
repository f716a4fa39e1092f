/**
 * Whether a pending decision may be sent now: one pure function that climbs the gates in their fixed order and says of
 * each why it passed or stopped, as facts that a view puts into words. Order: address, consent for topic and channel, suppression, open complaint, holdout, quiet
 * hours, caps. (Expiry comes before all; the budget gate joins with leased budgets.)
 */
import { parseTimeOfDay } from '../duration.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import { DAY_MS, type Instant, isoInstant } from '../time.ts';
import { isZone, nextWithinWindow } from '../zone.ts';
import { type Contact, consentKey } from './contact.ts';
import type { Decision, SuppressionReason } from './decision.ts';
import type { MessageClass } from './messageClass.ts';

type Gate =
  | 'expiry'
  | 'address'
  | 'consent'
  | 'suppression'
  | 'complaint'
  | 'holdout'
  | 'quiet-hours'
  | 'cap';

/** Which gates a class of message must pass; expiry, address and suppression apply to all. */
const GATES: Readonly<Record<MessageClass, readonly Gate[]>> = {
  transactional: ['expiry', 'address', 'suppression'],
  service: ['expiry', 'address', 'suppression', 'quiet-hours'],
  care: ['expiry', 'address', 'consent', 'suppression', 'complaint', 'quiet-hours', 'cap'],
  survey: ['expiry', 'address', 'consent', 'suppression', 'complaint', 'quiet-hours', 'cap'],
  promotional: ['expiry', 'address', 'consent', 'suppression', 'complaint', 'holdout', 'quiet-hours', 'cap'],
};

export interface SendContext {
  readonly decision: Decision;
  /** Null where the person has no address for the channel. */
  readonly contact: Contact | null;
  /** The person's zone; null when unknown. */
  readonly zone: string | null;
  readonly now: Instant;
  readonly settings: Settings;
}

type Stop =
  | { readonly kind: 'suppress'; readonly reason: SuppressionReason; readonly facts: () => JsonObject }
  | { readonly kind: 'held-out'; readonly facts: () => JsonObject }
  | {
      readonly kind: 'hold';
      readonly until: Instant;
      readonly reason: SuppressionReason;
      readonly facts: () => JsonObject;
    };

type GateResult = { readonly kind: 'pass'; readonly facts: () => JsonObject } | Stop;

export type PolicyResult = ({ readonly kind: 'send' } | Stop) & { readonly evidence: () => JsonObject };

function consentGate({ decision, contact }: SendContext): GateResult {
  const consent = contact?.consents[consentKey(decision.channel, decision.topic)];
  if (consent === undefined) {
    return {
      kind: 'suppress',
      reason: 'no-consent',
      facts: () => ({ finding: 'never-asked', topic: decision.topic, channel: decision.channel }),
    };
  }
  const facts = () => ({
    finding: consent.state,
    topic: decision.topic,
    channel: decision.channel,
    since: isoInstant(consent.at),
    source: consent.source,
  });
  return consent.state === 'granted'
    ? { kind: 'pass', facts }
    : { kind: 'suppress', reason: 'opted-out', facts };
}

function complaintGate(openSince: Instant | null): GateResult {
  if (openSince === null) return { kind: 'pass', facts: () => ({ finding: 'none-open' }) };
  const facts = () => ({ finding: 'open', since: isoInstant(openSince) });
  return { kind: 'suppress', reason: 'open-complaint', facts };
}

/** The window in which sending is allowed, as minutes after local midnight, and the zone it is judged in. */
function sendingWindow({
  zone,
  settings,
}: SendContext): { zone: string; from: number; until: number } | null {
  const quiet = settings.messages.quietHours;
  if (quiet === null) return null;
  if (zone !== null && isZone(zone)) {
    return { zone, from: parseTimeOfDay(quiet.until) ?? 0, until: parseTimeOfDay(quiet.from) ?? 0 };
  }
  const { from, until } = settings.messages.unknownZoneWindow;
  return { zone: settings.shop.zone, from: parseTimeOfDay(from) ?? 0, until: parseTimeOfDay(until) ?? 0 };
}

function quietGate(context: SendContext): GateResult {
  const window = sendingWindow(context);
  if (window === null || window.from === window.until)
    return { kind: 'pass', facts: () => ({ finding: 'none-set' }) };
  const open = nextWithinWindow(window.zone, context.now, window.from, window.until);
  if (open === null || open === context.now) {
    return { kind: 'pass', facts: () => ({ finding: 'open', zone: window.zone }) };
  }
  const facts = () => ({ finding: 'quiet', zone: window.zone, opens: isoInstant(open) });
  if (context.settings.messages.quietHours?.then === 'drop') {
    return { kind: 'suppress', reason: 'quiet-hours', facts };
  }
  return { kind: 'hold', until: open, reason: 'quiet-hours', facts };
}

/** Sends to the contact so far, an earlier attempt at this very decision left out. */
function otherSends({ decision, contact }: SendContext): Contact['recentSends'] {
  return (contact?.recentSends ?? []).filter((sent) => sent.decisionId !== decision.id);
}

type Cap = Settings['messages']['caps'][number];

/** How full a cap is, and the instant it has room: now, later, or never where it allows none. */
function capState(cap: Cap, context: SendContext) {
  const { most, withinDays } = cap;
  const windowMs = withinDays * DAY_MS;
  const { now } = context;
  const counted = otherSends(context).filter((sent) => sent.class === cap.class && sent.at > now - windowMs);
  const recent = counted.length;
  const oldestThatCounts = counted[recent - most]?.at ?? Number.POSITIVE_INFINITY;
  const freeAt = recent < most ? now : oldestThatCounts + windowMs;
  return { freeAt, facts: { finding: recent < most ? 'below' : 'reached', recent, most, withinDays } };
}

/** Of several caps on one class the one that is full for longest decides, and is named. */
function capGate(context: SendContext): GateResult {
  const { decision, now, settings } = context;
  const states = settings.messages.caps
    .filter((cap) => cap.class === decision.class)
    .map((cap) => capState(cap, context));
  const [first, ...others] = states;
  if (first === undefined) return { kind: 'pass', facts: () => ({ finding: 'none-set' }) };
  const { freeAt, facts } = others.reduce((last, one) => (one.freeAt > last.freeAt ? one : last), first);
  if (freeAt <= now) return { kind: 'pass', facts: () => facts };
  if (freeAt >= decision.expiresAt) return { kind: 'suppress', reason: 'frequency-cap', facts: () => facts };
  return { kind: 'hold', until: freeAt, reason: 'frequency-cap', facts: () => facts };
}

function judge(gate: Gate, context: SendContext): GateResult {
  const { decision, contact, now } = context;
  switch (gate) {
    case 'expiry':
      return now >= decision.expiresAt
        ? {
            kind: 'suppress',
            reason: 'expired',
            facts: () => ({ finding: 'expired', at: isoInstant(decision.expiresAt) }),
          }
        : { kind: 'pass', facts: () => ({ finding: 'in-time', at: isoInstant(decision.expiresAt) }) };
    case 'address':
      return contact === null
        ? {
            kind: 'suppress',
            reason: 'no-address',
            facts: () => ({ finding: 'unknown', channel: decision.channel }),
          }
        : { kind: 'pass', facts: () => ({ finding: 'known', channel: decision.channel }) };
    case 'consent':
      return consentGate(context);
    case 'suppression':
      return contact?.suppression
        ? {
            kind: 'suppress',
            reason: 'suppressed-address',
            facts: () => ({ finding: 'suppressed', why: contact.suppression }),
          }
        : { kind: 'pass', facts: () => ({ finding: 'not-suppressed' }) };
    case 'complaint':
      return complaintGate(contact?.complaintOpenSince ?? null);
    case 'holdout':
      return decision.heldOut
        ? { kind: 'held-out', facts: () => ({ finding: 'control-group' }) }
        : { kind: 'pass', facts: () => ({ finding: 'treated' }) };
    case 'quiet-hours':
      return quietGate(context);
    case 'cap':
      return capGate(context);
  }
}

/** A hold becomes a refusal where the node does not wait, or the gate opens only after expiry. */
function asNodeSays(stop: Stop, decision: Decision): Stop {
  if (stop.kind !== 'hold') return stop;
  const tooLate = stop.until >= decision.expiresAt;
  if (decision.onRefusal === 'wait' && !tooLate) return stop;
  const capped = stop.reason === 'frequency-cap' && decision.onRefusal !== 'wait';
  const quietButOpensInTime = stop.reason === 'quiet-hours' && !tooLate;
  if (quietButOpensInTime && !capped) return stop;
  return { kind: 'suppress', reason: tooLate && !capped ? 'expired' : stop.reason, facts: stop.facts };
}

/** The gates climbed so far, in order; the last one is where it stopped. Made only when somebody keeps it. */
function ladder(context: SendContext, climbed: number): JsonObject {
  return {
    gates: GATES[context.decision.class].slice(0, climbed).map((gate) => {
      const result = judge(gate, context);
      return { gate, passed: result.kind === 'pass', ...result.facts() };
    }),
  };
}

/**
 * May this decision be sent now? `hold` names the instant the gate opens. `evidence()` writes out the gates climbed.
 * Quiet hours hold whatever the node says, unless the settings say drop; caps hold only where the node waits.
 */
export function decideSend(context: SendContext): PolicyResult {
  const gates = GATES[context.decision.class];
  for (let i = 0; i < gates.length; i += 1) {
    const gate = gates[i];
    if (gate === undefined) break;
    const result = judge(gate, context);
    if (result.kind === 'pass') continue;
    return { ...asNodeSays(result, context.decision), evidence: () => ladder(context, i + 1) };
  }
  return { kind: 'send', evidence: () => ladder(context, gates.length) };
}

/** Instants a contact must remember for the caps: those within the longest window, plus this send if its class is capped. */
export function recentSendsAfter(context: SendContext): Contact['recentSends'] {
  const { decision, now, settings } = context;
  const before = otherSends(context);
  const caps = settings.messages.caps.filter((cap) => cap.class === decision.class);
  if (caps.length === 0) return before;
  const longest = Math.max(...settings.messages.caps.map((cap) => cap.withinDays)) * DAY_MS;
  const own = { at: now, class: decision.class, decisionId: decision.id };
  return [...before.filter((sent) => sent.at > now - longest), own];
}
