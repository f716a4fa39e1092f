/**
 * The send path of one decision: judge, claim, send once, record. The claim commits before the provider hears of the message;
 * there is one attempt; what is ambiguous becomes unknown and is never sent again. A crash between claim and record leaves a
 * claimed decision that the wave finds after the claim timeout and marks unknown. Webhooks alone are tried again instead.
 */
import type { Person } from '../customer/person.ts';
import type { JsonObject } from '../json.ts';
import type {
  Claim,
  ClaimResult,
  MessageProvider,
  OutboundMessage,
  PeopleStore,
  ProviderReply,
} from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { type Instant, SECOND_MS } from '../time.ts';
import { refusedBefore, triedBefore, withAttempts, withRefused } from './attempts.ts';
import { budgetsOf, type Exhausted, NONE_EXHAUSTED } from './budgetsOf.ts';
import type { Contact } from './contact.ts';
import { countryOf } from './jurisdiction.ts';
import type { Decision, ReservedJourney } from './decision.ts';
import { mailboxProviderOf } from './mailboxProvider.ts';
import type { ConsentChannel } from './messageClass.ts';
import {
  decideSend,
  type PolicyResult,
  recentSendsAfter,
  type SendContext,
  takesLastSlot,
} from './policy.ts';
import type { Purse } from './purse.ts';
import { rivalsOf } from './rivals.ts';
import type { SliceTake } from './sendChange.ts';
import { senderOf } from './sender.ts';
import type { SendingState } from './sendingState.ts';
import {
  recordDoubt,
  releaseClaimed,
  type SendResult,
  type SettleDeps,
  settleClaimed,
  settlement,
  suppress,
} from './settle.ts';
import { type Subject, type SubjectDeps, subjectOf } from './subject.ts';
import { type TallyGroup, tallyGroup } from './tally.ts';
import { templateLocale, type TemplateVariantRef } from './template.ts';

export type { SendResult } from './settle.ts';

export interface SendDeps {
  readonly store: SettleDeps['store'] & SubjectDeps['store'] & Pick<PeopleStore, 'loadPerson'>;
  readonly provider: MessageProvider;
  readonly addressKeyOf: SubjectDeps['addressKeyOf'];
  readonly settings: Settings;
  /** Names this worker; unique among workers that run at once. */
  readonly claimant: string;
  /** Newest version of a template; null when there is none for the channel. */
  readonly templateVersion: (id: string, channel: ConsentChannel) => number | null;
  /** In which of a template's languages a reader of this locale gets it. Default: in those of what ships. */
  readonly templateVariant?: (id: string, locale: string | null) => TemplateVariantRef | null;
  readonly mergeData: (decision: Decision, person: Person, settings: Settings, now: Instant) => JsonObject;
  /** Products for a template that shows them, where no step before gave any; without it, or with none, it says its other words. */
  readonly picks?: (decision: Decision, person: Person, now: Instant) => Promise<readonly JsonObject[]>;
  /** What sending it costs, in millionths of a US dollar. */
  readonly costOf: (message: OutboundMessage) => number | Promise<number>;
  /** Whether to keep the ladder of gates with each decision. */
  readonly keepEvidence: boolean;
  /** As it was when the page was begun. */
  readonly sending: SendingState;
  readonly purse: Purse;
  /** Most emails the provider takes in 24 hours; null where that is without end. */
  readonly dailyQuota: number | null;
}

/** A contact that moved, or a slice that ran out, between judging and claiming. */
const MOST_RACES = 5;
/** A provider that says "now" is asked again by a later wave, never in a circle within this one. */
const SOONEST_RETRY_MS = SECOND_MS;
/** Sends of this journey are tries of a template: nothing counts them. */
export const TEST_JOURNEY: ReservedJourney = 'test-send';

/** Of one claim and no other, so that a lost answer can be looked up. */
function claimantOf(deps: SendDeps, decision: Decision): string {
  return `${deps.claimant}#${decision.tries + 1}`;
}

async function recordReply(
  deps: SendDeps,
  decision: Decision,
  { claimant, slice, evidence }: Claim,
  reply: ProviderReply,
  now: Instant,
): Promise<SendResult> {
  switch (reply.kind) {
    case 'accepted': {
      const { providerMessageId } = reply;
      await settleClaimed(deps, settlement(decision, now, 'sent', { claimant, providerMessageId, evidence }));
      return 'sent';
    }
    case 'refused': {
      const { reason, retryAfterMs } = reply;
      if (retryAfterMs === null) {
        await settleClaimed(deps, settlement(decision, now, 'failed', { claimant, reason, evidence }));
        return 'failed';
      }
      const dueAt = now + Math.max(SOONEST_RETRY_MS, retryAfterMs);
      const released = await releaseClaimed(deps, {
        decisionId: decision.id,
        claimant,
        dueAt,
        evidence: withRefused(decision, evidence, reason),
        slice,
      });
      if (released === 'committed') deps.purse.putBack(slice);
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
  const variant = deps.templateVariant?.(template, person.locale) ?? null;
  return templateVersion === null
    ? null
    : { ...envelope, ...variant, channel, template, templateVersion, mergeData: mergeData() };
}

/** The decision with the products its message shows. */
async function withPicks(
  { picks }: SendDeps,
  decision: Decision,
  person: Person,
  now: Instant,
): Promise<Decision> {
  if (picks === undefined || decision.given?.['picks'] !== undefined) return decision;
  const shown = await picks(decision, person, now);
  return shown.length === 0 ? decision : { ...decision, given: { ...decision.given, picks: shown } };
}

async function attempt(deps: SendDeps, message: OutboundMessage): Promise<ProviderReply> {
  try {
    return await deps.provider.send(message);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : 'the provider failed without a word';
    return { kind: 'ambiguous', reason };
  }
}

function contextOf(
  deps: SendDeps,
  { decision, inForce, person }: Subject,
  now: Instant,
  exhausted: Exhausted,
): SendContext {
  const { settings, sending } = deps;
  const country = person === null ? null : countryOf(person, decision.channel);
  const zone = person?.zone ?? null;
  const isEnded = person?.lifecycle?.winBack?.verdict === 'end';
  return {
    decision,
    contact: inForce,
    zone,
    country,
    now,
    settings,
    sending,
    exhausted,
    ...(isEnded ? { isEnded } : {}),
  };
}

/** The contact as the claim leaves it: one version on, with this send in its cap windows. */
function claimedContact({ contact }: Subject, context: SendContext): Contact | null {
  if (contact === null) return null;
  return { ...contact, version: contact.version + 1, recentSends: recentSendsAfter(context) };
}

function tallyGroupOf({ settings }: SendDeps, decision: Decision, to: string): TallyGroup | null {
  if (decision.channel === 'webhook' || decision.journeyId === TEST_JOURNEY) return null;
  const mailbox = decision.channel === 'sms' ? 'sms' : mailboxProviderOf(to);
  return tallyGroup(senderOf(settings, decision).id, mailbox);
}

/** Claims; where the answer was lost the decision says whose it is. Throws where it is nobody's. */
async function claimSurely(deps: SendDeps, claim: Claim): Promise<ClaimResult> {
  try {
    return await deps.store.claim(claim);
  } catch (failure) {
    const decision = await deps.store.loadDecision(claim.decisionId);
    if (decision?.outcome === 'claimed' && decision.claimant === claim.claimant) return 'claimed';
    deps.purse.doubt(claim.slice);
    if (decision?.outcome === 'pending') throw failure;
    return 'lost';
  }
}

type Ready = { readonly context: SendContext; readonly verdict: PolicyResult };

async function claimAndSend(
  deps: SendDeps,
  subject: Subject,
  { context, verdict }: Ready,
  message: OutboundMessage,
  slice: SliceTake | null,
  costMicroUsd: number,
): Promise<SendResult | 'again'> {
  const { decision, contact } = subject;
  const { now } = context;
  const claim: Claim = {
    decisionId: decision.id,
    claimant: claimantOf(deps, decision),
    at: now,
    templateVersion: message.channel === 'webhook' ? null : message.templateVersion,
    evidence: withAttempts(decision, deps.keepEvidence ? verdict.evidence() : null),
    contact: claimedContact(subject, context),
    expectedContactVersion: contact?.version ?? 0,
    slice,
    costMicroUsd,
    tallyGroup: tallyGroupOf(deps, decision, message.to),
  };
  const claimed = await claimSurely(deps, claim);
  switch (claimed) {
    case 'claimed':
      return recordReply(deps, decision, claim, await attempt(deps, message), now);
    case 'no-budget':
      deps.purse.doubt(slice);
      return 'again';
    case 'conflict':
      deps.purse.putBack(slice);
      return 'again';
    case 'lost':
      deps.purse.putBack(slice);
      return 'lost';
  }
}

/** Pays for the message out of the purse, and sends it; where a budget has too little the policy says what then. */
async function payAndSend(deps: SendDeps, subject: Subject, ready: Ready): Promise<SendResult | 'again'> {
  const { decision, person, address } = subject;
  const { now } = ready.context;
  if (person === null || address === null) return suppress(deps, decision, now, 'no-address', null);
  const showing = await withPicks(deps, decision, person, now);
  const message = outboundMessage(deps, showing, person, address, now);
  if (message === null) return suppress(deps, decision, now, 'unknown-template', null);
  const budgets = budgetsOf(decision, deps.settings, deps.dailyQuota, now);
  const cost = await deps.costOf(message);
  const taken = await deps.purse.take(budgets, cost, now);
  if (taken.kind === 'taken') return claimAndSend(deps, subject, ready, message, taken.slice, cost);
  const context = contextOf(deps, subject, now, new Map([[taken.budget, taken.freeAt]]));
  const verdict = decideSend(context);
  if (verdict.kind !== 'send') return refuse(deps, decision, verdict, now);
  return claimAndSend(deps, subject, { context, verdict }, message, null, cost);
}

/** What the provider turned away until it was too late failed for the reason the provider gave. */
async function recordRefused(
  deps: SendDeps,
  decision: Decision,
  reason: string,
  now: Instant,
): Promise<SendResult> {
  const failed = settlement(decision, now, 'failed', { reason, evidence: decision.evidence });
  return (await deps.store.settle(failed)) === 'committed' ? 'failed' : 'lost';
}

async function refuse(
  deps: SendDeps,
  decision: Decision,
  verdict: Exclude<PolicyResult, { readonly kind: 'send' }>,
  now: Instant,
): Promise<SendResult> {
  const evidence = deps.keepEvidence ? verdict.evidence() : null;
  switch (verdict.kind) {
    case 'suppress': {
      if (verdict.reason === 'expired') {
        const tried = triedBefore(decision);
        if (tried !== null) return recordDoubt(deps, decision, null, tried.last, now, decision.evidence);
        const refused = refusedBefore(decision);
        if (refused !== null) return recordRefused(deps, decision, refused.last, now);
      }
      return suppress(deps, decision, now, verdict.reason, evidence);
    }
    case 'held-out': {
      const change = settlement(decision, now, 'held-out', { evidence });
      return (await deps.store.settle(change)) === 'committed' ? 'settled' : 'lost';
    }
    case 'hold': {
      const kept = withAttempts(decision, evidence);
      const to = { decisionId: decision.id, claimant: null, dueAt: verdict.until, evidence: kept };
      return (await deps.store.release(to)) === 'committed' ? 'held' : 'lost';
    }
  }
}

/** Where it would take the last slot of a cap, what else waits for the person is looked at first. */
async function judged(deps: SendDeps, context: SendContext): Promise<Ready> {
  const verdict = decideSend(context);
  if (verdict.kind !== 'send' || !takesLastSlot(context)) return { context, verdict };
  const rivals = await rivalsOf(deps.store, context.decision, context.now);
  if (rivals.length === 0) return { context, verdict };
  const among = { ...context, rivals };
  return { context: among, verdict: decideSend(among) };
}

async function judgeAndAct(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult | 'again'> {
  const subject = await subjectOf(deps, decision);
  const { context, verdict } = await judged(deps, contextOf(deps, subject, now, NONE_EXHAUSTED));
  if (verdict.kind === 'send') return payAndSend(deps, subject, { context, verdict });
  return refuse(deps, decision, verdict, now);
}

/** A claim that never got its outcome: nobody knows whether it left. */
function giveUpClaim(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult> {
  const reason = 'no outcome within 15 minutes of the claim';
  return recordDoubt(deps, decision, decision.claimant, reason, now, decision.evidence);
}

/** Runs one due decision to its outcome, or holds it. Never sends a person one twice. */
export async function runSend(deps: SendDeps, decision: Decision, now: Instant): Promise<SendResult> {
  if (decision.outcome === 'claimed') return giveUpClaim(deps, decision, now);
  for (let race = 0; race < MOST_RACES; race += 1) {
    const result = await judgeAndAct(deps, decision, now);
    if (result !== 'again') return result;
  }
  const dueAt = now + SECOND_MS;
  await deps.store.release({ decisionId: decision.id, claimant: null, dueAt, evidence: decision.evidence });
  return 'held';
}
