/** The nightly evaluation over the memory store: one segment, scanned in the order of customer ids. */
import type { CommitResult, EvaluationStore, LifecycleWrite, PersonHistory } from '../../core/ports.ts';
import { basketsOf, type PersonBaskets } from '../../core/recommend/baskets.ts';
import type { Instant } from '../../core/time.ts';
import { ordersOfMargin } from '../../core/value/margin.ts';
import { requireSoundConsequences } from '../records/soundChange.ts';
import { compareText } from '../records/textOrder.ts';
import type { CustomerRecord } from './customerRecord.ts';
import type { MemoryState } from './memoryState.ts';

const PAGE = 1_000;

type ScanQuery = Parameters<EvaluationStore['scanHistories']>[0];

function historyOf(customer: CustomerRecord, { before, orders = false }: ScanQuery): PersonHistory | null {
  const { person } = customer;
  if (person === null || person.knownSince >= before) return null;
  const { id, version, knownSince, lifecycle } = person;
  const history = customer.historyBefore(before);
  const known = { person: { id, version, knownSince, lifecycle }, history };
  return orders ? { ...known, orders: ordersOfMargin(customer.ordersByTime(), before) } : known;
}

async function* scan(
  customers: readonly CustomerRecord[],
  query: ScanQuery,
): AsyncGenerator<readonly PersonHistory[]> {
  for (let from = 0; from < customers.length; from += PAGE) {
    const page = customers
      .slice(from, from + PAGE)
      .map((customer) => historyOf(customer, query))
      .filter((found) => found !== null);
    if (page.length > 0) yield page;
  }
}

async function* scanBaskets(
  customers: readonly CustomerRecord[],
  before: Instant,
): AsyncGenerator<readonly PersonBaskets[]> {
  for (let from = 0; from < customers.length; from += PAGE) {
    const page = customers
      .slice(from, from + PAGE)
      .filter(({ person }) => person !== null)
      .flatMap((customer) => basketsOf(customer.id, customer.ordersByTime(), before) ?? []);
    if (page.length > 0) yield page;
  }
}

function commitLifecycle(state: MemoryState, write: LifecycleWrite): CommitResult {
  requireSoundConsequences(write);
  const customer = state.customers.get(write.customerId);
  const person = customer?.person ?? null;
  if (customer === undefined || person === null || person.version !== write.expectedVersion)
    return 'conflict';
  if (!state.isAsExpected(write)) return 'conflict';
  state.movePerson(customer, { ...person, version: person.version + 1, lifecycle: write.lifecycle });
  state.writeConsequences(write);
  return 'committed';
}

export function memoryEvaluation(state: MemoryState): EvaluationStore {
  return {
    segments: 1,
    scanHistories: (query) => {
      if (query.segment !== 0) return scan([], query);
      if (query.changingBefore === undefined) return scan([...state.people()], query);
      const changing = state.changes.changingBy(query.changingBefore);
      return scan(
        changing.sort((a, b) => compareText(a.id, b.id)),
        query,
      );
    },
    scanBaskets: ({ segment, before }) => scanBaskets(segment === 0 ? [...state.people()] : [], before),
    countLifecycles: async () => state.lifecycles.summary(),
    commitLifecycles: async (writes) => writes.map((write) => commitLifecycle(state, write)),
  };
}
