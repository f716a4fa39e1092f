/** The send path in a store file. */
import { shardOf } from '../../core/chance.ts';
import type { Fact } from '../../core/fact.ts';
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
import { addressKey } from '../../core/ids.ts';
import {
  claimedDecision,
  type DecisionProgress,
  mayRelease,
  maySettle,
  releasedDecision,
  settledDecision,
  toldDecision,
} from '../records/decisionChange.ts';
import { requireSoundConsequences, requireSoundContacts } from '../records/soundChange.ts';
import { text } from './columns.ts';
import { readContact } from './contactRows.ts';
import { readDecision } from './decisionRows.ts';
import type { SliceTable } from './sliceTable.ts';
import type { StoreTables } from './storeTables.ts';
import { TallyTable } from './tallyTable.ts';

/** The source under which a provider's events, and changes of contacts alone, are known to have been applied. */
const PROVIDER = 'provider';

export function sqliteSend(tables: StoreTables, slices: SliceTable): SendStore {
  const { file, shards } = tables;
  const tallies = new TallyTable(file);
  const sql = {
    sentAs: file.prepare('SELECT * FROM decisions WHERE provider_message_id = ? ORDER BY no DESC LIMIT 1'),
    customerOf: file.prepare('SELECT customer_id FROM decisions WHERE id = ?'),
    hasEvent: file.prepare('SELECT 1 FROM events WHERE source = ? AND message_id = ?'),
    addEvent: file.prepare('INSERT INTO events (source, message_id, at) VALUES (?, ?, ?)'),
    suppressed: file.prepare(
      `SELECT key, version, body FROM contacts WHERE json_extract(body, '$.suppression') IS NOT NULL AND key > ?
      ORDER BY key LIMIT ?`,
    ),
    // Word for word what the index is made of, or the planner would not use it.
    failedWebhooks: file.prepare(
      `SELECT * FROM decisions WHERE channel = 'webhook' AND outcome IN ('failed', 'unknown')
      AND settled_at >= ? AND (settled_at, id) < (?, ?) ORDER BY settled_at DESC, id DESC LIMIT ?`,
    ),
  };

  function shardOfDecision(id: Decision['id']): number {
    const row = sql.customerOf.get(id);
    return row === undefined ? 0 : shardOf(text(row, 'customer_id'), shards);
  }

  function tallySent(before: DecisionProgress, outcome: Settlement['outcome'], at: number): void {
    if (outcome !== 'sent' || before.tallyGroup === null) return;
    tallies.add(utcDay(at), shardOfDecision(before.id), before.tallyGroup, 'sent');
  }

  function claim(wanted: Claim): ClaimResult {
    const decision = tables.progress(wanted.decisionId);
    if (decision?.outcome !== 'pending') return 'lost';
    if (wanted.contact !== null) {
      if (tables.contactVersion(wanted.contact.key) !== wanted.expectedContactVersion) return 'conflict';
    }
    if (wanted.slice !== null && !slices.take(wanted.slice)) return 'no-budget';
    if (wanted.contact !== null) tables.putContact(wanted.contact);
    tables.changeDecision(claimedDecision(decision, wanted));
    return 'claimed';
  }

  function settle(settlement: Settlement): CommitResult {
    requireSoundConsequences(settlement);
    const decision = tables.progress(settlement.decisionId);
    if (decision === null || !maySettle(decision, settlement)) return 'conflict';
    if (!tables.isAsExpected(settlement)) return 'conflict';
    tables.changeDecision(settledDecision(decision, settlement));
    tallySent(decision, settlement.outcome, settlement.at);
    tables.writeConsequences(settlement);
    return 'committed';
  }

  function release(wanted: Release): CommitResult {
    const decision = tables.progress(wanted.decisionId);
    if (decision === null || !mayRelease(decision, wanted)) return 'conflict';
    if (wanted.slice != null) slices.giveBack(wanted.slice);
    tables.changeDecision(releasedDecision(decision, wanted));
    return 'committed';
  }

  function putDecision({ decision, fact }: { decision: Decision; fact: Fact }): boolean {
    if (tables.progress(decision.id) !== null) return false;
    tables.addDecision(decision);
    tables.putFacts([fact]);
    return true;
  }

  function areAsExpected(contacts: readonly ContactWrite[]): boolean {
    return contacts.every(
      ({ contact, expectedVersion }) => tables.contactVersion(contact.key) === expectedVersion,
    );
  }

  function recordFeedback(change: FeedbackChange): CommitResult | 'duplicate' {
    requireSoundContacts(change.contacts);
    if (sql.hasEvent.get(PROVIDER, change.eventId) !== undefined) return 'duplicate';
    if (!areAsExpected(change.contacts)) return 'conflict';
    sql.addEvent.run(PROVIDER, change.eventId, change.at);
    for (const { contact } of change.contacts) tables.putContact(contact);
    tables.putFacts(change.facts);
    const known = change.decisionId === null ? null : tables.progress(change.decisionId);
    if (known === null) return 'committed';
    const { decision, settled, tallied } = toldDecision(known, change);
    tables.changeDecision(decision);
    if (settled && change.ifOpen !== null) tables.putFacts([change.ifOpen.fact]);
    const { tallyGroup } = decision;
    if (tallyGroup !== null && tallied.length > 0) {
      const shard = shardOfDecision(decision.id);
      for (const what of tallied) tallies.add(utcDay(change.at), shard, tallyGroup, what);
    }
    return 'committed';
  }

  function changeContacts({ contacts, facts, eventId, at }: ContactChange): CommitResult | 'duplicate' {
    requireSoundContacts(contacts);
    if (eventId !== undefined && sql.hasEvent.get(PROVIDER, eventId) !== undefined) return 'duplicate';
    if (!areAsExpected(contacts)) return 'conflict';
    if (eventId !== undefined) sql.addEvent.run(PROVIDER, eventId, at);
    for (const { contact } of contacts) tables.putContact(contact);
    tables.putFacts(facts);
    return 'committed';
  }

  function failedWebhooks({ since, before, limit }: FailedWebhookQuery): Decision[] {
    const from = since ?? Number.MIN_SAFE_INTEGER;
    const until = before?.settledAt ?? Number.MAX_SAFE_INTEGER;
    return sql.failedWebhooks.all(from, until, before?.id ?? '', limit).map(readDecision);
  }

  return {
    loadDecision: (id) => file.read(() => tables.decision(id)),
    decisionSentAs: (providerMessageId) =>
      file.read(() => {
        const row = sql.sentAs.get(providerMessageId);
        return row === undefined ? null : readDecision(row);
      }),
    putDecisions: (decisions) => Promise.all(decisions.map((one) => file.write(() => putDecision(one)))),
    claim: (wanted) => file.write(() => claim(wanted)),
    settle: (settlement) => file.write(() => settle(settlement)),
    release: (wanted) => file.write(() => release(wanted)),
    recordFeedback: (change) => file.write(() => recordFeedback(change)),
    changeContacts: (change) => file.write(() => changeContacts(change), change.contacts.length),
    tallies: (query) => file.read(() => tallies.between(query)),
    suppressedContacts: ({ after, limit }) =>
      file.read(() =>
        sql.suppressed.all(after ?? '', limit).map((row) => readContact(row, addressKey(text(row, 'key')))),
      ),
    failedWebhooks: (query) => file.read(() => failedWebhooks(query)),
  };
}
