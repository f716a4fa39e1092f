/**
 * Do the books balance? Every account is counted anew from its entries: their legs sum to 0 each, and together to what the
 * account says; its lots hold as much; its entries are as many as it made. Over the shop, what members hold is what the
 * programme issued less what went out. Where a member changes while the rest is read, they are counted again by themselves.
 */
import { type Dossier, type DossierStore, dossiersUnder } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import { type Account, accountFaults, accountIn } from './account.ts';
import { readAccount } from './change.ts';
import { type Entry, entryIn, type LedgerAccount, legsSum, programmeSum } from './entry.ts';

export type CountStore = Pick<DossierStore, 'loadDossiers' | 'dossiersOf' | 'scanDossiers'>;

/** Sums of entries. */
export interface Sums {
  pending: number;
  available: number;
  /** Of the programme's side. */
  programme: number;
  entries: number;
}

export interface Fault {
  readonly customerId: CustomerId;
  readonly what: string;
}

export interface Recount {
  readonly accounts: number;
  readonly entries: number;
  /** Members' pending and available points by their accounts, and by all entries. */
  readonly held: number;
  readonly heldByEntries: number;
  /** The programme's accounts by all entries: sums to minus what is held. */
  readonly programme: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
  readonly balanced: boolean;
}

export function noSums(): Sums {
  return { pending: 0, available: 0, programme: 0, entries: 0 };
}

export function addEntry(sums: Sums, { legs }: Pick<Entry, 'legs'>): void {
  sums.pending += legs.pending ?? 0;
  sums.available += legs.available ?? 0;
  sums.programme += programmeSum(legs);
  sums.entries += 1;
}

/** What an account says that the sums of its entries do not. */
export function faultsOf(account: Account, sums: Sums): string[] {
  const faults = accountFaults(account);
  if (account.pending !== sums.pending)
    faults.push(`pending is ${account.pending}, its entries sum to ${sums.pending}`);
  if (account.available !== sums.available)
    faults.push(`available is ${account.available}, its entries sum to ${sums.available}`);
  if (sums.pending + sums.available + sums.programme !== 0) faults.push('its entries do not sum to 0');
  if (account.entries !== sums.entries)
    faults.push(`${account.entries} entries were made, ${sums.entries} are there`);
  return faults;
}

/** Every entry of one id, by their names. */
export async function* entriesOf(
  store: Pick<DossierStore, 'dossiersOf'>,
  id: CustomerId,
): AsyncGenerator<Entry> {
  for await (const dossier of dossiersUnder(store, 'points-entry', id)) yield entryIn(dossier);
}

const MOST_TRIES = 5;

/** One account counted anew; tries again where it changed meanwhile. */
async function recountOne(store: CountStore, id: CustomerId): Promise<string[]> {
  let faults: string[] = [];
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await readAccount(store, id);
    const sums = noSums();
    for await (const entry of entriesOf(store, id)) addEntry(sums, entry);
    const after = await readAccount(store, id);
    if (before.account === null) return sums.entries === 0 ? [] : ['entries without an account'];
    faults = faultsOf(before.account, sums);
    if (faults.length === 0 || before.version === after.version) return faults;
  }
  return faults;
}

function customerOf({ kind, id, customerId }: Dossier): CustomerId {
  if (customerId === null) throw new Error(`${kind} ${id} is nobody's`);
  return customerId;
}

const MOST_FAULTS = 100;

/** Counts the whole ledger anew. O(entries) in time, O(members) in memory. */
export async function recount(store: CountStore): Promise<Recount> {
  const sums = new Map<CustomerId, Sums>();
  const programme: Partial<Record<LedgerAccount, number>> = {};
  const suspects = new Set<CustomerId>();
  let entries = 0;
  for await (const page of store.scanDossiers('points-entry')) {
    for (const dossier of page) {
      const entry = entryIn(dossier);
      const id = customerOf(dossier);
      const own = sums.get(id) ?? noSums();
      addEntry(own, entry);
      sums.set(id, own);
      entries += 1;
      if (legsSum(entry.legs) !== 0) suspects.add(id);
      for (const name of ['issued', 'redeemed', 'expired', 'reversed', 'adjusted', 'transferred'] as const) {
        programme[name] = (programme[name] ?? 0) + (entry.legs[name] ?? 0);
      }
    }
  }
  let accounts = 0;
  let held = 0;
  for await (const page of store.scanDossiers('points')) {
    for (const dossier of page) {
      const account = accountIn(dossier);
      const id = customerOf(dossier);
      accounts += 1;
      held += account.pending + account.available;
      if (faultsOf(account, sums.get(id) ?? noSums()).length > 0) suspects.add(id);
      sums.delete(id);
    }
  }
  let heldByEntries = 0;
  for (const points of Object.values(programme)) heldByEntries -= points;
  for (const id of sums.keys()) suspects.add(id);
  const faults: Fault[] = [];
  for (const customerId of suspects) {
    for (const what of await recountOne(store, customerId)) faults.push({ customerId, what });
    if (faults.length >= MOST_FAULTS) break;
  }
  const isSame = held === heldByEntries || suspects.size > 0;
  return {
    accounts,
    entries,
    held,
    heldByEntries,
    programme,
    faults,
    balanced: faults.length === 0 && isSame,
  };
}
