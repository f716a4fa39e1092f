/**
 * What others' records say of an erased person: links of identities, facts about who was whom, sweeps that stopped at them, and
 * marks of events whose message ids spell them out. They are found by consistent scans of all three tables, once an erasure:
 * O(items). Each goes in a transaction of some dozens, before the profile does, so that an erasure that is cut off finds the rest.
 */
import { needlesOf, spellsOut, type Traces } from '../../../core/customer/erasure.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { Task } from '../../../core/task.ts';
import { isMention, unlinked } from '../../records/mention.ts';
import { compareText } from '../../records/textOrder.ts';
import { tasksAbout } from './eraseTraces.ts';
import type { ItemKey } from './itemKey.ts';
import { FACT_PREFIX, LIST_SHARDS, part } from './keys.ts';
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

async function unlink(tables: Tables, ids: readonly CustomerId[]): Promise<void> {
  const keys: ItemKey[] = [];
  await scanParts(tables, { table: 'people', skPrefix: 'identity', consistent: true }, (items) => {
    for (const item of items) if (unlinked(readIdentity(item), ids) !== null) keys.push(item.key);
  });
  await changeAll(tables, keys, async (tx, key) => {
    const item = await tx.get(key);
    const after = item === null ? null : unlinked(readIdentity(item), ids);
    if (after !== null) tx.put(key, identityWrite(after));
  });
}

/** The message id is the last part of the mark's key; one that was hashed there spells out nothing. */
function messageIdOf({ pk }: ItemKey): string {
  return pk.slice(pk.indexOf('#', 2) + 1);
}

async function forgetFacts(tables: Tables, traces: Traces): Promise<void> {
  const needles = needlesOf(traces);
  const keys: ItemKey[] = [];
  await scanParts(tables, { table: 'facts', consistent: true }, (items) => {
    for (const item of items) {
      const { key } = item;
      if (key.sk === 'seen' && spellsOut(messageIdOf(key), needles)) keys.push(key);
      if (key.sk.startsWith(FACT_PREFIX) && isMention(readFact(item), traces.ids)) keys.push(key);
    }
  });
  await changeAll(tables, keys, async (tx, key) => {
    if ((await tx.get(key)) !== null) tx.remove(key);
  });
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
  await forgetFacts(context.tables, traces);
  await moveCursors(context, traces.ids);
}
