/**
 * What rooms of the business do when an id passes from one person to another: each moves the dossiers that are its own. Run for
 * every handover after orders and passages have moved, by whoever finishes the merge; each may be run again, and changes nothing
 * the second time.
 */
import type { JourneyBook } from '../journey/book.ts';
import type { DossierStore, PeopleStore, WorkStore } from '../ports.ts';
import { mergePoints } from '../loyalty/mergePoints.ts';
import { moveStanding } from '../segment/unite.ts';
import type { Instant } from '../time.ts';
import { mergeCases } from '../winback/mergeCases.ts';
import type { Handover } from './ownership.ts';
import type { FollowDeps } from './whatFollows.ts';

export interface AfterMergeDeps extends FollowDeps {
  readonly store: FollowDeps['store'] &
    Pick<DossierStore, 'loadDossiers' | 'dossiersOf'> &
    Pick<PeopleStore, 'loadPerson'> &
    Pick<WorkStore, 'commitStep' | 'loadTask' | 'removeTask'>;
}

export type AfterMerge = (
  deps: AfterMergeDeps,
  book: JourneyBook,
  handover: Handover,
  now: Instant,
) => Promise<void>;

/** In the order they run. */
export const AFTER_MERGE: readonly AfterMerge[] = [
  (deps, book, handover, now) => mergePoints(deps, book.programme, handover, now),
  moveStanding,
  (deps, _book, handover, now) => mergeCases(deps, handover, now),
];
