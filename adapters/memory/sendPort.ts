/** The send path in memory. */
import type { Fact } from '../../core/fact.ts';
import { isGivenUp } from '../../core/message/callAgain.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import { utcDay } from '../../core/time.ts';
import type {
  Claim,
  ClaimResult,
  CommitResult,
  ContactChange,
  ContactWrite,
  FailedWebhookQuery,
  FeedbackChange,
  Release,
  SendStore,
  Settlement,
} from '../../core/ports.ts';
import {
  claimedDecision,
  maySettle,
  mayRelease,
  releasedDecision,
  settledDecision,
  toldDecision,
} from '../records/decisionChange.ts';
import { requireSoundConsequences, requireSoundContacts } from '../records/soundChange.ts';
import { compareText } from '../records/textOrder.ts';
import type { MemoryState } from './memoryState.ts';

const PROVIDER = 'provider';

function claim(state: MemoryState, wanted: Claim): ClaimResult {
  const slot = state.decisions.get(wanted.decisionId);
  if (slot?.decision.outcome !== 'pending') return 'lost';
  if (wanted.contact !== null) {
    const known = state.contacts.get(wanted.contact.key);
    if ((known?.version ?? 0) !== wanted.expectedContactVersion) return 'conflict';
  }
  if (wanted.slice !== null && !state.slices.take(wanted.slice)) return 'no-budget';
  if (wanted.contact !== null) state.contacts.set(wanted.contact.key, wanted.contact);
  state.changeDecision(slot, claimedDecision(slot.decision, wanted));
  return 'claimed';
}

function settle(state: MemoryState, settlement: Settlement): CommitResult {
  requireSoundConsequences(settlement);
  const slot = state.decisions.get(settlement.decisionId);
  if (slot === undefined || !maySettle(slot.decision, settlement)) return 'conflict';
  if (!state.isAsExpected(settlement)) return 'conflict';
  const { tallyGroup } = slot.decision;
  state.changeDecision(slot, settledDecision(slot.decision, settlement));
  if (settlement.outcome === 'sent' && tallyGroup !== null) {
    state.tallies.add(utcDay(settlement.at), tallyGroup, 'sent');
  }
  state.writeConsequences(settlement);
  return 'committed';
}

function release(state: MemoryState, wanted: Release): CommitResult {
  const slot = state.decisions.get(wanted.decisionId);
  if (slot === undefined || !mayRelease(slot.decision, wanted)) return 'conflict';
  if (wanted.slice != null) state.slices.giveBack(wanted.slice);
  state.changeDecision(slot, releasedDecision(slot.decision, wanted));
  return 'committed';
}

function putDecision(state: MemoryState, { decision, fact }: { decision: Decision; fact: Fact }): boolean {
  if (state.decisions.has(decision.id)) return false;
  state.addDecision(decision);
  state.putFacts([fact]);
  return true;
}

function areAsExpected(state: MemoryState, contacts: readonly ContactWrite[]): boolean {
  return contacts.every(
    ({ contact, expectedVersion }) => (state.contacts.get(contact.key)?.version ?? 0) === expectedVersion,
  );
}

function putContacts(state: MemoryState, contacts: readonly ContactWrite[]): void {
  for (const { contact } of contacts) state.contacts.set(contact.key, contact);
}

function recordFeedback(state: MemoryState, change: FeedbackChange): CommitResult | 'duplicate' {
  requireSoundContacts(change.contacts);
  if (state.events.has(PROVIDER, change.eventId)) return 'duplicate';
  if (!areAsExpected(state, change.contacts)) return 'conflict';
  state.events.add(PROVIDER, change.eventId);
  putContacts(state, change.contacts);
  state.putFacts(change.facts);
  const slot = change.decisionId === null ? undefined : state.decisions.get(change.decisionId);
  if (slot === undefined) return 'committed';
  const { decision, settled, tallied } = toldDecision(slot.decision, change);
  state.changeDecision(slot, decision);
  if (settled && change.ifOpen !== null) state.putFacts([change.ifOpen.fact]);
  if (decision.tallyGroup !== null) {
    for (const what of tallied) state.tallies.add(utcDay(change.at), decision.tallyGroup, what);
  }
  return 'committed';
}

function changeContacts(
  state: MemoryState,
  { contacts, facts, eventId }: ContactChange,
): CommitResult | 'duplicate' {
  requireSoundContacts(contacts);
  if (eventId !== undefined && state.events.has(PROVIDER, eventId)) return 'duplicate';
  if (!areAsExpected(state, contacts)) return 'conflict';
  if (eventId !== undefined) state.events.add(PROVIDER, eventId);
  putContacts(state, contacts);
  state.putFacts(facts);
  return 'committed';
}

function suppressed(state: MemoryState, after: Contact['key'] | null, limit: number): Contact[] {
  return [...state.contacts.values()]
    .filter(({ key, suppression }) => suppression !== null && (after === null || key > after))
    .sort((a, b) => compareText(a.key, b.key))
    .slice(0, limit);
}

function sentAs(state: MemoryState, providerMessageId: string): Decision | null {
  let found: Decision | null = null;
  for (const { decision } of state.decisions.values()) {
    if (decision.providerMessageId === providerMessageId) found = decision;
  }
  return found;
}

type Settled = Pick<Decision, 'settledAt' | 'id'>;

function compareSettled(a: Settled, b: Settled): number {
  return (a.settledAt ?? 0) - (b.settledAt ?? 0) || compareText(a.id, b.id);
}

function failedWebhooks(state: MemoryState, { since, before, limit }: FailedWebhookQuery): Decision[] {
  return [...state.decisions.values()]
    .map(({ decision }) => decision)
    .filter((one) => isGivenUp(one) && one.settledAt !== null && (since === null || one.settledAt >= since))
    .filter((one) => before === null || compareSettled(one, before) < 0)
    .sort((a, b) => compareSettled(b, a))
    .slice(0, limit);
}

export function memorySend(state: MemoryState): SendStore {
  return {
    loadDecision: async (id) => state.decisions.get(id)?.decision ?? null,
    decisionSentAs: async (providerMessageId) => sentAs(state, providerMessageId),
    putDecisions: async (decisions) => decisions.map((one) => putDecision(state, one)),
    claim: (wanted) => Promise.resolve(claim(state, wanted)),
    settle: async (settlement) => settle(state, settlement),
    release: (wanted) => Promise.resolve(release(state, wanted)),
    recordFeedback: async (change) => recordFeedback(state, change),
    changeContacts: async (change) => changeContacts(state, change),
    tallies: async (query) => state.tallies.between(query),
    suppressedContacts: async ({ after, limit }) => suppressed(state, after, limit),
    failedWebhooks: async (query) => failedWebhooks(state, query),
  };
}
