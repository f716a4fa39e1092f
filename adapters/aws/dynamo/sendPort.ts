/**
 * The send path on DynamoDB. A claim writes three items and no more: the decision, the contact and the worker's own slice. No item
 * is shared between the sends of two people.
 */
import type { Fact } from '../../../core/fact.ts';
import type { DecisionId } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type {
  Claim,
  ClaimResult,
  CommitResult,
  Release,
  SendStore,
  Settlement,
} from '../../../core/ports.ts';
import {
  claimedDecision,
  mayRelease,
  maySettle,
  releasedDecision,
  settledDecision,
} from '../../records/decisionChange.ts';
import { requireSoundConsequences } from '../../records/soundChange.ts';
import { giveBack } from './budgetPort.ts';
import { isAsExpected, keysOfConsequences, writeConsequences } from './consequences.ts';
import { changeContacts, suppressedContacts } from './contacts.ts';
import { recordFeedback } from './feedback.ts';
import type { InTurn } from './inTurn.ts';
import { keyOf } from './keys.ts';
import { readDecision } from './records/decisionItem.ts';
import { takeOut } from './slices.ts';
import type { StoreContext } from './storeContext.ts';
import { idIn, StoreRecords } from './storeRecords.ts';
import type { Tables } from './tables.ts';
import { addTallies, talliesBetween, TallyShards } from './tallies.ts';
import { transact } from './transaction.ts';
import { failedWebhooks } from './webhooks.ts';

/** Decisions put at once, each in a transaction of its own. */
const PUT_AT_ONCE = 16;

async function claim(records: StoreRecords, wanted: Claim): Promise<ClaimResult> {
  const { contact, slice } = wanted;
  await records.read([
    keyOf.decision(wanted.decisionId),
    ...(contact === null ? [] : [keyOf.contact(contact.key)]),
    ...(slice === null ? [] : [keyOf.slice(slice.slice)]),
  ]);
  const decision = await records.decision(wanted.decisionId);
  if (decision?.outcome !== 'pending') return 'lost';
  if (contact !== null) {
    const known = await records.contact(contact.key);
    if ((known?.version ?? 0) !== wanted.expectedContactVersion) return 'conflict';
  }
  if (slice !== null && !(await takeOut(records.tx, slice))) return 'no-budget';
  if (contact !== null) records.putContact(contact);
  await records.changeDecision(decision, claimedDecision(decision, wanted));
  return 'claimed';
}

/** `shard`: of the tallies. */
async function settle(records: StoreRecords, shard: number, settlement: Settlement): Promise<CommitResult> {
  const { decisionId, outcome, providerMessageId, at } = settlement;
  await records.read([
    keyOf.decision(decisionId),
    ...(providerMessageId === null ? [] : [keyOf.sentAs(providerMessageId)]),
    ...keysOfConsequences(settlement),
  ]);
  const decision = await records.decision(decisionId);
  if (decision === null || !maySettle(decision, settlement)) return 'conflict';
  if (!(await isAsExpected(records, settlement))) return 'conflict';
  await records.changeDecision(decision, settledDecision(decision, settlement));
  if (outcome === 'sent') addTallies(records.tx, shard, { at, group: decision.tallyGroup, what: ['sent'] });
  await writeConsequences(records, settlement);
  return 'committed';
}

async function release(context: StoreContext, records: StoreRecords, wanted: Release): Promise<CommitResult> {
  const slice = wanted.slice ?? null;
  await records.read([
    keyOf.decision(wanted.decisionId),
    ...(slice === null ? [] : [keyOf.slice(slice.slice)]),
  ]);
  const decision = await records.decision(wanted.decisionId);
  if (decision === null || !mayRelease(decision, wanted)) return 'conflict';
  if (slice !== null) await giveBack(records.tx, context, slice);
  await records.changeDecision(decision, releasedDecision(decision, wanted));
  return 'committed';
}

interface Put {
  readonly decision: Decision;
  readonly fact: Fact;
}

async function putDecision(records: StoreRecords, { decision, fact }: Put): Promise<boolean> {
  if (!(await records.addDecision(decision))) return false;
  records.putFacts([fact], [decision]);
  return true;
}

async function loadDecision(tables: Tables, id: DecisionId): Promise<Decision | null> {
  const item = await tables.one(keyOf.decision(id));
  return item === null ? null : readDecision(item);
}

/** A pointer whose decision was sent again under another id, or is forgotten, leads nowhere. */
async function decisionSentAs(tables: Tables, providerMessageId: string): Promise<Decision | null> {
  const pointer = await tables.one(keyOf.sentAs(providerMessageId));
  if (pointer === null) return null;
  const decision = await loadDecision(tables, idIn(pointer));
  return decision?.providerMessageId === providerMessageId ? decision : null;
}

/** `turns` are shared with the budget port: whoever changes a slice does so in its turn. */
export function dynamoSend(context: StoreContext, turns: InTurn): SendStore {
  const { tables } = context;
  const tallyShards = new TallyShards(tables.random);
  const change = <Result>(work: (records: StoreRecords) => Promise<Result>) =>
    transact(tables, (tx) => work(new StoreRecords(tx, context)));

  async function putDecisions(decisions: readonly Put[]): Promise<boolean[]> {
    const areNew: boolean[] = [];
    for (let from = 0; from < decisions.length; from += PUT_AT_ONCE) {
      const some = decisions.slice(from, from + PUT_AT_ONCE);
      areNew.push(...(await Promise.all(some.map((one) => change((records) => putDecision(records, one))))));
    }
    return areNew;
  }

  return {
    loadDecision: (id) => loadDecision(tables, id),
    decisionSentAs: (providerMessageId) => decisionSentAs(tables, providerMessageId),
    putDecisions,
    claim: (wanted) =>
      turns.run(wanted.slice?.slice ?? null, () => change((records) => claim(records, wanted))),
    settle: async (settlement) => {
      requireSoundConsequences(settlement);
      return tallyShards.run((shard) => change((records) => settle(records, shard, settlement)));
    },
    release: (wanted) =>
      turns.run(wanted.slice?.slice ?? null, () => change((records) => release(context, records, wanted))),
    recordFeedback: (told) => recordFeedback(context, tallyShards, told),
    changeContacts: (wanted) => changeContacts(context, wanted),
    tallies: (query) => talliesBetween(tables, query),
    suppressedContacts: (query) => suppressedContacts(tables, query),
    failedWebhooks: (query) => failedWebhooks(tables, query),
  };
}
