/**
 * One step of taking a person's records away: tasks, passages, dossiers, decisions with the facts that accept them, orders
 * with their marks, facts, in this order and in one transaction of at most a hundred items. What points at a record goes with it.
 *
 * Decisions are found by their list and by the facts that accepted them: the list is a moment old, the facts are not.
 */
import type { ErasedCounts, ErasedRows, ErasureStore } from '../../../core/customer/erasure.ts';
import type { Fact } from '../../../core/fact.ts';
import { type CustomerId, decisionId, type DecisionId } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import { customerPk, FACT_PREFIX, keyOf } from './keys.ts';
import type { ItemKey } from './itemKey.ts';
import { loadPartition, type Partition } from './people.ts';
import { dossierKey } from './records/dossierItem.ts';
import { decisionsOfPk, readDecision } from './records/decisionItem.ts';
import { readFact } from './records/factItem.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import type { ItemRead, Tables } from './tables.ts';
import { dossiersAbout, tasksOf } from './eraseTraces.ts';
import { type Transaction, transact } from './transaction.ts';

type Query = Parameters<ErasureStore['eraseRows']>[0];

/** A record takes away up to five items; none is begun behind this many. */
const ITEMS_BEFORE_A_RECORD = 94;

interface FactRow {
  readonly item: ItemRead;
  readonly fact: Fact;
}

/** Everything that is left of the ids, as it was just read. */
interface Left {
  readonly partitions: readonly Partition[];
  readonly facts: readonly FactRow[];
  readonly decisions: readonly Decision[];
}

async function factsUnder(tables: Tables, id: CustomerId): Promise<FactRow[]> {
  const items = await tables.allItems({ table: 'facts', pk: customerPk(id), prefix: FACT_PREFIX });
  return items.map((item) => ({ item, fact: readFact(item) }));
}

/** Null for a fact that accepts nothing. */
function acceptedIn({ kind, body }: Fact): DecisionId | null {
  const { decision } = body;
  return kind === 'message-accepted' && typeof decision === 'string' ? decisionId(decision) : null;
}

async function decisionsLeft(
  tx: Transaction,
  tables: Tables,
  ids: readonly CustomerId[],
  facts: readonly FactRow[],
): Promise<Decision[]> {
  const lists = await Promise.all(
    ids.map((id) => tables.allEntries({ table: 'facts', index: 'list', pk: decisionsOfPk(id) })),
  );
  const told = facts.flatMap(({ fact }) => acceptedIn(fact) ?? []);
  const keys: ItemKey[] = [...lists.flat().map(({ key }) => key), ...told.map(keyOf.decision)];
  const found = [...(await tx.getAll(keys)).values()].map(readDecision);
  return found.filter(({ customerId }) => ids.includes(customerId));
}

async function whatIsLeft(tx: Transaction, tables: Tables, ids: readonly CustomerId[]): Promise<Left> {
  const partitions = await Promise.all(ids.map((id) => loadPartition(tables, id)));
  for (const { items } of partitions) tx.know(items);
  const facts = (await Promise.all(ids.map((id) => factsUnder(tables, id)))).flat();
  tx.know(facts.map(({ item }) => item));
  return { partitions, facts, decisions: await decisionsLeft(tx, tables, ids, facts) };
}

/** Counts what goes, and says when a step has taken enough. */
class Step {
  readonly erased: Record<string, number> = {};
  private readonly tx: Transaction;
  private left: number;

  constructor(tx: Transaction, limit: number) {
    this.tx = tx;
    this.left = limit;
  }

  get isFull(): boolean {
    return this.left <= 0 || this.tx.size > ITEMS_BEFORE_A_RECORD;
  }

  /** Whether all of them went. */
  async take<Row>(
    what: string,
    rows: readonly Row[],
    erase: (row: Row) => Promise<void> | void,
  ): Promise<boolean> {
    this.erased[what] ??= 0;
    for (const row of rows) {
      if (this.isFull) return false;
      await erase(row);
      this.erased[what] = (this.erased[what] ?? 0) + 1;
      this.left -= 1;
    }
    return true;
  }
}

async function removeDecision(
  records: StoreRecords,
  decision: Decision,
  facts: readonly FactRow[],
): Promise<void> {
  await records.removeDecision(decision);
  for (const { item, fact } of facts) if (acceptedIn(fact) === decision.id) records.tx.remove(item.key);
}

async function removeDossiers(
  tx: Transaction,
  step: Step,
  tables: Tables,
  ids: readonly CustomerId[],
): Promise<boolean> {
  const keys = (await dossiersAbout(tables, ids)).map(dossierKey);
  await tx.getAll(keys.slice(0, ITEMS_BEFORE_A_RECORD));
  return step.take('dossiers', keys, async (key) => {
    if ((await tx.get(key)) !== null) tx.remove(key);
  });
}

async function removeOrders(tx: Transaction, step: Step, { partitions }: Left): Promise<boolean> {
  const orders = partitions.flatMap((partition) => partition.orders);
  await tx.getAll(orders.slice(0, ITEMS_BEFORE_A_RECORD).map(({ id }) => keyOf.orderId(id)));
  return step.take('orders', orders, async ({ customerId, at, id }) => {
    tx.remove(keyOf.order(customerId, at, id));
    if ((await tx.get(keyOf.orderId(id))) !== null) tx.remove(keyOf.orderId(id));
  });
}

function result(erased: ErasedCounts, claimed: number, more: boolean): ErasedRows {
  return { erased, claimed, more };
}

export function eraseRows(context: StoreContext, { ids, staleBefore, limit }: Query): Promise<ErasedRows> {
  const { tables } = context;
  return transact(tables, async (tx) => {
    const records = new StoreRecords(tx, context);
    const step = new Step(tx, limit);
    const tasks = await tasksOf(tables, ids);
    await records.read(tasks.map(({ id }) => keyOf.task(id)));
    const removeTask = async ({ id }: { readonly id: string }) => {
      const task = await records.task(id);
      if (task !== null) await records.removeTask(task);
    };
    if (!(await step.take('tasks', tasks, removeTask))) return result(step.erased, 0, true);
    const left = await whatIsLeft(tx, tables, ids);
    const passages = left.partitions.flatMap(({ enrolments }) => enrolments);
    const withoutPassages = await step.take('passages', passages, (one) => records.removeEnrolment(one));
    if (!withoutPassages) return result(step.erased, 0, true);
    if (!(await removeDossiers(tx, step, tables, ids))) return result(step.erased, 0, true);
    const isClaimed = ({ outcome, claimedAt }: Decision) =>
      outcome === 'claimed' && (claimedAt ?? 0) > staleBefore;
    const open = left.decisions.filter((decision) => !isClaimed(decision));
    const withoutDecisions = await step.take('decisions', open, (decision) =>
      removeDecision(records, decision, left.facts),
    );
    if (!withoutDecisions) return result(step.erased, 0, true);
    const claimed = left.decisions.length - open.length;
    if (claimed > 0) return result(step.erased, claimed, true);
    if (!(await removeOrders(tx, step, left))) return result(step.erased, 0, true);
    const gone = new Set(open.map(({ id }) => id));
    const others = left.facts.filter(({ fact }) => {
      const accepted = acceptedIn(fact);
      return accepted === null || !gone.has(accepted);
    });
    const isDone = await step.take('facts', others, ({ item }) => tx.remove(item.key));
    return result(step.erased, 0, !isDone);
  });
}
