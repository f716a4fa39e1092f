/**
 * What others' records say of an erased person: facts about who was whom, links of identities, marks of events whose message ids
 * spell them out, sweeps that stopped at them. Who is related is seen by the links; links, marks and sweeps are found by
 * consistent scans of the three tables, once an erasure: O(items). Each goes in a transaction of some dozens, before the profile
 * does, so that an erasure that is cut off finds the rest.
 */
import { needlesOf, spellsOut, type Traces } from '../../../core/customer/erasure.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Task } from '../../../core/task.ts';
import { isMention, unlinked } from '../../records/mention.ts';
import { compareText } from '../../records/textOrder.ts';
import { tasksAbout } from './eraseTraces.ts';
import type { ItemKey } from './itemKey.ts';
import { customerPk, FACT_PREFIX, keyOf, LIST_SHARDS, part } from './keys.ts';
import { readFact } from './records/factItem.ts';
import { identityWrite, readIdentity } from './records/identityItem.ts';
import { LISTED_STAGES, listedId, peoplePk } from './records/personItem.ts';
import { scanParts } from './scanParts.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import type { Tables } from './tables.ts';
import { type Transaction, transact } from './transaction.ts';

const AT_ONCE = 90;

/** Changes items in transactions of some dozens; `change` is told of those that are still there. */
async function changeAll(
  tables: Tables,
  keys: readonly ItemKey[],
  change: (tx: Transaction, key: ItemKey) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const some = keys.slice(from, from + AT_ONCE);
    await transact(tables, async (tx) => {
      await tx.getAll(some);
      for (const key of some) await change(tx, key);
    });
  }
}

/** Others whose identities have links to the ids. */
async function linkedTo(tables: Tables, ids: readonly CustomerId[]): Promise<CustomerId[]> {
  const found: CustomerId[] = [];
  await scanParts(tables, { table: 'people', skPrefix: 'identity', consistent: true }, (items) => {
    for (const identity of items.map(readIdentity))
      if (unlinked(identity, ids) !== null) found.push(identity.id);
  });
  return found;
}

/** Others whom the ids' own identities have links to. */
async function linkedFrom(tables: Tables, ids: readonly CustomerId[]): Promise<CustomerId[]> {
  const items = await tables.get(ids.map(keyOf.identity));
  const links = [...items.values()].flatMap((item) => readIdentity(item).links);
  return links.flatMap(({ a, b }) => [a, b]).filter((id) => !ids.includes(id));
}

async function forgetFacts(tables: Tables, of: CustomerId, ids: readonly CustomerId[]): Promise<void> {
  const facts = { table: 'facts', pk: customerPk(of), prefix: FACT_PREFIX } as const;
  for await (const items of tables.items(facts)) {
    const mentions = items.filter((item) => isMention(readFact(item), ids)).map(({ key }) => key);
    await changeAll(tables, mentions, removeIfThere);
  }
}

async function removeIfThere(tx: Transaction, key: ItemKey): Promise<void> {
  if ((await tx.get(key)) !== null) tx.remove(key);
}

/** Facts first: who is related is seen by the links. */
async function unlink(tables: Tables, ids: readonly CustomerId[]): Promise<void> {
  const others = await linkedTo(tables, ids);
  for (const related of new Set([...others, ...(await linkedFrom(tables, ids))]))
    await forgetFacts(tables, related, ids);
  await changeAll(tables, others.map(keyOf.identity), async (tx, key) => {
    const item = await tx.get(key);
    const after = item === null ? null : unlinked(readIdentity(item), ids);
    if (after !== null) tx.put(key, identityWrite(after));
  });
}

/** The message id is the last part of the mark's key; one that was hashed there spells out nothing. */
function messageIdOf({ pk }: ItemKey): string {
  return pk.slice(pk.indexOf('#', 2) + 1);
}

async function forgetMarks(tables: Tables, traces: Traces): Promise<void> {
  const needles = needlesOf(traces);
  if (needles.length === 0) return;
  const keys: ItemKey[] = [];
  await scanParts(tables, { table: 'facts', skPrefix: 'seen', consistent: true }, (items) => {
    for (const { key } of items) if (spellsOut(messageIdOf(key), needles)) keys.push(key);
  });
  await changeAll(tables, keys, removeIfThere);
}

/** Of all people known, the last whose id comes before; empty where there is none. */
async function idBefore(tables: Tables, cursor: string): Promise<string> {
  const lists = LISTED_STAGES.flatMap((stage) =>
    Array.from({ length: LIST_SHARDS }, (_, shard) => peoplePk(stage, shard)),
  );
  const last = await Promise.all(
    lists.map((pk) =>
      tables.allEntries({ table: 'people', index: 'list', pk, to: part(cursor), descending: true, limit: 1 }),
    ),
  );
  const ids = last.flat().map(({ sort }) => listedId(sort));
  return ids.sort(compareText).at(-1) ?? '';
}

/** The id a sweep stopped at, where it is one of these. */
function stoppedAt({ customerId, kind, body: { cursor } }: Task, ids: readonly string[]): string | null {
  if (customerId !== null || kind === 'erasure' || typeof cursor !== 'string') return null;
  return ids.includes(cursor) ? cursor : null;
}

/** A sweep that stopped at one of the ids goes on from the person before. */
async function moveCursors(context: StoreContext, ids: readonly CustomerId[]): Promise<void> {
  const { tables } = context;
  for (const { id } of await tasksAbout(tables, (task) => stoppedAt(task, ids) !== null)) {
    await transact(tables, async (tx) => {
      const records = new StoreRecords(tx, context);
      const task = await records.task(id);
      const at = task === null ? null : stoppedAt(task, ids);
      if (task === null || at === null) return;
      const cursor = await idBefore(tables, at);
      await records.putTask({ ...task, body: { ...task.body, cursor } });
    });
  }
}

export async function eraseMentions(context: StoreContext, traces: Traces): Promise<void> {
  await unlink(context.tables, traces.ids);
  await forgetMarks(context.tables, traces);
  await moveCursors(context, traces.ids);
}
