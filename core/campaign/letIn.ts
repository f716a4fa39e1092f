/**
 * Letting in one page of a run's people. Each comes in by a commit of their own, under the run as key: who has a passage of the run
 * has come in, however often the page is gone through. When their first message is due follows from their zone, the pace of the
 * campaign and their place in the audience, which a repeated page finds again.
 */
import type { Person } from '../customer/person.ts';
import { parseDuration, parseTimeOfDay } from '../duration.ts';
import type { PublishedJourney } from '../journey/definition.ts';
import type { Enrolment } from '../journey/enrolment.ts';
import type { JourneyBook } from '../journey/book.ts';
import { nextLocalTime } from '../journey/clock/localTime.ts';
import { pickArm } from '../journey/pick.ts';
import { admitPerson } from '../journey/react.ts';
import { zoneOf } from '../journey/waiting.ts';
import type { PeopleStore, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { HOUR_MS, type Instant, isoInstant } from '../time.ts';
import { REST, VARIANT_NODE } from './compile.ts';
import type { Again, CampaignDefinition } from './definition.ts';
import { type CampaignRun, emptyPage, type Exclusion, type PageCount } from './run.ts';
import { dueInZone } from './schedule.ts';

/** A local time that was over by less than this when people were let in is met at once. */
const GRACE_MS = HOUR_MS;
const MOST_TRIES = 10;

export interface LetInDeps {
  readonly store: Pick<PeopleStore & WorkStore, 'loadPerson' | 'commitStep'>;
  readonly book: JourneyBook;
  readonly settings: Settings;
}

/** A run with what its people come into. */
export interface RunningCampaign {
  readonly definition: CampaignDefinition;
  readonly journey: PublishedJourney;
  readonly run: CampaignRun;
}

/** Whether a person waits for the winner of the test. */
function isInRest({ journey }: RunningCampaign, { seed }: Settings, person: Person): boolean {
  const node = journey.definition.nodes[VARIANT_NODE];
  if (node?.type !== 'experiment') return false;
  const passage = { arms: {}, journeyId: journey.id, customerId: person.id };
  return pickArm(seed, passage, VARIANT_NODE, node.arms).id === REST;
}

/** The instant at which the n-th of those who come in at the campaign's pace does. */
function paced({ perHour }: CampaignDefinition, from: Instant, place: number): Instant {
  return perHour === undefined ? from : from + Math.floor((place * HOUR_MS) / perHour);
}

interface Place {
  readonly isRest: boolean;
  /** 0, 1, … among those of the test, or of the rest. */
  readonly place: number;
}

/** When somebody's first message is due; null where their local time is over. */
function dueOf(
  on: RunningCampaign,
  settings: Settings,
  person: Person,
  { isRest, place }: Place,
  now: Instant,
): Instant | null {
  const { definition, run } = on;
  const { schedule } = definition;
  const zone = zoneOf(person, settings);
  if (isRest && run.restFrom !== null) {
    const from = Math.max(now, paced(definition, run.restFrom, place));
    if (schedule.on !== 'local-time') return from;
    return nextLocalTime(zone, from, { minute: parseTimeOfDay(schedule.time) ?? 0 }) ?? from;
  }
  const wanted = dueInZone(schedule, run, zone) ?? run.startsAt;
  const isLocal = run.date !== null;
  if (isLocal && now - wanted > GRACE_MS) return null;
  return Math.max(now, paced(definition, isLocal ? wanted : Math.max(wanted, run.asOf), place));
}

function mayAgain(again: Again, earlier: readonly Enrolment[], now: Instant): boolean {
  if (earlier.length === 0 || again === 'always') return true;
  if (again === 'never') return false;
  if ('times' in again) return earlier.length < again.times;
  const last = Math.max(...earlier.map(({ enteredAt }) => enteredAt));
  return now - last >= (parseDuration(again.after) ?? Number.POSITIVE_INFINITY);
}

/** What stands in the way of another passage beside those of earlier runs. */
function hindrance(
  { definition }: RunningCampaign,
  earlier: readonly Enrolment[],
  now: Instant,
): Exclusion | null {
  if (earlier.some(({ status }) => status === 'active')) return 'already-inside';
  const again = definition.schedule.on === 'recurring' ? definition.schedule.again : 'never';
  return mayAgain(again, earlier, now) ? null : 'had-it-before';
}

/** One person's coming in: true too where this run let them in before. */
async function comeIn(
  { store, book }: LetInDeps,
  on: RunningCampaign,
  id: Person['id'],
  dueAt: Instant,
  now: Instant,
): Promise<'entered' | Exclusion> {
  const { journey, run } = on;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const record = await store.loadPerson(id);
    if (record === null) return 'changed-meanwhile';
    const { person, enrolments } = record;
    const ofCampaign = enrolments.filter(({ journeyId }) => journeyId === journey.id);
    if (ofCampaign.some(({ key }) => key === run.id)) return 'entered';
    const stop = hindrance(on, ofCampaign, now);
    if (stop !== null) return stop;
    const { latest: journeys, definitionOf } = book;
    const trigger = { campaign: run.campaign, run: run.id, due: isoInstant(dueAt) };
    const asked = { journey, key: run.id, trigger, dueAt };
    const change = admitPerson({ person, enrolments, now, journeys, definitionOf }, asked);
    if (change.enrolments.length === 0) return 'already-over';
    if ((await store.commitStep({ ...change, decisions: [] })) === 'committed') return 'entered';
  }
  return 'changed-meanwhile';
}

function exclude(count: PageCount, reason: Exclusion): void {
  count.excluded[reason] = (count.excluded[reason] ?? 0) + 1;
}

/** Lets in the people of a page, who are meant by the campaign. O(page). */
export async function letInPage(
  deps: LetInDeps,
  on: RunningCampaign,
  page: readonly Person[],
  now: Instant,
): Promise<PageCount> {
  const count = emptyPage();
  const coming = page.map((person) => {
    const isRest = isInRest(on, deps.settings, person);
    const place = isRest ? on.run.inRest + count.inRest : on.run.inTest + count.inTest;
    count[isRest ? 'inRest' : 'inTest'] += 1;
    return { person, dueAt: dueOf(on, deps.settings, person, { isRest, place }, now) };
  });
  count.audience = page.length;
  const outcomes = await Promise.all(
    coming.map(async ({ person, dueAt }) =>
      dueAt === null ? ('time-passed' as const) : comeIn(deps, on, person.id, dueAt, now),
    ),
  );
  for (const [n, outcome] of outcomes.entries()) {
    if (outcome !== 'entered') {
      exclude(count, outcome);
      continue;
    }
    count.entered += 1;
    const dueAt = coming[n]?.dueAt ?? now;
    count.lastDueAt = Math.max(dueAt ?? now, count.lastDueAt ?? now);
  }
  return count;
}
