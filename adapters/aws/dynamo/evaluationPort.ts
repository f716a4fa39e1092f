/**
 * The nightly evaluation over DynamoDB. A segment is a segment of a parallel Scan of `people`: whoever maps them all reads the
 * table once, eventually consistent; what it reads too old is refused by the version at the write and left to the next run.
 * Only profiles that changed are written: one plain conditional write each, a transaction where more follows.
 */
import { foldOrders, type Order } from '../../../core/customer/order.ts';
import type {
  CommitResult,
  EvaluationStore,
  EvaluationSummary,
  LifecycleWrite,
  PersonHistory,
} from '../../../core/ports.ts';
import { STAGES } from '../../../core/lifecycle/lifecycle.ts';
import { basketsOf, type PersonBaskets } from '../../../core/recommend/baskets.ts';
import { ordersOfMargin } from '../../../core/value/margin.ts';
import { requireSoundConsequences } from '../../records/soundChange.ts';
import { isAsExpected, keysOfConsequences, writeConsequences } from './consequences.ts';
import { inParallel } from './inParallel.ts';
import { type ItemKey, keyText } from './itemKey.ts';
import { keyOf, LIST_SHARDS, ORDER_PREFIX } from './keys.ts';
import { customerPartitions, type Partition } from './partitions.ts';
import { readOrder } from './records/orderItem.ts';
import { listedGrade, peoplePk, putProfile, readPerson, readProfile } from './records/personItem.ts';
import type { StoreContext } from './storeContext.ts';
import { StoreRecords } from './storeRecords.ts';
import type { ItemRead, Tables } from './tables.ts';
import { transact } from './transaction.ts';

/** Parts of the table that may be read at once. */
export const SEGMENTS = 16;
/** Profiles written at once. */
const WRITES_AT_ONCE = 16;

type ScanQuery = Parameters<EvaluationStore['scanHistories']>[0];

export function ordersIn(partition: Partition): Order[] {
  return partition.filter(({ key }) => key.sk.startsWith(ORDER_PREFIX)).map(readOrder);
}

/** Null for whoever is not asked for, and for an id that leads to another: it has no profile. */
function historyOf(
  partition: Partition,
  { before, changingBefore, orders: asked }: ScanQuery,
): PersonHistory | null {
  const profile = partition.find(({ key }) => key.sk === 'profile');
  if (profile === undefined) return null;
  const { id, version, knownSince, lifecycle } = readPerson(profile);
  if (knownSince >= before) return null;
  if (changingBefore !== undefined && lifecycle !== null) {
    if (lifecycle.nextChangeAt === null || lifecycle.nextChangeAt > changingBefore) return null;
  }
  const orders = ordersIn(partition);
  const known = { person: { id, version, knownSince, lifecycle }, history: foldOrders(orders, before) };
  return asked === true ? { ...known, orders: ordersOfMargin(orders, before) } : known;
}

async function* scanHistories(
  tables: Tables,
  segments: number,
  query: ScanQuery,
): AsyncGenerator<readonly PersonHistory[]> {
  const { segment } = query;
  if (segment >= segments) return;
  for await (const partitions of customerPartitions(tables, { segment, segments })) {
    const page = partitions.flatMap((partition) => historyOf(partition, query) ?? []);
    if (page.length > 0) yield page;
  }
}

async function* scanBaskets(
  tables: Tables,
  segments: number,
  { segment, before }: Parameters<EvaluationStore['scanBaskets']>[0],
): AsyncGenerator<readonly PersonBaskets[]> {
  if (segment >= segments) return;
  for await (const partitions of customerPartitions(tables, { segment, segments })) {
    const page = partitions.flatMap((partition) => {
      const profile = partition.find(({ key }) => key.sk === 'profile');
      return profile === undefined
        ? []
        : (basketsOf(readPerson(profile).id, ordersIn(partition), before) ?? []);
    });
    if (page.length > 0) yield page;
  }
}

async function countLifecycles(tables: Tables): Promise<EvaluationSummary> {
  const stages = { identification: 0, development: 0, stability: 0, decline: 0 };
  const grades = { A: 0, B: 0, C: 0 };
  const lists = STAGES.flatMap((stage) =>
    Array.from({ length: LIST_SHARDS }, (_, shard) => ({ stage, shard })),
  );
  await Promise.all(
    lists.map(async ({ stage, shard }) => {
      const range = { table: 'people', index: 'list', pk: peoplePk(stage, shard) } as const;
      for await (const entries of tables.entries(range)) {
        stages[stage] += entries.length;
        for (const { sort } of entries) {
          const grade = listedGrade(sort);
          if (grade !== null) grades[grade] += 1;
        }
      }
    }),
  );
  const customers = STAGES.reduce((sum, stage) => sum + stages[stage], 0);
  return { customers, stages, grades };
}

function keysOf(write: LifecycleWrite): ItemKey[] {
  return [keyOf.profile(write.customerId), ...keysOfConsequences(write)];
}

/** `known`: what was read of many writes at once; used for the first attempt alone. */
function commitLifecycle(
  context: StoreContext,
  write: LifecycleWrite,
  known: ReadonlyMap<string, ItemRead>,
): Promise<CommitResult> {
  let isFirst = true;
  return transact(context.tables, async (tx) => {
    const keys = keysOf(write);
    if (isFirst) tx.know(keys.flatMap((key) => known.get(keyText(key)) ?? []));
    isFirst = false;
    const records = new StoreRecords(tx, context);
    await records.read(keys);
    const item = await tx.get(keyOf.profile(write.customerId));
    if (item === null) return 'conflict';
    const { person, toldSince } = readProfile(item);
    if (person.version !== write.expectedVersion) return 'conflict';
    if (!(await isAsExpected(records, write))) return 'conflict';
    const after = { ...person, version: person.version + 1, lifecycle: write.lifecycle };
    putProfile(tx, { person: after, toldSince });
    await writeConsequences(records, write);
    return 'committed';
  });
}

async function commitLifecycles(
  context: StoreContext,
  writes: readonly LifecycleWrite[],
): Promise<CommitResult[]> {
  for (const write of writes) requireSoundConsequences(write);
  const known = await context.tables.get(writes.flatMap(keysOf));
  return inParallel(writes, WRITES_AT_ONCE, (write) => commitLifecycle(context, write, known));
}

export function dynamoEvaluation(
  context: StoreContext,
  { segments = SEGMENTS }: { readonly segments?: number } = {},
): EvaluationStore {
  const { tables } = context;
  return {
    segments,
    scanHistories: (query) => scanHistories(tables, segments, query),
    scanBaskets: (query) => scanBaskets(tables, segments, query),
    countLifecycles: () => countLifecycles(tables),
    commitLifecycles: (writes) => commitLifecycles(context, writes),
  };
}
