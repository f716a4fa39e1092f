/**
 * Going through everyone, a bounded number of people at a time, and letting in who should be: what schedules, dates and
 * backlogs have in common. Who is inside already, or may not come again, is passed over without a word, so a sweep that is
 * cut off is simply gone on with.
 */
import type { Person } from '../../customer/person.ts';
import { customerId } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import type { DirectoryStore, PeopleStore, WorkStore } from '../../ports.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Instant } from '../../time.ts';
import type { JourneyBook } from '../book.ts';
import type { PublishedJourney } from '../definition.ts';
import { LONGEST_LOOK_BACK_MS, MOST_EVENTS_LOOKED_AT } from '../lookBack.ts';
import { admitPerson } from '../react.ts';

export interface SweepDeps {
  readonly store: Pick<
    PeopleStore & WorkStore & DirectoryStore,
    'listPeople' | 'loadPerson' | 'recentEvents' | 'commitStep' | 'putTask' | 'removeTask'
  >;
  readonly book: JourneyBook;
  readonly settings: Settings;
}

/** What lets one person in, and when their first step is due. */
export interface Invitation {
  readonly trigger: JsonObject;
  readonly dueAt: Instant;
}

/** One person's admission; false where they are not let in. */
export async function admitOne(
  { store, book }: SweepDeps,
  journey: PublishedJourney,
  person: Person,
  { trigger, dueAt }: Invitation,
  now: Instant,
): Promise<boolean> {
  const record = await store.loadPerson(person.id);
  if (record === null) return false;
  const { latest: journeys, definitionOf } = book;
  const { enrolments } = record;
  const on = { person: record.person, enrolments, now, journeys, definitionOf };
  const { facts, ...change } = admitPerson(on, { journey, key: '', trigger, dueAt });
  if (change.enrolments.length === 0) return false;
  return (await store.commitStep({ ...change, facts, decisions: [] })) === 'committed';
}

/** Events a filter looks back on, read only where it does. */
export function recentlyOf({ store }: SweepDeps, names: readonly string[], now: Instant) {
  return async (person: Person) => {
    if (names.length === 0) return [];
    const since = now - LONGEST_LOOK_BACK_MS;
    return store.recentEvents(person.id, { names, since, limit: MOST_EVENTS_LOOKED_AT });
  };
}

/** People looked at in one run of a task; the next run goes on. */
const MOST_PEOPLE_A_RUN = 5_000;
const PAGE = 500;

export interface Swept {
  /** Who was looked at last; null once everyone was. */
  readonly cursor: string | null;
  readonly admitted: number;
}

/** Looks at people after `cursor` until everyone, `mostAdmitted` admissions or as many people as one run may look at. */
export async function sweep(
  deps: SweepDeps,
  journey: PublishedJourney,
  from: { readonly cursor: string | null; readonly mostAdmitted: number },
  invite: (person: Person) => Promise<Invitation | null> | Invitation | null,
  now: Instant,
): Promise<Swept> {
  let cursor = from.cursor;
  let admitted = 0;
  for (let looked = 0; looked < MOST_PEOPLE_A_RUN; ) {
    const after = cursor === null ? null : customerId(cursor);
    const page = await deps.store.listPeople({ after, limit: PAGE });
    for (const person of page) {
      const invitation = await invite(person);
      if (invitation !== null && (await admitOne(deps, journey, person, invitation, now))) admitted += 1;
      cursor = person.id;
      if (admitted >= from.mostAdmitted) return { cursor, admitted };
    }
    if (page.length < PAGE) return { cursor: null, admitted };
    looked += page.length;
  }
  return { cursor, admitted };
}
