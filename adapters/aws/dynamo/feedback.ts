/**
 * What providers tell, folded into the decision it is about under the decision's revision: two that come at once are folded one
 * after the other, in either order to the same. Each event leaves a marker of its id, so that it is applied once.
 */
import type { CommitResult, FeedbackChange } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { toldDecision } from '../../records/decisionChange.ts';
import { requireSoundContacts } from '../../records/soundChange.ts';
import { keyOf, SEEN_MS } from './keys.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import { addTallies, type TallyShards } from './tallies.ts';
import { transact } from './transaction.ts';

/** The source under which a provider's events, and changes of contacts alone, are known to have been applied. */
const PROVIDER = 'provider';

export function seenKey(eventId: string) {
  return keyOf.seen(PROVIDER, eventId);
}

export function markSeen(records: StoreRecords, eventId: string, at: Instant): void {
  records.tx.put(seenKey(eventId), { body: {}, kind: 'seen', expiresAt: at + SEEN_MS });
}

async function tell(
  records: StoreRecords,
  shard: number,
  change: FeedbackChange,
): Promise<CommitResult | 'duplicate'> {
  const { eventId, decisionId, ifOpen, contacts, at } = change;
  const told = ifOpen?.providerMessageId ?? null;
  await records.read([
    seenKey(eventId),
    ...(decisionId === null ? [] : [keyOf.decision(decisionId)]),
    ...(told === null ? [] : [keyOf.sentAs(told)]),
    ...contacts.map(({ contact }) => keyOf.contact(contact.key)),
  ]);
  if ((await records.tx.get(seenKey(eventId))) !== null) return 'duplicate';
  if (!(await records.contactsAsExpected(contacts))) return 'conflict';
  markSeen(records, eventId, at);
  for (const { contact } of contacts) records.putContact(contact);
  records.putFacts(change.facts);
  const known = decisionId === null ? null : await records.decision(decisionId);
  if (known === null) return 'committed';
  const { decision, settled, tallied } = toldDecision(known, change);
  await records.changeDecision(known, decision);
  if (settled && ifOpen !== null) records.putFacts([ifOpen.fact]);
  addTallies(records.tx, shard, { at, group: decision.tallyGroup, what: tallied });
  return 'committed';
}

export async function recordFeedback(
  context: StoreContext,
  tallyShards: TallyShards,
  change: FeedbackChange,
): Promise<CommitResult | 'duplicate'> {
  requireSoundContacts(change.contacts);
  return tallyShards.run((shard) =>
    transact(context.tables, (tx) => tell(new StoreRecords(tx, context), shard, change)),
  );
}
