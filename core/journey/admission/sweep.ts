/**
 * Going through everyone, a bounded number of people at a time, and letting in who should be: what schedules, dates and
 * backlogs have in common. Who is inside already, or may not come again, is passed over without a word. A sweep that is cut
 * off is gone on with: whom this very occasion let in before is counted, and not let in again.
 */
import type { Person } from '../../customer/person.ts';
import { customerId } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import type { DirectoryStore, DossierStore, PeopleStore, WorkStore } from '../../ports.ts';
import { loadMemberships } from '../../segment/standing.ts';
import type { Settings } from '../../settings/settings.ts';
import type { Instant } from '../../time.ts';
import type { JourneyBook } from '../book.ts';
import { type Circumstances, type Condition, namesWatched, segmentsAsked } from '../condition.ts';
import type { PublishedJourney } from '../definition.ts';
import { admitPerson } from '../react.ts';
import { readBack } from '../readBack.ts';

export interface SweepDeps {
  readonly store: Pick<
    PeopleStore & WorkStore & DirectoryStore,
    'listPeople' | 'peopleWith' | 'loadPerson' | 'commitStep' | 'putTask' | 'removeTask'
  > &
    LookStore;
  readonly book: JourneyBook;
  readonly settings: Settings;
}

/** What lets one person in, and when their first step is due. */
export interface Invitation {
  readonly trigger: JsonObject;
  readonly dueAt: Instant;
}

export type Invite = (person: Person) => Promise<Invitation | null> | Invitation | null;

/** What names the occasion in a trigger. */
const OCCASIONS = ['backlog', 'schedule', 'date'] as const;

function isOfOccasion(before: JsonObject, trigger: JsonObject): boolean {
  return OCCASIONS.some((name) => trigger[name] !== undefined && before[name] === trigger[name]);
}

const MOST_TRIES = 3;

/**
 * One person's admission, judged as they are now; false where they are not let in. True also where this occasion let them in
 * before.
 */
async function admitOne(
  { store, book }: SweepDeps,
  journey: PublishedJourney,
  id: Person['id'],
  invite: Invite,
  now: Instant,
): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const record = await store.loadPerson(id);
    const invitation = record === null ? null : await invite(record.person);
    if (record === null || invitation === null) return false;
    const { person, enrolments } = record;
    const past = enrolments.find((one) => one.journeyId === journey.id && one.key === '');
    if (past !== undefined && isOfOccasion(past.trigger, invitation.trigger)) return true;
    const { latest: journeys, definitionOf } = book;
    const on = { person, enrolments, now, journeys, definitionOf };
    const { facts, ...change } = admitPerson(on, { journey, key: '', ...invitation });
    if (change.enrolments.length === 0) return false;
    if ((await store.commitStep({ ...change, facts, decisions: [] })) === 'committed') return true;
  }
  return false;
}

export type LookStore = Pick<PeopleStore & DossierStore, 'recentEvents' | 'loadDossiers'>;

/** Events and segments that filters ask for, read only where they do. */
export function lookFor(
  { store }: { readonly store: LookStore },
  filters: readonly (Condition | undefined)[],
  now: Instant,
) {
  const names = filters.flatMap(namesWatched);
  const asksOfSegments = filters.some((filter) => segmentsAsked(filter).length > 0);
  return async ({ id }: Person): Promise<Pick<Circumstances, 'events' | 'segments'>> => {
    const events = await readBack(store, id, names, now);
    return asksOfSegments ? { events, segments: await loadMemberships(store, id) } : { events };
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

/** Looks at people (with `trait` only at those who have it) after `cursor` until everyone, `mostAdmitted` admissions or as many people as one run may look at. */
export async function sweep(
  deps: SweepDeps,
  journey: PublishedJourney,
  from: { readonly cursor: string | null; readonly mostAdmitted: number; readonly trait?: string },
  invite: Invite,
  now: Instant,
): Promise<Swept> {
  let cursor = from.cursor;
  let admitted = 0;
  for (let looked = 0; looked < MOST_PEOPLE_A_RUN; ) {
    const after = cursor === null ? null : customerId(cursor);
    const { trait } = from;
    const page = await (trait === undefined
      ? deps.store.listPeople({ after, limit: PAGE })
      : deps.store.peopleWith({ trait, after, limit: PAGE }));
    for (const person of page) {
      cursor = person.id;
      const asked = invite(person);
      if (asked === null || (await asked) === null) continue;
      if (await admitOne(deps, journey, person.id, invite, now)) admitted += 1;
      if (admitted >= from.mostAdmitted) return { cursor, admitted };
    }
    if (page.length < PAGE) return { cursor: null, admitted };
    looked += page.length;
  }
  return { cursor, admitted };
}
