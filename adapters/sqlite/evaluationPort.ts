/**
 * The nightly evaluation over a store file: one segment, scanned by customer id. A page is one statement: its people and
 * their orders belong to the same instant. Orders come as one text a customer out of an index, and are folded by hand.
 */
import { foldOrders } from '../../core/customer/order.ts';
import { customerId } from '../../core/ids.ts';
import { GRADES, STAGES } from '../../core/lifecycle/lifecycle.ts';
import type {
  CommitResult,
  EvaluationSummary,
  EvaluationStore,
  LifecycleWrite,
  PersonHistory,
} from '../../core/ports.ts';
import { requireSoundConsequences } from '../records/soundChange.ts';
import { basketScan } from './basketScan.ts';
import { jsonOrNull, number, type Row, text, textOrNull, word } from './columns.ts';
import { isLifecycle } from './lifecycleRow.ts';
import { MARGIN_ORDERS, readMarginOrders } from './marginOrders.ts';
import { parseAmounts } from './packedAmounts.ts';
import { FROM_PEOPLE } from './personRows.ts';
import type { PeopleTable } from './peopleTable.ts';
import type { StoreTables } from './storeTables.ts';

const SCAN_PAGE = 2_000;
const COMMIT_PAGE = 2_000;

type ScanQuery = Parameters<EvaluationStore['scanHistories']>[0];

function readHistory(row: Row, { before, orders: asked }: ScanQuery): PersonHistory | null {
  const packed = textOrNull(row, 'orders');
  const orders = packed === null ? [] : parseAmounts(packed);
  const knownSince = Math.min(number(row, 'known_since'), orders[0]?.at ?? Number.POSITIVE_INFINITY);
  if (knownSince >= before) return null;
  return {
    person: {
      id: customerId(text(row, 'id')),
      version: number(row, 'version_base') + orders.length + number(row, 'evaluations'),
      knownSince,
      lifecycle: jsonOrNull(row, 'lifecycle', isLifecycle),
    },
    history: foldOrders(orders, before),
    ...(asked === true ? { orders: readMarginOrders(textOrNull(row, 'lines')) } : {}),
  };
}

const COLUMNS = `p.id, p.version_base, p.known_since, ifnull(l.evaluations, 0) AS evaluations, l.body AS lifecycle,
  (SELECT group_concat(o.at || ',' || o.amount_minor) FROM orders o WHERE o.customer_no = p.no) AS orders`;
const SCAN = `SELECT ${COLUMNS} ${FROM_PEOPLE} WHERE p.id > ?`;
const SCAN_ORDERS = `SELECT ${COLUMNS}, ${MARGIN_ORDERS} AS lines ${FROM_PEOPLE} WHERE p.id > ?`;
const CHANGING = 'AND (l.stage IS NULL OR l.change_at <= ?)';
const PAGE = `ORDER BY p.id LIMIT ${SCAN_PAGE}`;

export function sqliteEvaluation(tables: StoreTables, people: PeopleTable): EvaluationStore {
  const { file } = tables;
  const sql = {
    scan: file.prepare(`${SCAN} ${PAGE}`),
    scanChanging: file.prepare(`${SCAN} ${CHANGING} ${PAGE}`),
    scanOrders: file.prepare(`${SCAN_ORDERS} ${PAGE}`),
    scanChangingOrders: file.prepare(`${SCAN_ORDERS} ${CHANGING} ${PAGE}`),
    counts: file.prepare(
      'SELECT stage, grade, count(*) AS counted FROM lifecycles WHERE stage IS NOT NULL GROUP BY stage, grade',
    ),
  };

  const scanBaskets = basketScan(file);

  function rowsAfter(after: string, { before, changingBefore, orders }: ScanQuery): Row[] {
    if (orders === true)
      return changingBefore === undefined
        ? sql.scanOrders.all(before, after)
        : sql.scanChangingOrders.all(before, after, changingBefore);
    return changingBefore === undefined ? sql.scan.all(after) : sql.scanChanging.all(after, changingBefore);
  }

  async function* scan(query: ScanQuery): AsyncGenerator<readonly PersonHistory[]> {
    let after = '';
    for (;;) {
      const rows = await file.read(() => rowsAfter(after, query));
      const last = rows.at(-1);
      if (last === undefined) return;
      after = text(last, 'id');
      const page = rows.map((row) => readHistory(row, query)).filter((found) => found !== null);
      if (page.length > 0) yield page;
    }
  }

  function commitLifecycle(write: LifecycleWrite): CommitResult {
    if (!tables.isAsExpected(write)) return 'conflict';
    if (!people.putLifecycle(write.customerId, write.expectedVersion, write.lifecycle)) return 'conflict';
    tables.writeConsequences(write);
    return 'committed';
  }

  async function commitLifecycles(writes: readonly LifecycleWrite[]): Promise<CommitResult[]> {
    for (const write of writes) requireSoundConsequences(write);
    const results: CommitResult[] = [];
    for (let from = 0; from < writes.length; from += COMMIT_PAGE) {
      const page = writes.slice(from, from + COMMIT_PAGE);
      results.push(...(await file.write(() => page.map(commitLifecycle), page.length)));
    }
    return results;
  }

  /** Every stage and grade is there, also where nobody is in it. */
  function countLifecycles(): EvaluationSummary {
    const stages = { identification: 0, development: 0, stability: 0, decline: 0 };
    const grades = { A: 0, B: 0, C: 0 };
    let customers = 0;
    for (const row of sql.counts.all()) {
      const counted = number(row, 'counted');
      stages[word(row, 'stage', STAGES)] += counted;
      grades[word(row, 'grade', GRADES)] += counted;
      customers += counted;
    }
    return { customers, stages, grades };
  }

  return {
    segments: 1,
    scanHistories: (query) => (query.segment === 0 ? scan(query) : nothing()),
    scanBaskets: ({ segment, before }) => (segment === 0 ? scanBaskets(before) : nothing()),
    countLifecycles: () => file.read(countLifecycles),
    commitLifecycles,
  };
}

async function* nothing(): AsyncGenerator<never> {}
