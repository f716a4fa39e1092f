/**
 * The send path of one decision: judge, claim, send once, record. The claim commits before the provider hears of the message;
 * there is one attempt; what is ambiguous becomes unknown and is never sent again. A crash between claim and record leaves a
 * claimed decision that the wave finds after the claim timeout and marks unknown. Webhooks alone are tried again instead.
 */
import { contactInForce } from '../customer/consentsInForce.ts';
import type { Person } from '../customer/person.ts';
import type { Fact } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import { ended, endFact } from '../journey/passage.ts';
import type {
  AddressKeyOf,
  Consequences,
  MessageProvider,
  OutboundMessage,
  PeopleStore,
  ProviderReply,
  SendStore,
  Settlement,
} from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, SECOND_MS } from '../time.ts';
import { type Contact, newContact } from './contact.ts';
import type { Decision, SuppressionReason } from './decision.ts';
import type { ConsentChannel } from './messageClass.ts';
import { e164 } from './phone.ts';
import { decideSend, type PolicyResult, recentSendsAfter, type SendContext } from './policy.ts';
import { templateLocale } from './template.ts';
import { nextWebhookCall, triedBefore, withTried } from './webhook.ts';

export interface SendDeps {
  readonly store: SendStore &
    Pick<PeopleStore, 'loadProfile' | 'loadPerson' | 'loadContacts' | 'loadIdentities'>;
  readonly provider: MessageProvider;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Settings;
  /** Names this worker in claims; unique among workers that run at once. */
  readonly claimant: string;
  /** Newest version of a template; null when there is none for the channel. */
  readonly templateVersion: (id: string, channel: ConsentChannel) => number | null;
  readonly mergeData: (decision: Decision, person: Person, settings: Settings, now: Instant) => JsonObject;
  /** Whether to keep the ladder of gates with each decision. */
  readonly keepEvidence: boolean;
}

export type SendResult = 'sent' | 'settled' | 'held' | 'lost' | 'unknown' | 'failed' | 'refused';

const MOST_CONTACT_RACES = 5;
/** A provider that says "now" is asked again by a later wave, never in a circle within this one. */
const SOONEST_RETRY_MS = SECOND_MS;

interface Subject {
  readonly decision: Decision;
  readonly person: Person | null;
  readonly address: string | null;
  /** Null without an address, and for a webhook. */
  readonly contact: Contact | null;
  /** The contact with all the consents that hold for the person there; what policy judges, and nobody writes. */
  readonly inForce: Contact | null;
}

function settledFact(
  decision: Decision,
  at: Instant,
  outcome: Settlement['outcome'],
  reason: string | null,
): Fact {
  return {
    customerId: decision.customerId,
    at,
    kind: 'message-settled',
    journeyId: decision.journeyId,
    body: { decision: decision.id, node: decision.nodeId, outcome, reason },
  };
}

function settlement(
  decision: Decision,
  now: Instant,
  outcome: Settlement['outcome'],
  more: Partial<Pick<Settlement, 'reason' | 'evidence' | 'providerMessageId' | 'claimant'>>,
): Settlement {
  const reason = more.reason ?? null;
  return {
    decisionId: decision.id,
    outcome,
    reason,
    at: now,
    evidence: more.evidence ?? null,
    providerMessageId: more.providerMessageId ?? null,
    claimant: more.claimant ?? null,
    enrolments: [],
    cancellations: [],
    facts: [settledFact(decision, now, outcome, reason)],
  };
}

const NO_CONTACT = { contact: null, inForce: null };

async function subjectOf(deps: SendDeps, decision: Decision): Promise<Subject> {
  const person = await deps.store.loadProfile(decision.customerId);
  const { channel } = decision;
  if (person === null) return { decision, person, address: null, ...NO_CONTACT };
  if (channel === 'webhook') return { decision, person, address: decision.url, ...NO_CONTACT };
  const known = channel === 'email' ? person.email : person.phone;
  const address = channel === 'sms' && known !== null ? e164(known) : known;
  if (known === null || address === null) return { decision, person, address, ...NO_CONTACT };
  const key = deps.addressKeyOf(channel, known);
  const contact = (await deps.store.loadContacts([key])).get(key) ?? newContact(key);
  const isPlain = person.members.length === 0 && person.consents.length === 0;
  const inForce = isPlain
    ? contact
    : await contactInForce(deps.store, deps.addressKeyOf, person, channel, contact);
  return { decision, person, address, contact, inForce };
}

/** The passage a refusal ends, where the node says `refused: exit` and the person is still inside, and what it left open. */
async function refusedExit(deps: SendDeps, decision: Decision, now: Instant): Promise<Consequences> {
  if (decision.onRefusal !== 'exit') return NO_CONSEQUENCES;
  const record = await deps.store.loadPerson(decision.customerId);
  const inside = record?.enrolments.find((one) => one.id === decision.enrolmentId && one.status === 'active');
  if (inside === undefined) return NO_CONSEQUENCES;
  const others = inside.openDecisions.filter(({ id }) => id !== decision.id);
  return {
    enrolments: [
      { enrolment: ended(inside, now, 'refused', decision.nodeId), expectedVersion: inside.version },
    ],
    cancellations: others.map(({ id }) => ({ decisionId: id, reason: 'exited', at: now })),
    facts: [endFact(inside, now, 'refused', decision.nodeId)],
  };
}

async function suppress(
  deps: SendDeps,
  decision: Decision,
  now: Instant,
  reason: SuppressionReason,
  evidence: JsonObject | null,
): Promise<SendResult> {
  const exit = await refusedExit(deps, decision, now);
  const change = settlement(decision, now, 'suppressed', { reason, evidence });
  const result = await deps.store.settle({ ...change, ...exit, facts: [...change.facts, ...exit.facts] });
  return result === 'committed' ? 'settled' : 'lost';
}

/** An attempt nobody knows the end of: unknown for ever, but for a webhook that there is time to call again. */
async function recordDoubt(
  deps: SendDeps,
  decision: Decision,
  claimant: string | null,
  reason: string,
  now: Instant,
  evidence: JsonObject | null,
): Promise<SendResult> {
  if (decision.channel === 'webhook') {
    const tried = { times: (triedBefore(decision)?.times ?? 0) + 1, last: reason };
    const dueAt = nextWebhookCall(decision, now);
    if (dueAt !== null) {
      const again = { decisionId: decision.id, claimant, dueAt, evidence: withTried(evidence, tried) };
      return (await deps.store.release(again)) === 'committed' ? 'refused' : 'lost';
    }
  }
  const doubt = settlement(decision, now, 'unknown', { claimant, reason, evidence });
  return (await deps.store.settle(doubt)) === 'committed' ? 'unknown' : 'lost';
}

async function recordReply(
  deps: SendDeps,
  decision: Decision,
  reply: ProviderReply,
  now: Instant,
  evidence: JsonObject | null,
): Promise<SendResult> {
  const claimant = claimantOf(deps, decision);
  switch (reply.kind) {
    case 'accepted': {
      const { providerMessageId } = reply;
      await deps.store.settle(settlement(decision, now, 'sent', { claimant, providerMessageId, evidence }));
      return 'sent';
    }
    case 'refused': {
      if (reply.retryAfterMs === null) {
        await deps.store.settle(
          settlement(decision, now, 'failed', { claimant, reason: reply.reason, evidence }),
        );
        return 'failed';
      }
      const dueAt = now + Math.max(SOONEST_RETRY_MS, reply.retryAfterMs);
      await deps.store.release({ decisionId: decision.id, claimant, dueAt, evidence });
      return 'refused';
    }
    case 'ambiguous':
      return recordDoubt(deps, decision, claimant, reply.reason, now, evidence);
  }
}

/** What the provider is handed; null where there is no such template. */
function outboundMessage(
  deps: SendDeps,
  decision: Decision,
  person: Person,
  to: string,
  now: Instant,
): OutboundMessage | null {
  const { channel, template } = decision;
  const envelope = {
    decisionId: decision.id,
    customerId: decision.customerId,
    to,
    journeyId: decision.journeyId,
    journeyVersion: decision.journeyVersion,
    nodeId: decision.nodeId,
    class: decision.class,
    topic: decision.topic,
    locale: templateLocale(person.locale, deps.settings.shop.locale),
    at: now,
  };
  const mergeData = () => deps.mergeData(decision, person, deps.settings, now);
  if (channel === 'webhook') return { ...envelope, channel, mergeData: mergeData() };
  const templateVersion = deps.templateVersion(template, channel);
  return templateVersion === null
    ? null
    : { ...envelope, channel, template, templateVersion, mergeData: mergeData() };
}

async function attempt(deps: SendDeps, message: OutboundMessage): Promise<ProviderReply> {
  try {
    return await deps.provider.send(message);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : 'the provider failed without a word';
    return { kind: 'ambiguous', reason };
  }
}

function contextOf(deps: SendDeps, subject: Subject, now: Instant): SendContext {
  const { decision, inForce, person } = subject;
  return { decision, contact: inForce, zone: person?.zone ?? null, now, settings: deps.settings };
}

/** Of one claim and no other. */
function claimantOf(deps: SendDeps, decision: Decision): string {
  return `${deps.claimant}#${decision.tries + 1}`;
}

/** The contact as the claim leaves it: one version on, with this send in its cap windows. */
function claimedContact({ contact }: Subject, context: SendContext): Contact | null {
  if (contact === null) return null;
  return { ...contact, version: contact.version + 1, recentSends: recentSendsAfter(context) };
}

async function claimAndSend(
  deps: SendDeps,
  subject: Subject,
  verdict: PolicyResult,
  now: Instant,
): Promise<SendResult | 'contact-moved'> {
  const { decision, person, contact, address } = subject;
  const evidence = withTried(deps.keepEvidence ? verdict.evidence() : null, triedBefore(decision));
  if (person === null || address === null) return suppress(deps, decision, now, 'no-address', evidence);
  const message = outboundMessage(deps, decision, person, address, now);
  if (message === null) return suppress(deps, decision, now, 'unknown-template', null);
  const claimed = await deps.store.claim({
    decisionId: decision.id,
    claimant: claimantOf(deps, decision),
    at: now,
    slice: null,
    costMicroUsd: 0,
    tallyGroup: null,
    templateVersion: message.channel === 'webhook' ? null : message.templateVersion,
    evidence,
    contact: claimedContact(subject, contextOf(deps, subject, now)),
    expectedContactVersion: contact?.version ?? 0,
  });
  if (claimed === 'conflict') return 'contact-moved';
  if (claimed === 'lost') return 'lost';
  return recordReply(deps, decision, await attempt(deps, message), now, evidence);
}

async function judgeAndAct(
  deps: SendDeps,
  decision: Decision,
  now: Instant,
): Promise<SendResult | 'contact-moved'> {
  const subject = await subjectOf(deps, decision);
  const verdict = decideSend(contextOf(deps, subject, now));
  const evidence = () => (deps.keepEvidence ? verdict.evidence() : null);
  switch (verdict.kind) {
    case 'send':
      return claimAndSend(deps, subject, verdict, now);
    case 'suppress': {
      const tried = verdict.reason === 'expired' ? triedBefore(decision) : null;
      if (tried === null) return suppress(deps, decision, now, verdict.reason, evidence());
      return recordDoubt(deps, decision, null, tried.last, now, decision.evidence);
    }
    case 'held-out': {
      const change = settlement(decision, now, 'held-out', { evidence: evidence() });
      return (await deps.store.settle(change)) === 'committed' ? 'settled' : 'lost';
    }
    case 'hold': {
      const to = { decisionId: decision.id, claimant: null, dueAt: verdict.until, evidence: evidence() };
      return (await deps.store.release(to)) === 'committed' ? 'held' : 'lost';
    }
  }
}

/** A claim that never got its outcome: nobody knows whether it left. */
function giveUpClaim(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult> {
  const reason = 'no outcome within 15 minutes of the claim';
  return recordDoubt(deps, decision, decision.claimant, reason, now, decision.evidence);
}

/** Runs one due decision to its outcome, or holds it. Never sends a person one twice. */
export async function runSend(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult> {
  if (decision.outcome === 'claimed') return giveUpClaim(deps, decision, now);
  for (let race = 0; race < MOST_CONTACT_RACES; race += 1) {
    const result = await judgeAndAct(deps, decision, now);
    if (result !== 'contact-moved') return result;
  }
  const dueAt = now + SECOND_MS;
  await deps.store.release({ decisionId: decision.id, claimant: null, dueAt, evidence: null });
  return 'held';
}
