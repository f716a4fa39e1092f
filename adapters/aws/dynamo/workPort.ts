/** Journeys on the wave, on DynamoDB: steps, tasks, and records that fail. What is due is found by `due.ts`. */
import { workOf } from '../../../core/journey/dueRecord.ts';
import type { CommitResult, DueRecord, StepChange, WorkStore } from '../../../core/ports.ts';
import type { Task, TaskWrite } from '../../../core/task.ts';
import { isDecision, isTask, toDueRecord } from '../../records/dueOrder.ts';
import { isSameWork, pushedBack, type PushBack } from '../../records/pushBack.ts';
import { requireSoundConsequences, requireSoundTask } from '../../records/soundChange.ts';
import { putTold } from './applyEvent.ts';
import { giveBack } from './budgetPort.ts';
import { isAsExpected, keysOfConsequences, writeConsequences } from './consequences.ts';
import { countDue, duePage, nextDueAt, workIn } from './due.ts';
import type { InTurn } from './inTurn.ts';
import { keyText } from './itemKey.ts';
import { keyOf, PARKED, part } from './keys.ts';
import { keyOfWork, park, readParked } from './parked.ts';
import { readPerson } from './records/personItem.ts';
import { readTask } from './records/taskItem.ts';
import { takeOut } from './slices.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import type { Tables } from './tables.ts';
import { transact } from './transaction.ts';

/** At most 25 items, as the step says. */
async function commitStep(
  context: StoreContext,
  records: StoreRecords,
  change: StepChange,
): Promise<CommitResult> {
  const { decisions, person } = change;
  await records.read([
    ...keysOfConsequences(change),
    ...decisions.map(({ id }) => keyOf.decision(id)),
    ...(person === undefined ? [] : [keyOf.profile(person.person.id)]),
    ...[change.take, change.giveBack].flatMap((slice) => (slice == null ? [] : [keyOf.slice(slice.slice)])),
  ]);
  if (!(await isAsExpected(records, change))) return 'conflict';
  if (person !== undefined) {
    const known = await records.tx.get(keyOf.profile(person.person.id));
    if (known === null || readPerson(known).version !== person.expectedVersion) return 'conflict';
  }
  if (change.take != null && !(await takeOut(records.tx, change.take))) return 'conflict';
  if (change.giveBack != null) await giveBack(records.tx, context, change.giveBack);
  if (person !== undefined) await putTold(context, records.tx, person.person);
  for (const decision of decisions) await records.addDecision(decision);
  await writeConsequences(records, change, decisions);
  return 'committed';
}

async function putTask(records: StoreRecords, { task, expectedVersion }: TaskWrite): Promise<CommitResult> {
  const known = await records.task(task.id);
  if ((known?.version ?? 0) !== expectedVersion) return 'conflict';
  await records.putTask(task);
  return 'committed';
}

async function removeTask(records: StoreRecords, id: string, expectedVersion: number): Promise<CommitResult> {
  const known = await records.task(id);
  if (known?.version !== expectedVersion) return 'conflict';
  await records.removeTask(known);
  return 'committed';
}

async function defer(records: StoreRecords, record: DueRecord, to: PushBack): Promise<CommitResult> {
  const read = workOf(record);
  const key = keyOfWork(read);
  const item = await records.tx.get(key);
  if (item === null) return 'conflict';
  const now = workIn(item);
  if (!isSameWork(read, now)) return 'conflict';
  const after = pushedBack(now, to);
  if (isDecision(now) && isDecision(after)) await records.changeDecision(now, after);
  else if (isTask(after)) await records.putTask(after);
  else if (!isDecision(after)) await records.putEnrolment(after);
  if (to.dueAt === null) await park(records.tx, after, item.rev + 1, to.error);
  return 'committed';
}

async function parked(tables: Tables, limit: number, after: string) {
  const found: { record: DueRecord; error: string }[] = [];
  let behind = part(after);
  while (found.length < limit) {
    const wanted = limit - found.length;
    const pointers = await tables.allItems({ table: 'work', pk: PARKED, after: behind, limit: wanted });
    const all = pointers.map(readParked);
    const items = await tables.get(all.map(({ key }) => key));
    for (const { key, rev, error } of all) {
      const item = items.get(keyText(key));
      if (item?.rev === rev) found.push({ record: toDueRecord(workIn(item)), error });
    }
    const last = pointers.at(-1);
    if (pointers.length < wanted || last === undefined) return found;
    behind = last.key.sk;
  }
  return found;
}

async function loadTask(tables: Tables, id: string): Promise<Task | null> {
  const item = await tables.one(keyOf.task(id));
  return item === null ? null : readTask(item);
}

/** `turns` are shared with the budget port: whoever changes a slice does so in its turn. */
export function dynamoWork(context: StoreContext, turns: InTurn): WorkStore {
  const { tables, shards } = context;
  const change = <Result>(work: (records: StoreRecords) => Promise<Result>) =>
    transact(tables, (tx) => work(new StoreRecords(tx, context)));
  return {
    shards,
    duePage: (query) => duePage(context, query),
    countDue: (query) => countDue(context, query),
    nextDueAt: () => nextDueAt(context),
    commitStep: async (step) => {
      requireSoundConsequences(step);
      return turns.run(step.take?.slice ?? null, () =>
        change((records) => commitStep(context, records, step)),
      );
    },
    loadTask: (id) => loadTask(tables, id),
    putTask: async (write) => {
      requireSoundTask(write);
      return change((records) => putTask(records, write));
    },
    removeTask: (id, expectedVersion) => change((records) => removeTask(records, id, expectedVersion)),
    defer: (record, to) => change((records) => defer(records, record, to)),
    parked: (limit, after = '') => parked(tables, limit, after),
  };
}
