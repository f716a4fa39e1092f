/**
 * Erasure in DynamoDB. A step takes a hundred items at most; the last one takes the profile, the identities and writes the task,
 * under the condition that none of them moved. Nothing is left to scrub: a deleted item is gone from the tables at once, and
 * from their point-in-time backups after 35 days at the latest, as they run out.
 */
import type { ErasedCounts, ErasureStore, Traces } from '../../../core/customer/erasure.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { TaskWrite } from '../../../core/task.ts';
import { requireSoundTask } from '../../records/soundChange.ts';
import { eraseMentions } from './eraseMentions.ts';
import { eraseRows } from './eraseRows.ts';
import { barContacts, dossiersAbout, findTraces, tasksOf } from './eraseTraces.ts';
import type { ItemKey } from './itemKey.ts';
import { customerPk, FACT_PREFIX, keyOf } from './keys.ts';
import { loadPartition } from './people.ts';
import { decisionsOfPk } from './records/decisionItem.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import type { Tables } from './tables.ts';
import { type Transaction, transact } from './transaction.ts';

/** Rows went before the profile does. */
const NO_ROWS: ErasedCounts = { tasks: 0, passages: 0, dossiers: 0, decisions: 0, orders: 0, facts: 0 };

type Result = 'committed' | 'again' | 'conflict';

async function removed(tx: Transaction, keys: readonly ItemKey[]): Promise<number> {
  let count = 0;
  for (const key of keys) {
    if ((await tx.get(key)) === null) continue;
    tx.remove(key);
    count += 1;
  }
  return count;
}

/** Whether a row of an id came since the rows were erased. */
async function hasRows(tables: Tables, id: CustomerId): Promise<boolean> {
  const { orders, enrolments } = await loadPartition(tables, id);
  if (orders.length + enrolments.length > 0) return true;
  const [fact] = await tables.allItems({ table: 'facts', pk: customerPk(id), prefix: FACT_PREFIX, limit: 1 });
  if (fact !== undefined) return true;
  return (await tables.count({ table: 'facts', index: 'list', pk: decisionsOfPk(id) }, 1)) > 0;
}

async function isTaskAsExpected(
  records: StoreRecords,
  { task, expectedVersion }: TaskWrite,
): Promise<boolean> {
  return ((await records.task(task.id))?.version ?? 0) === expectedVersion;
}

async function eraseProfile(
  context: StoreContext,
  traces: Traces,
  taskOf: (erased: ErasedCounts) => TaskWrite,
): Promise<Result> {
  const { tables } = context;
  const { ids } = traces;
  requireSoundTask(taskOf({}));
  const isExpected = () =>
    transact(tables, (tx) => isTaskAsExpected(new StoreRecords(tx, context), taskOf({})));
  if (!(await isExpected())) return 'conflict';
  await eraseMentions(context, traces);
  return transact(tables, async (tx): Promise<Result> => {
    const records = new StoreRecords(tx, context);
    if (!(await isTaskAsExpected(records, taskOf({})))) return 'conflict';
    await tx.getAll([...ids.map(keyOf.profile), ...ids.map(keyOf.identity)]);
    const left = await Promise.all(ids.map((id) => hasRows(tables, id)));
    if (left.includes(true) || (await dossiersAbout(tables, ids)).length > 0) return 'again';
    const profiles = await removed(tx, ids.map(keyOf.profile));
    const identities = await removed(tx, ids.map(keyOf.identity));
    await records.putTask(taskOf({ ...NO_ROWS, profiles, identities }).task);
    return 'committed';
  });
}

export function dynamoErasure(context: StoreContext): ErasureStore {
  const { tables } = context;
  return {
    findTraces: (id) => findTraces(tables, id),
    tasksOf: (ids) => tasksOf(tables, ids),
    barContacts: (keys, ids, at) => barContacts(context, keys, ids, at),
    eraseRows: (query) => eraseRows(context, query),
    eraseProfile: ({ traces, task }) => eraseProfile(context, traces, task),
    scrub: async () => {},
  };
}
