/** Standings in segments, over the memory store: scanned in the order of customer ids. */
import { newPerson } from '../../core/customer/person.ts';
import type {
  CommitResult,
  PersonStanding,
  StandingParts,
  StandingStore,
  StandingWrite,
} from '../../core/ports.ts';
import { standingKey } from '../../core/segment/standing.ts';
import { requireSoundConsequences } from '../records/soundChange.ts';
import type { CustomerRecord } from './customerRecord.ts';
import type { MemoryState } from './memoryState.ts';

const PAGE = 1_000;

function standingOf(
  state: MemoryState,
  customer: CustomerRecord,
  { profile, lifecycle, orders }: StandingParts,
): PersonStanding | null {
  const { person } = customer;
  if (person === null) return null;
  const { id, version, knownSince } = person;
  const shown = profile ? person : { ...newPerson(id, knownSince), version };
  return {
    person: { ...shown, lifecycle: lifecycle ? person.lifecycle : null },
    orders: orders ? customer.ordersByTime() : [],
    dossier: state.dossiers.get(standingKey(id)),
  };
}

async function* scan(state: MemoryState, parts: StandingParts): AsyncGenerator<readonly PersonStanding[]> {
  const everyone = [...state.people()];
  for (let from = 0; from < everyone.length; from += PAGE) {
    const page = everyone
      .slice(from, from + PAGE)
      .map((customer) => standingOf(state, customer, parts))
      .filter((found) => found !== null);
    if (page.length > 0) yield page;
  }
}

function commit(state: MemoryState, write: StandingWrite): CommitResult {
  const person = state.customers.get(write.customerId)?.person ?? null;
  if (person?.version !== write.expectedVersion || !state.isAsExpected(write)) return 'conflict';
  state.writeConsequences(write);
  return 'committed';
}

async function* nothing(): AsyncGenerator<never> {}

export function memoryStandings(state: MemoryState): StandingStore {
  return {
    scanStandings: ({ segment, parts }) => (segment === 0 ? scan(state, parts) : nothing()),
    commitStandings: async (writes) => {
      for (const write of writes) requireSoundConsequences(write);
      return writes.map((write) => commit(state, write));
    },
  };
}
