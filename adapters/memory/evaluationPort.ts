/** The nightly evaluation over the memory store: one segment, scanned in the order of customer ids. */
import type { CommitResult, EvaluationStore, LifecycleWrite, PersonHistory } from '../../core/ports.ts';
import { basketsOf, type PersonBaskets } from '../../core/recommend/baskets.ts';
import type { Instant } from '../../core/time.ts';
import { requireSoundConsequences } from '../records/soundChange.ts';
import { compareText } from '../records/textOrder.ts';
import type { CustomerRecord } from './customerRecord.ts';
import type { MemoryState } from './memoryState.ts';

const PAGE = 1_000;

function historyOf(customer: CustomerRecord, before: Instant): PersonHistory | null {
  const { person } = customer;
  if (person === null || person.knownSince >= before) return null;
  const { id, version, knownSince, lifecycle } = person;
  return { person: { id, version, knownSince, lifecycle }, history: customer.historyBefore(before) };
}

async function* scan(
  customers: readonly CustomerRecord[],
  before: Instant,
): AsyncGenerator<readonly PersonHistory[]> {
  for (let from = 0; from < customers.length; from += PAGE) {
    const page = customers
      .slice(from, from + PAGE)
      .map((customer) => historyOf(customer, before))
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
    scanHistories: ({ segment, before, changingBefore }) => {
      if (segment !== 0) return scan([], before);
      if (changingBefore === undefined) return scan([...state.people()], before);
      const changing = state.changes.changingBy(changingBefore);
      return scan(
        changing.sort((a, b) => compareText(a.id, b.id)),
        before,
      );
    },
    scanBaskets: ({ segment, before }) => scanBaskets(segment === 0 ? [...state.people()] : [], before),
    countLifecycles: async () => state.lifecycles.summary(),
    commitLifecycles: async (writes) => writes.map((write) => commitLifecycle(state, write)),
  };
}
