/**
 * Points of a profile that became another's: everything its account holds goes over by two entries in one commit, lots as they
 * are, debts too. The account stays behind closed, even where there was none, so that nobody opens it who still takes the id
 * for a profile. Of two tiers the higher stays. Repeated, it moves nothing.
 */
import { isAnonymous } from '../customer/identity.ts';
import type { Handover } from '../customer/ownership.ts';
import type { DossierStore } from '../dossier.ts';
import type { Programme } from '../programme/programme.ts';
import type { StepChange, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { Account } from './account.ts';
import { changeOf, dossiersOf, ledgerOver, type LoyaltyDeps, readAccount } from './change.ts';
import { loyaltyIn, type LoyaltyDefinition } from './definition.ts';
import { opPart } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { assessTier, countToward, rankOf } from './tiers.ts';

export interface MergePointsDeps {
  readonly store: LoyaltyDeps['store'] & Pick<DossierStore, 'loadDossiers'> & Pick<WorkStore, 'commitStep'>;
  readonly settings: Settings;
}

const MOST_TRIES = 8;

function takeTier(ledger: Ledger, from: Account, definition: LoyaltyDefinition): void {
  const { account } = ledger;
  const [theirs, own] = [rankOf(from, definition), rankOf(account, definition)];
  const isLonger = theirs === own && (from.tierUntil ?? 0) > (account.tierUntil ?? 0);
  if (theirs < own || (theirs === own && !isLonger)) return;
  const { tier, tierFrom, tierSince, tierUntil } = from;
  ledger.note({ tier, tierFrom, tierSince, tierUntil, nearTold: null });
}

function takeCounts(ledger: Ledger, from: Account): void {
  const counts = { ...ledger.account.counts };
  for (const [rule, theirs] of Object.entries(from.counts)) {
    const own = counts[rule];
    if (own === undefined || own.period < theirs.period) counts[rule] = theirs;
    else if (own.period === theirs.period && rule !== 'birthday')
      counts[rule] = { period: own.period, count: own.count + theirs.count };
  }
  ledger.note({ counts, memberSince: Math.min(ledger.account.memberSince, from.memberSince) });
}

type Transfer = Pick<StepChange, 'dossiers' | 'tasks' | 'facts'>;

async function transferOf(
  deps: MergePointsDeps,
  programme: Pick<Programme, 'loyalty'>,
  { from, into }: Handover,
  now: Instant,
): Promise<Transfer | null> {
  const loyalty = loyaltyIn(programme);
  if (loyalty === null) return null;
  const { store, settings } = deps;
  const [theirs, own] = await Promise.all([readAccount(store, from), readAccount(store, into)]);
  if (theirs.account !== null && theirs.account.mergedInto !== null) return null;
  const out = ledgerOver(theirs, loyalty, settings, now);
  if (theirs.account === null) {
    if (isAnonymous(from)) return null;
    out.note({ mergedInto: into });
    return { dossiers: dossiersOf(from, out, theirs.version), facts: [] };
  }
  const before = out.account;
  out.transferOut(`merge:${theirs.version + 1}:out`, into);
  const closed = dossiersOf(from, out, theirs.version);
  const ledger = ledgerOver(own, loyalty, settings, now);
  ledger.transferIn(`merge:${opPart(from)}:${theirs.version + 1}:in`, from, before);
  for (const [day, amount] of before.qualifying) countToward(ledger, day, amount);
  takeCounts(ledger, before);
  takeTier(ledger, before, loyalty.definition);
  assessTier(ledger);
  const change = await changeOf(store, into, ledger, own.version, null);
  return change === null
    ? null
    : { dossiers: [...closed, ...change.dossiers], tasks: change.tasks, facts: change.facts };
}

/** Moves the points of a profile that is one no more. Throws where one of the two accounts changes all the time. */
export async function mergePoints(
  deps: MergePointsDeps,
  programme: Pick<Programme, 'loyalty'>,
  handover: Handover,
  now: Instant,
): Promise<void> {
  if (handover.id !== handover.from) return;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const transfer = await transferOf(deps, programme, handover, now);
    if (transfer === null) return;
    const change = { ...NO_CONSEQUENCES, ...transfer, decisions: [] };
    if ((await deps.store.commitStep(change)) === 'committed') return;
  }
  throw new Error(
    `the points of ${handover.from} or ${handover.into} changed ${MOST_TRIES} times during a merge; a later wave goes on`,
  );
}
