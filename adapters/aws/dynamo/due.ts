/**
 * What is due, found through the `due` index of the three tables in which records wait. An index is a moment behind: what it names
 * is read before it is handed out, and what moved meanwhile is passed over. What it does not name yet, the next wave finds.
 */
import type { Work } from '../../../core/journey/dueRecord.ts';
import { type Lane, LANES } from '../../../core/message/decision.ts';
import type { DueRecord, WorkStore } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { isDecision, isTask, STEP_LANE, toDueRecord } from '../../records/dueOrder.ts';
import { compareText } from '../../records/textOrder.ts';
import { inParallel } from './inParallel.ts';
import { keyText, type Table } from './itemKey.ts';
import { dueAtOf, duePk, dueUntil } from './keys.ts';
import { dueOfDecision, readDecision } from './records/decisionItem.ts';
import { dueOfEnrolment, readEnrolment } from './records/enrolmentItem.ts';
import { dueOfTask, readTask } from './records/taskItem.ts';
import type { StoreContext } from './storeContext.ts';
import type { IndexEntry, IndexRange, ItemRead } from './tables.ts';

type Query = Parameters<WorkStore['duePage']>[0];
type Waiting = 'people' | 'facts' | 'work';

/** Queries of the index made at once. */
const AT_ONCE = 16;

/** Where records of a lane wait: passages among `people`, decisions among `facts`, tasks among `work`. */
function tablesOf(lane: Lane): readonly Waiting[] {
  return lane === STEP_LANE ? ['people', 'facts', 'work'] : ['facts', 'work'];
}

/** The record in an item of one of the tables in which records wait. */
export function workIn(item: ItemRead): Work {
  switch (item.key.table) {
    case 'people':
      return readEnrolment(item);
    case 'facts':
      return readDecision(item);
    case 'work':
    case 'config':
      return readTask(item);
  }
}

function dueOf(work: Work, shards: number) {
  if (isDecision(work)) return dueOfDecision(work, shards);
  return isTask(work) ? dueOfTask(work, shards) : dueOfEnrolment(work, shards);
}

function rangeOf(table: Table, lane: Lane, shard: number): IndexRange {
  return { table, index: 'due', pk: duePk(lane, shard) };
}

/** The first of all three indexes behind a place, in the order of the wave. */
async function entriesBehind(
  { tables }: StoreContext,
  { lane, shard, until, limit }: Query,
  after: string | null,
): Promise<IndexEntry[]> {
  const bounds = { to: dueUntil(until), limit, ...(after === null ? {} : { after }) };
  const found = await Promise.all(
    tablesOf(lane).map((table) => tables.allEntries({ ...rangeOf(table, lane, shard), ...bounds })),
  );
  return found
    .flat()
    .sort((a, b) => compareText(a.sort, b.sort))
    .slice(0, limit);
}

/** Those that stand where the index says they do. */
async function recordsAt(
  { tables, shards }: StoreContext,
  { lane, shard }: Query,
  entries: readonly IndexEntry[],
): Promise<DueRecord[]> {
  const items = await tables.get(entries.map(({ key }) => key));
  const pk = duePk(lane, shard);
  return entries.flatMap(({ key, sort }) => {
    const item = items.get(keyText(key));
    if (item === undefined) return [];
    const work = workIn(item);
    const due = dueOf(work, shards);
    return due?.pk === pk && due.sk === sort ? [toDueRecord(work)] : [];
  });
}

export async function duePage(context: StoreContext, query: Query): Promise<DueRecord[]> {
  const found: DueRecord[] = [];
  let behind: string | null = null;
  while (found.length < query.limit) {
    const limit = query.limit - found.length;
    const entries: IndexEntry[] = await entriesBehind(context, { ...query, limit }, behind);
    found.push(...(await recordsAt(context, query, entries)));
    const last = entries.at(-1);
    if (entries.length < limit || last === undefined) return found;
    behind = last.sort;
  }
  return found;
}

function rangesOf({ shards }: StoreContext, lanes: readonly Lane[]): IndexRange[] {
  return lanes.flatMap((lane) =>
    tablesOf(lane).flatMap((table) =>
      Array.from({ length: shards }, (_, shard) => rangeOf(table, lane, shard)),
    ),
  );
}

/** Counts in the indexes alone, up to `most`: enough to plan workers by. */
export async function countDue(
  context: StoreContext,
  { lanes, until, most }: Parameters<WorkStore['countDue']>[0],
): Promise<number> {
  let counted = 0;
  await inParallel(rangesOf(context, lanes), AT_ONCE, async (range) => {
    if (counted >= most) return;
    const found = await context.tables.count({ ...range, to: dueUntil(until) }, most - counted);
    counted += found;
  });
  return Math.min(counted, most);
}

/** As the indexes have it: a hint when to look again. */
export async function nextDueAt(context: StoreContext): Promise<Instant | null> {
  let earliest: Instant | null = null;
  await inParallel(rangesOf(context, LANES), AT_ONCE, async (range) => {
    const [first] = await context.tables.allEntries({ ...range, limit: 1 });
    if (first === undefined) return;
    const dueAt = dueAtOf(first.sort);
    earliest = earliest === null ? dueAt : Math.min(earliest, dueAt);
  });
  return earliest;
}
