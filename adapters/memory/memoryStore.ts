/**
 * The memory store: the simulator's and the tests'. It keeps every promise of the ports except durability. Records are
 * immutable values: it neither copies what it is given nor what it hands out, so nobody may change either. An operation
 * takes microseconds; what waits costs nothing until its hour comes.
 */
import type { Contact } from '../../core/message/contact.ts';
import type { Store } from '../../core/ports.ts';
import { memoryConfig } from './configPort.ts';
import { memoryDirectory } from './directoryPort.ts';
import { type DossierOptions, memoryDossiers } from './dossiers.ts';
import { memoryErasure } from './erasePort.ts';
import { memoryEvaluation } from './evaluationPort.ts';
import { type FactCounts, FactLog, type FactOptions } from './factLog.ts';
import { memoryImports } from './importPort.ts';
import { type DecisionOptions, MemoryState } from './memoryState.ts';
import { memoryPeople } from './peoplePort.ts';
import type { RecentEventOptions } from './recentEvents.ts';
import { memorySend } from './sendPort.ts';
import { memoryBudgets } from './slices.ts';
import { memoryStandings } from './standingPort.ts';
import { memoryWork } from './workPort.ts';

export interface MemoryStoreOptions extends FactOptions, DecisionOptions, DossierOptions, RecentEventOptions {
  /** Shards each lane is spread over. Default 4, as in a file. */
  readonly shards?: number;
}

export interface MemoryStore extends Store {
  /** Facts written so far by kind, whether they were kept or not. */
  factCounts(): FactCounts;
  /** Puts a contact in place of the one of its key, for a world that begins in the middle. */
  putContact(contact: Contact): void;
}

const DEFAULT_SHARDS = 4;

export function createMemoryStore({
  shards = DEFAULT_SHARDS,
  ...retained
}: MemoryStoreOptions = {}): MemoryStore {
  const state = new MemoryState(shards, new FactLog(retained), retained);
  return {
    ...memoryPeople(state),
    ...memoryWork(state),
    ...memorySend(state),
    ...memoryBudgets(state.slices),
    ...memoryEvaluation(state),
    ...memoryStandings(state),
    ...memoryImports(state),
    ...memoryConfig(),
    ...memoryDirectory(state),
    ...memoryDossiers(state.dossiers),
    ...memoryErasure(state),
    factCounts: () => state.facts.all(),
    putContact: (contact) => {
      state.contacts.set(contact.key, contact);
    },
    close: async () => {},
  };
}
