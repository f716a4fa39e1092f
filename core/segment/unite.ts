/**
 * What becomes of standings when an id passes from one person to another: the tallies of the id go along with it, and the lists
 * of whoever is nobody any more. Memberships are judged anew afterwards. Done again it changes nothing.
 */
import type { Handover } from '../customer/ownership.ts';
import type { Dossier } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { DossierStore, WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { JudgingConflict, judgePerson, type JudgePersonDeps } from './judgePerson.ts';
import {
  NO_STANDING,
  originKey,
  readStanding,
  type Since,
  type Standing,
  standingKey,
  standingWrite,
} from './standing.ts';

export interface MoveDeps {
  readonly store: Pick<DossierStore & WorkStore, 'loadDossiers' | 'commitStep'>;
}

const MOST_TRIES = 8;

/** On each list since the earlier of the two. */
function unitedLists(a: Since, b: Since): Since {
  const lists: Record<string, Instant> = { ...a };
  for (const [id, since] of Object.entries(b)) lists[id] = Math.min(since, lists[id] ?? since);
  return lists;
}

/** Both standings after the tallies of `id` went over; null where there is nothing to go. */
function handedOver(
  from: Standing,
  into: Standing,
  { id, from: owner, into: heir }: Handover,
): { from: Standing; into: Standing } | null {
  const { [originKey(owner, id)]: moving, ...staying } = from.tallies;
  const isGone = id === owner;
  const isBare = Object.keys(from.lists).length === 0 && Object.keys(from.segments).length === 0;
  if (moving === undefined && (!isGone || isBare)) return null;
  const tallies = moving === undefined ? into.tallies : { ...into.tallies, [originKey(heir, id)]: moving };
  if (!isGone) return { from: { ...from, tallies: staying }, into: { ...into, tallies } };
  const { rules, timer } = from;
  return {
    from: { ...NO_STANDING, rules, timer, tallies: staying },
    into: { ...into, tallies, lists: unitedLists(into.lists, from.lists) },
  };
}

async function readBoth(
  { store }: MoveDeps,
  ids: readonly [CustomerId, CustomerId],
): Promise<readonly [Dossier | null, Dossier | null]> {
  const [from = null, into = null] = await store.loadDossiers(ids.map(standingKey));
  return [from, into];
}

/** Moves what the standing of `from` holds of an id to whoever owns it now. */
export async function moveStanding(deps: MoveDeps, book: JourneyBook, handover: Handover): Promise<void> {
  if (book.programme.segments === null) return;
  const { from, into } = handover;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [fromDossier, intoDossier] = await readBoth(deps, [from, into]);
    const after = handedOver(readStanding(fromDossier), readStanding(intoDossier), handover);
    if (after === null) return;
    const dossiers = [
      standingWrite(from, fromDossier, after.from),
      standingWrite(into, intoDossier, after.into),
    ];
    const committed = await deps.store.commitStep({ ...NO_CONSEQUENCES, decisions: [], dossiers });
    if (committed === 'committed') return;
  }
  throw new JudgingConflict(into);
}

/** Judges whoever is still somebody of those a merge concerned, with the orders they have now. */
export async function judgeMerged(
  deps: JudgePersonDeps,
  book: JourneyBook,
  ids: Iterable<CustomerId>,
  now: Instant,
): Promise<void> {
  if (book.programme.segments === null) return;
  for (const id of ids) await judgePerson(deps, book, id, { by: 'merge', now });
}
