/**
 * Reading an account and writing what became of it: the account, its entries and the task that time asks for, all under their
 * versions, to be committed together. Whoever loses a race reads again; an operation that is written already stays as it is.
 */
import type { Person } from '../customer/person.ts';
import type { DossierStore, DossierWrite } from '../dossier.ts';
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import type { Trigger } from '../journey/occasion.ts';
import type { Consequences, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Task, TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';
import { type Account, accountDossier, accountIn, accountKey, newAccount } from './account.ts';
import type { Loyalty } from './definition.ts';
import { earnOp, entryDossier, type Entry, entryIn, entryKey, reversePrefix } from './entry.ts';
import { Ledger } from './ledger.ts';
import { type MemberDates, nextTimeOf } from './passTime.ts';

export type PointsReader = Pick<DossierStore, 'loadDossiers' | 'dossiersOf'>;

export interface LoyaltyDeps {
  readonly store: PointsReader & Pick<WorkStore, 'loadTask'>;
  readonly settings: Settings;
}

/** An account with the version it was read at; `account` null where there is none. */
export interface ReadAccount {
  readonly account: Account | null;
  readonly version: number;
}

export async function readAccount(
  store: Pick<DossierStore, 'loadDossiers'>,
  id: CustomerId,
): Promise<ReadAccount> {
  const [dossier] = await store.loadDossiers([accountKey(id)]);
  return dossier === null || dossier === undefined
    ? { account: null, version: 0 }
    : { account: accountIn(dossier), version: dossier.version };
}

/** A ledger over an account, which is opened where there is none, and again where its profile is one of its own again. */
export function ledgerOver(
  { account, version }: ReadAccount,
  loyalty: Loyalty,
  settings: Settings,
  now: Instant,
): Ledger {
  const context = { loyalty, zone: settings.shop.zone, now };
  const opened = newAccount(loyalty.definition.tiers[0]?.id ?? '', now);
  if (account === null) return new Ledger(opened, version, context);
  const { entries, counts, mergedInto } = account;
  if (mergedInto !== null) return new Ledger({ ...opened, entries, counts }, version, context);
  return new Ledger(account, version, context);
}

export function datesOf({ traits, zone }: Pick<Person, 'traits' | 'zone'>, settings: Settings): MemberDates {
  return { traits, zone: zone ?? settings.shop.zone };
}

const PAGE = 100;

async function reversalsUnder(store: PointsReader, id: CustomerId, prefix: string): Promise<Entry[]> {
  const found: Entry[] = [];
  let after = prefix;
  for (;;) {
    const page = await store.dossiersOf('points-entry', id, { after, limit: PAGE });
    for (const dossier of page) {
      if (!dossier.id.startsWith(prefix)) return found;
      found.push(entryIn(dossier));
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last.id;
  }
}

/** What the ledger knows of an order under any of a person's ids. */
export async function entriesOfOrder(
  store: PointsReader,
  ids: readonly CustomerId[],
  order: string,
): Promise<{ readonly earned: Entry | null; readonly reversals: readonly Entry[] }> {
  const [dossiers, reversals] = await Promise.all([
    store.loadDossiers(ids.map((id) => entryKey(id, earnOp(order)))),
    Promise.all(ids.map((id) => reversalsUnder(store, id, reversePrefix(order)))),
  ]);
  const earned = dossiers.find((one) => one !== null);
  return { earned: earned === undefined ? null : entryIn(earned), reversals: reversals.flat() };
}

export const loyaltyTaskId = (id: CustomerId): string => `loyalty-${id}`;

export function loyaltyTask(id: CustomerId, dueAt: Instant | null, version: number): Task {
  return {
    id: loyaltyTaskId(id),
    kind: 'loyalty',
    customerId: id,
    lane: 'upkeep',
    dueAt,
    version,
    attempts: 0,
    body: {},
  };
}

/** The task, where it must come sooner than the one that waits; also where that one should have run and did not. */
async function taskFor(
  store: LoyaltyDeps['store'],
  id: CustomerId,
  ledger: Ledger,
  dates: MemberDates | null,
): Promise<TaskWrite[]> {
  const { now } = ledger.context;
  const { dueAt } = ledger.account;
  const next = nextTimeOf(ledger.account, ledger.definition, now, dates);
  if (next === null || (dueAt !== null && dueAt > now && next >= dueAt)) return [];
  ledger.note({ dueAt: next });
  const version = (await store.loadTask(loyaltyTaskId(id)))?.version ?? 0;
  return [{ task: loyaltyTask(id, next, version + 1), expectedVersion: version }];
}

/** Account and entries as they are written. */
export function dossiersOf(id: CustomerId, ledger: Ledger, version: number): DossierWrite[] {
  return [
    { dossier: accountDossier(id, ledger.account, version + 1), expectedVersion: version },
    ...ledger.entries.map((entry) => ({ dossier: entryDossier(id, entry), expectedVersion: 0 })),
  ];
}

/** What a changed account brings about, for the commit of what changed it. */
export interface PointsChange {
  readonly account: Account;
  readonly entries: readonly Entry[];
  readonly dossiers: readonly DossierWrite[];
  readonly tasks: readonly TaskWrite[];
  readonly facts: readonly Fact[];
  readonly triggers: readonly Trigger[];
}

export function eventFacts(id: CustomerId, ledger: Ledger, isHistorical: boolean): Fact[] {
  const historical = isHistorical ? { historical: true } : {};
  return ledger.events.map(({ name, properties }) => ({
    customerId: id,
    at: ledger.context.now,
    kind: 'event',
    journeyId: null,
    body: { name, properties: { ...properties }, ...historical },
  }));
}

export function eventTriggers(ledger: Ledger): Trigger[] {
  const at = ledger.context.now;
  return ledger.events.map(({ name, properties }) => ({
    kind: 'event',
    name,
    properties: { ...properties },
    at,
  }));
}

/** Null where nothing has changed. */
export async function changeOf(
  store: LoyaltyDeps['store'],
  id: CustomerId,
  ledger: Ledger,
  version: number,
  dates: MemberDates | null,
  isHistorical = false,
): Promise<PointsChange | null> {
  const tasks = await taskFor(store, id, ledger, dates);
  if (!ledger.hasChanged) return null;
  return {
    account: ledger.account,
    entries: ledger.entries,
    dossiers: dossiersOf(id, ledger, version),
    tasks,
    facts: eventFacts(id, ledger, isHistorical),
    triggers: eventTriggers(ledger),
  };
}

/** Consequences with what a changed account brings; its triggers are the caller's to follow. */
export function withPoints(followed: Consequences, change: PointsChange | null): Consequences {
  if (change === null) return followed;
  return {
    ...followed,
    facts: [...followed.facts, ...change.facts],
    tasks: [...(followed.tasks ?? []), ...change.tasks],
    dossiers: [...(followed.dossiers ?? []), ...change.dossiers],
  };
}
