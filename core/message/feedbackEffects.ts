/** What an event about a message makes of the contact, of the facts, and of a decision that was still open. Pure. */
import type { Fact } from '../fact.ts';
import type { JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';
import { type Contact, EVERY_TOPIC, withConsent } from './contact.ts';
import type { Decision } from './decision.ts';
import type { ProviderEvent } from './feedback.ts';
import type { FeedbackChange } from './sendChange.ts';
import { settledFact } from './settle.ts';
import { withDelivery, withSoftBounce } from './softBounces.ts';
import { withSuppression } from './suppression.ts';

/** What its reader did, or a machine in their stead. */
export function isByReader({ kind }: ProviderEvent): boolean {
  return kind === 'opened' || kind === 'clicked';
}

function bounced(contact: Contact, { bounce, blames, at, detail }: ProviderEvent, by: Decision | null) {
  if (bounce === 'hard')
    return withSuppression(contact, { why: 'hard-bounce', at, source: detail ?? 'the provider' });
  return blames === 'message' || by === null ? contact : withSoftBounce(contact, { decisionId: by.id, at });
}

/** A complaint about spam withdraws every consent on the channel; its proof is the provider's report. */
function complained(contact: Contact, { channel, at, detail }: ProviderEvent): Contact {
  const source = detail === undefined ? 'complaint about spam' : `complaint about spam: ${detail}`;
  const refusal = { topic: EVERY_TOPIC, channel, state: 'denied', at, source, wording: null } as const;
  const refused = withConsent(contact, { ...refusal, by: 'mailbox provider' });
  return withSuppression(refused, { why: 'spam-complaint', at, source });
}

/** The contact after the event; the same object where it says nothing about the address. */
export function contactAfter(contact: Contact, event: ProviderEvent, decision: Decision | null): Contact {
  switch (event.kind) {
    case 'delivered':
      return withDelivery(contact, event.at);
    case 'bounced':
      return bounced(contact, event, decision);
    case 'complained':
      return complained(contact, event);
    case 'sent':
    case 'rejected':
    case 'delayed':
    case 'opened':
    case 'clicked':
      return contact;
  }
}

/** Whether the event may change the contact. */
export function touchesContact({ kind }: ProviderEvent): boolean {
  return kind === 'delivered' || kind === 'bounced' || kind === 'complained';
}

/** What went wrong is a fact of its own. Of what went right the decision tells; what the reader did is an event of theirs. */
function feedbackFacts(event: ProviderEvent, { id, customerId, journeyId, nodeId }: Decision): Fact[] {
  const { kind, bounce, detail, at } = event;
  if (kind !== 'bounced' && kind !== 'complained' && kind !== 'rejected') return [];
  const body: JsonObject = {
    decision: id,
    node: nodeId,
    what: kind,
    ...(bounce === undefined ? {} : { bounce }),
    ...(detail === undefined ? {} : { detail }),
  };
  return [{ customerId, at, kind: 'message-feedback', journeyId, body }];
}

/** A complaint is a consent withdrawn, and told as one. */
function consentFacts({ kind, channel, at, detail }: ProviderEvent, { customerId }: Decision): Fact[] {
  if (kind !== 'complained') return [];
  const source = detail ?? 'complaint about spam';
  const body = { topic: EVERY_TOPIC, channel, state: 'denied', at, source, wording: null };
  return [{ customerId, at, kind: 'consent-changed', journeyId: null, body }];
}

/** What is written down with the event. */
export function factsOf(event: ProviderEvent, decision: Decision): Fact[] {
  return [...feedbackFacts(event, decision), ...consentFacts(event, decision)];
}

/** An event about a message proves that it left; a rejected one is the proof that it did not. */
export function outcomeOf(event: ProviderEvent, decision: Decision, now: Instant): FeedbackChange['ifOpen'] {
  if (event.kind === 'delayed') return null;
  const failed = event.kind === 'rejected';
  const outcome = failed ? 'failed' : 'sent';
  const reason = failed ? (event.detail ?? 'the provider rejected it') : null;
  const { providerMessageId } = event;
  return { outcome, reason, providerMessageId, fact: settledFact(decision, now, outcome, reason) };
}
