/**
 * Whether a pending decision may be sent now: one pure function that climbs the gates in their fixed order and says of
 * each why it passed or stopped, as facts that a view puts into words. Order: address, consent for topic and channel, suppression, open complaint, holdout, quiet
 * hours, caps. (Expiry comes before all; a webhook passes expiry and holdout alone; the budget gate joins with leased budgets.)
 */
import { parseTimeOfDay } from '../duration.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import { DAY_MS, type Instant, isoInstant } from '../time.ts';
import { isZone, nextWithinWindow } from '../zone.ts';
import { complaintOpenSince, type ConsentChange, type Contact, consentKey } from './contact.ts';
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

/** A webhook goes to the shop's own systems: what protects a person does not apply to it. */
const WEBHOOK_GATES: readonly Gate[] = ['expiry', 'holdout'];

function gatesOf({ decision }: SendContext): readonly Gate[] {
  const gates = GATES[decision.class];
  return decision.channel === 'webhook' ? gates.filter((gate) => WEBHOOK_GATES.includes(gate)) : gates;
}

export interface SendContext {
  readonly decision: Decision;
  /** Null where the person has no address for the channel, and for a webhook. */
  readonly contact: Contact | null;
  /** The person's zone; null when unknown. */
  readonly zone: string | null;
  readonly now: Instant;
  readonly settings: Settings;
}

/** What a gate found, for the evidence; asked of the context that was judged, and only where evidence is kept. */
type Facts = (context: SendContext) => JsonObject;

type Stop =
  | { readonly kind: 'suppress'; readonly reason: SuppressionReason; readonly facts: Facts }
  | { readonly kind: 'held-out'; readonly facts: Facts }
  | {
      readonly kind: 'hold';
      readonly until: Instant;
      readonly reason: SuppressionReason;
      readonly facts: Facts;
    };

type Pass = { readonly kind: 'pass'; readonly facts: Facts };
type GateResult = Pass | Stop;

function consentOf({ decision, contact }: SendContext): ConsentChange | undefined {
  const { channel, topic } = decision;
  return channel === 'webhook' ? undefined : contact?.consents[consentKey(channel, topic)];
}

function consentFacts(context: SendContext): JsonObject {
  const { topic, channel } = context.decision;
  const consent = consentOf(context);
  if (consent === undefined) return { finding: 'never-asked', topic, channel };
  const { state, at, source } = consent;
  return { finding: state, topic, channel, since: isoInstant(at), source };
}

function passing(facts: Facts): Pass {
  return { kind: 'pass', facts };
}

const PASS = {
  inTime: passing(({ decision }) => ({ finding: 'in-time', at: isoInstant(decision.expiresAt) })),
  addressKnown: passing(({ decision }) => ({ finding: 'known', channel: decision.channel })),
  granted: passing(consentFacts),
  notSuppressed: passing(() => ({ finding: 'not-suppressed' })),
  noneOpen: passing(() => ({ finding: 'none-open' })),
  treated: passing(() => ({ finding: 'treated' })),
  noneSet: passing(() => ({ finding: 'none-set' })),
  open: passing((context) => ({ finding: 'open', zone: sendingWindow(context)?.zone ?? null })),
  belowCaps: passing((context) => fullestCap(context)?.facts ?? { finding: 'none-set' }),
} as const;

export type PolicyResult = ({ readonly kind: 'send' } | Stop) & { readonly evidence: () => JsonObject };

function consentGate(context: SendContext): GateResult {
  switch (consentOf(context)?.state) {
    case undefined:
      return { kind: 'suppress', reason: 'no-consent', facts: consentFacts };
    case 'granted':
      return PASS.granted;
    case 'asked':
      return { kind: 'suppress', reason: 'unconfirmed-consent', facts: consentFacts };
    case 'denied':
      return { kind: 'suppress', reason: 'opted-out', facts: consentFacts };
  }
}

function complaintGate(openSince: Instant | null): GateResult {
  if (openSince === null) return PASS.noneOpen;
  const facts = () => ({ finding: 'open', since: isoInstant(openSince) });
  return { kind: 'suppress', reason: 'open-complaint', facts };
}

/** The window in which sending is allowed, as minutes after local midnight, and the zone it is judged in. */
function sendingWindow({
  zone,
  settings,
}: SendContext): { zone: string; from: number; until: number } | null {
  const quiet = settings.messages.quietHours[0];
  if (quiet === undefined) return null;
  if (zone !== null && isZone(zone)) {
    return { zone, from: parseTimeOfDay(quiet.until) ?? 0, until: parseTimeOfDay(quiet.from) ?? 0 };
  }
  const { from, until } = settings.messages.unknownZoneWindow;
  return { zone: settings.shop.zone, from: parseTimeOfDay(from) ?? 0, until: parseTimeOfDay(until) ?? 0 };
}

function quietGate(context: SendContext): GateResult {
  const window = sendingWindow(context);
  if (window === null || window.from === window.until) return PASS.noneSet;
  const open = nextWithinWindow(window.zone, context.now, window.from, window.until);
  if (open === null || open === context.now) return PASS.open;
  const facts = () => ({ finding: 'quiet', zone: window.zone, opens: isoInstant(open) });
  if (context.settings.messages.quietHours[0]?.then === 'drop') {
    return { kind: 'suppress', reason: 'quiet-hours', facts };
  }
  return { kind: 'hold', until: open, reason: 'quiet-hours', facts };
}

/** Sends to the contact after an instant, an earlier attempt at this very decision left out. */
function sendsSince({ decision, contact }: SendContext, since: Instant): Contact['recentSends'] {
  return (contact?.recentSends ?? []).filter((sent) => sent.at > since && sent.decisionId !== decision.id);
}

type Cap = Settings['messages']['caps'][number];

interface CapState {
  readonly freeAt: Instant;
  readonly facts: JsonObject;
}

/** How full a cap is, and the instant it has room: now, later, or never where it allows none. */
function capState(cap: Cap, context: SendContext): CapState {
  const { most, withinDays } = cap;
  const windowMs = withinDays * DAY_MS;
  const { now } = context;
  const counted = sendsSince(context, now - windowMs).filter((sent) => sent.class === cap.class);
  const recent = counted.length;
  const oldestThatCounts = counted[recent - most]?.at ?? Number.POSITIVE_INFINITY;
  const freeAt = recent < most ? now : oldestThatCounts + windowMs;
  return { freeAt, facts: { finding: recent < most ? 'below' : 'reached', recent, most, withinDays } };
}

/** Of several caps on the class the one that is full for longest; null where there is none. */
function fullestCap(context: SendContext): CapState | null {
  let fullest: CapState | null = null;
  for (const cap of context.settings.messages.caps) {
    if (cap.class !== context.decision.class) continue;
    const state = capState(cap, context);
    if (fullest === null || state.freeAt > fullest.freeAt) fullest = state;
  }
  return fullest;
}

/** Whether as many sends are remembered at all as some cap of the class allows. */
function mayBeFull({ decision, contact, settings }: SendContext): boolean {
  const sends = contact?.recentSends.length ?? 0;
  return settings.messages.caps.some((cap) => cap.class === decision.class && sends >= cap.most);
}

/** The fullest cap decides, and is named. */
function capGate(context: SendContext): GateResult {
  const { decision, now } = context;
  const fullest = mayBeFull(context) ? fullestCap(context) : null;
  if (fullest === null || fullest.freeAt <= now) return PASS.belowCaps;
  const { freeAt, facts } = fullest;
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
        : PASS.inTime;
    case 'address':
      return contact === null
        ? {
            kind: 'suppress',
            reason: 'no-address',
            facts: () => ({ finding: 'unknown', channel: decision.channel }),
          }
        : PASS.addressKnown;
    case 'consent':
      return consentGate(context);
    case 'suppression':
      return contact?.suppression
        ? {
            kind: 'suppress',
            reason: 'suppressed-address',
            facts: () => ({ finding: 'suppressed', why: contact.suppression?.why ?? null }),
          }
        : PASS.notSuppressed;
    case 'complaint':
      return complaintGate(contact === null ? null : complaintOpenSince(contact));
    case 'holdout':
      return decision.heldOut
        ? { kind: 'held-out', facts: () => ({ finding: 'control-group' }) }
        : PASS.treated;
    case 'quiet-hours':
      return quietGate(context);
    case 'cap':
      return capGate(context);
  }
}

/**
 * A hold becomes a refusal where what it waits for comes only after expiry, and at a cap where the node does not wait.
 */
function asNodeSays(stop: Stop, decision: Decision): Stop {
  if (stop.kind !== 'hold') return stop;
  const { reason, until, facts } = stop;
  if (until >= decision.expiresAt) return { kind: 'suppress', reason: 'expired', facts };
  if (reason === 'frequency-cap' && decision.onRefusal !== 'wait') return { kind: 'suppress', reason, facts };
  return stop;
}

/** The gates climbed so far, in order; the last one is where it stopped. Made only when somebody keeps it. */
function ladder(context: SendContext, climbed: number): JsonObject {
  return {
    gates: gatesOf(context)
      .slice(0, climbed)
      .map((gate) => {
        const result = judge(gate, context);
        return { gate, passed: result.kind === 'pass', ...result.facts(context) };
      }),
  };
}

/**
 * May this decision be sent now? `hold` names the instant the gate opens. `evidence()` writes out the gates climbed.
 * Quiet hours hold whatever the node says, unless the settings say drop; caps hold only where the node waits.
 */
export function decideSend(context: SendContext): PolicyResult {
  const gates = gatesOf(context);
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
  const { caps } = settings.messages;
  if (!caps.some((cap) => cap.class === decision.class)) return sendsSince(context, Number.NEGATIVE_INFINITY);
  const longestDays = caps.reduce((longest, cap) => Math.max(longest, cap.withinDays), 0);
  const own = { at: now, class: decision.class, decisionId: decision.id };
  return [...sendsSince(context, now - longestDays * DAY_MS), own];
}
