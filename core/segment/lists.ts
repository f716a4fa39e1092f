/** Puts a person on lists and takes them off, with everything that follows from it: journeys, other segments. */
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { Instant } from '../time.ts';
import { judgePerson, type JudgePersonDeps, type PersonJudged } from './judgePerson.ts';
import type { Standing } from './standing.ts';

export interface ListChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** The standing with the lists changed; the same object where nothing changes. Who is on a list stays on it since when they came. */
export function withLists(standing: Standing, { add = [], remove = [] }: ListChange, now: Instant): Standing {
  const isChange =
    add.some((id) => standing.lists[id] === undefined) ||
    remove.some((id) => standing.lists[id] !== undefined);
  if (!isChange) return standing;
  const lists: Record<string, Instant> = { ...standing.lists };
  for (const id of add) lists[id] ??= now;
  for (const id of remove) delete lists[id];
  return { ...standing, lists };
}

/** Of a person known by any of their ids. `unknown`: nobody is. */
export function changeLists(
  deps: JudgePersonDeps,
  book: JourneyBook,
  id: CustomerId,
  change: ListChange,
  now: Instant,
): Promise<PersonJudged> {
  return judgePerson(deps, book, id, {
    by: 'list',
    now,
    change: (standing) => withLists(standing, change, now),
  });
}
