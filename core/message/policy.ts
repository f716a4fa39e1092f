/**
 * Whether a pending decision may be sent now: one pure function that climbs the gates in their fixed order and says of
 * each why it passed or stopped, as facts that a view puts into words. A table says which gates a class of message climbs:
 *
 *   expiry → address → consent → suppression → complaint → pause → holdout → stop → quiet hours → caps → budget
 *
 * Transactional and service messages are what a person waits for: no topic, cap or budget holds them. Care and surveys are held
 * like promotions, but by no control group. A webhook goes to the shop's own systems: what protects a person does not apply.
 */
import type { JsonObject } from '../json.ts';
import { DAY_MS } from '../time.ts';
import { capCounts, CAPPED_CLASSES } from './capScope.ts';
import type { Contact } from './contact.ts';
import { budgetGate } from './gates/budget.ts';
import { capGate } from './gates/cap.ts';
import { consentGate } from './gates/consent.ts';
import type { Gate, SendContext, Stop } from './gates/gate.ts';
import { holdoutGate } from './gates/holdout.ts';
import { quietHoursGate } from './gates/quietHours.ts';
import { addressGate, expiryGate } from './gates/reach.ts';
import { complaintGate, pauseGate, suppressionGate } from './gates/standing.ts';
import { stopGate } from './gates/stop.ts';
import type { MessageClass } from './messageClass.ts';

export type { SendContext } from './gates/gate.ts';
export { takesLastSlot } from './gates/cap.ts';

/** Every gate by its name in the evidence, in the order they are climbed. */
const GATES = {
  expiry: expiryGate,
  address: addressGate,
  consent: consentGate,
  suppression: suppressionGate,
  complaint: complaintGate,
  pause: pauseGate,
  holdout: holdoutGate,
  stop: stopGate,
  'quiet-hours': quietHoursGate,
  cap: capGate,
  budget: budgetGate,
} as const satisfies Readonly<Record<string, Gate>>;

export type GateName = keyof typeof GATES;

const ASKED: readonly GateName[] = [
  ...(['expiry', 'address', 'consent', 'suppression', 'complaint', 'pause'] as const),
  ...(['stop', 'quiet-hours', 'cap', 'budget'] as const),
];

/** Which gates a class of message climbs. */
export const GATES_OF: Readonly<Record<MessageClass, readonly GateName[]>> = {
  transactional: ['expiry', 'address', 'suppression', 'stop'],
  service: ['expiry', 'address', 'suppression', 'stop', 'quiet-hours'],
  care: ASKED,
  survey: ASKED,
  promotional: [...ASKED.slice(0, 6), 'holdout', ...ASKED.slice(6)],
};

/** Of these a webhook climbs the ones that are not about a person. */
const WEBHOOK_GATES: readonly GateName[] = ['expiry', 'holdout', 'stop'];

interface Rung {
  readonly name: GateName;
  readonly gate: Gate;
}

function rungs(names: readonly GateName[]): readonly Rung[] {
  return names.map((name) => ({ name, gate: GATES[name] }));
}

function ladderOf(messageClass: MessageClass) {
  const names = GATES_OF[messageClass];
  return { person: rungs(names), webhook: rungs(names.filter((name) => WEBHOOK_GATES.includes(name))) };
}

const LADDERS: Readonly<Record<MessageClass, ReturnType<typeof ladderOf>>> = {
  transactional: ladderOf('transactional'),
  service: ladderOf('service'),
  care: ladderOf('care'),
  survey: ladderOf('survey'),
  promotional: ladderOf('promotional'),
};

function rungsOf({ decision }: SendContext): readonly Rung[] {
  const ladder = LADDERS[decision.class];
  return decision.channel === 'webhook' ? ladder.webhook : ladder.person;
}

export type PolicyResult = ({ readonly kind: 'send' } | Stop) & { readonly evidence: () => JsonObject };

/** The gates climbed so far, in order; the last one is where it stopped. Made only when somebody keeps it. */
function climbed(context: SendContext, count: number): JsonObject {
  return {
    gates: rungsOf(context)
      .slice(0, count)
      .map(({ name, gate }) => {
        const result = gate(context);
        return { gate: name, passed: result.kind === 'pass', ...result.facts(context) };
      }),
  };
}

/**
 * May this decision be sent now? `hold` names the instant to ask again. `evidence()` writes out the gates climbed. Quiet hours and
 * stops hold whatever the node says; caps, pauses and budgets hold only where the node waits, and refuse otherwise. What cannot go
 * before it expires is refused at once.
 */
export function decideSend(context: SendContext): PolicyResult {
  const ladder = rungsOf(context);
  for (let i = 0; i < ladder.length; i += 1) {
    const rung = ladder[i];
    if (rung === undefined) break;
    const result = rung.gate(context);
    if (result.kind === 'pass') continue;
    return { ...result, evidence: () => climbed(context, i + 1) };
  }
  return { kind: 'send', evidence: () => climbed(context, ladder.length) };
}

/** Days a contact must remember sends for; 0 where nothing counts this one. */
function daysRemembered({ decision, contact, settings }: SendContext): {
  readonly days: number;
  readonly own: boolean;
} {
  const pace = contact?.pace ?? null;
  let days = pace?.withinDays ?? 0;
  let own = pace !== null && CAPPED_CLASSES.includes(decision.class);
  for (const cap of settings.messages.caps) {
    days = Math.max(days, cap.withinDays);
    own ||= capCounts(cap, decision);
  }
  return { days, own };
}

/** The sends a contact must remember for the caps and its owner's pace: those within the longest window, and this one if it counts. */
export function recentSendsAfter(context: SendContext): Contact['recentSends'] {
  const { decision, contact, now } = context;
  const { days, own } = daysRemembered(context);
  const since = own ? now - days * DAY_MS : Number.NEGATIVE_INFINITY;
  const before = (contact?.recentSends ?? []).filter(
    (sent) => sent.at > since && sent.decisionId !== decision.id,
  );
  if (!own) return before;
  return [...before, { at: now, class: decision.class, topic: decision.topic, decisionId: decision.id }];
}
