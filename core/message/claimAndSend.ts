/**
 * A message claimed, handed over once, and its outcome recorded. The claim commits before the provider hears of the message;
 * where its answer is lost the decision says whose it is; what is ambiguous is in doubt and never tried again here.
 */
import type { Claim, ClaimResult, OutboundMessage, ProviderReply } from '../ports.ts';
import { type Instant, SECOND_MS } from '../time.ts';
import { withAttempts, withRefused } from './attempts.ts';
import type { Contact } from './contact.ts';
import type { Decision, ReservedJourney } from './decision.ts';
import { mailboxProviderOf } from './mailboxProvider.ts';
import { type PolicyResult, recentSendsAfter, type SendContext } from './policy.ts';
import type { SliceTake } from './sendChange.ts';
import type { SendDeps } from './sendDeps.ts';
import { senderOf } from './sender.ts';
import { recordDoubt, releaseClaimed, type SendResult, settleClaimed, settlement } from './settle.ts';
import type { Subject } from './subject.ts';
import { type TallyGroup, tallyGroup } from './tally.ts';

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

async function attempt(deps: SendDeps, message: OutboundMessage): Promise<ProviderReply> {
  try {
    return await deps.provider.send(message);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : 'the provider failed without a word';
    return { kind: 'ambiguous', reason };
  }
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

/** A decision as it was judged. */
export type Ready = { readonly context: SendContext; readonly verdict: PolicyResult };

/** Of a message that is judged and paid for; `again`: judge anew, something moved meanwhile. */
export async function claimAndSend(
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
