/**
 * Judges everyone: each night, and when segments are published. Read in pages, judged page by page, written where something
 * changed; memory is that of a page. Whoever enters or leaves a segment that a journey waits for is judged on their own, so that
 * the journey follows in the same commit; whoever changed meanwhile, too.
 */
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { PeopleStore, PersonStanding, StandingParts, StandingStore, StandingWrite } from '../ports.ts';
import type { Instant } from '../time.ts';
import { backfilled } from './backfill.ts';
import type { Segments } from './definition.ts';
import type { MemberFacts } from './facts.ts';
import { type Judged, judge } from './judge.ts';
import { judgePerson, type JudgePersonDeps } from './judgePerson.ts';
import {
  type Contacts,
  factsOf,
  type Judging,
  judgingOf,
  loadContactsOf,
  loadLoyalty,
  NO_CONTACTS,
} from './known.ts';
import { outcomeWith, rememberedTimer } from './outcome.ts';
import type { Series } from './series.ts';
import { readStanding, type Standing } from './standing.ts';

export interface RecomputeDeps extends JudgePersonDeps {
  readonly store: JudgePersonDeps['store'] &
    Pick<PeopleStore, 'factsOf'> &
    Pick<StandingStore, 'scanStandings'>;
}

export interface Recompute {
  /** Part of the store; a whole shop is all of its segments. */
  readonly segment: number;
  readonly now: Instant;
  /** Series to be counted again from the facts: those a publish brought. */
  readonly backfill?: readonly Series[];
}

/** What a recomputation came to. */
export interface Recomputed {
  people: number;
  entered: number;
  left: number;
  written: number;
  /** Who is in each segment now. */
  readonly members: Record<string, number>;
}

export function nothingRecomputed(): Recomputed {
  return { people: 0, entered: 0, left: 0, written: 0, members: {} };
}

export function addRecomputed(a: Recomputed, b: Recomputed): Recomputed {
  const members = { ...a.members };
  for (const [id, count] of Object.entries(b.members)) members[id] = (members[id] ?? 0) + count;
  return {
    people: a.people + b.people,
    entered: a.entered + b.entered,
    left: a.left + b.left,
    written: a.written + b.written,
    members,
  };
}

/** The parts of people that rules look at, and consent, which needs their addresses. */
function partsOf({ needs }: Segments): StandingParts {
  const { profile, lifecycle, orders } = needs;
  return { profile, lifecycle, orders };
}

interface Found {
  readonly one: PersonStanding;
  readonly before: Standing;
  readonly judged: Judged;
}

/** One person of a page; null where a newer version of the segments has judged them. */
function judgeOne(
  { segments, shop }: Judging,
  one: PersonStanding,
  known: { before: Standing; standing: Standing; contacts: Contacts; loyalty: MemberFacts | null },
  now: Instant,
): Found | null {
  const { before, standing, contacts, loyalty } = known;
  if (before.rules > segments.version) return null;
  const { person, orders } = one;
  const facts = factsOf({ person, orders, standing, contacts, loyalty }, shop);
  return { one, before, judged: judge({ segments, standing, before: facts, after: facts, now }) };
}

async function judgePage(
  deps: RecomputeDeps,
  judging: Judging,
  page: readonly PersonStanding[],
  { now, backfill = [] }: Recompute,
): Promise<Found[]> {
  const { segments } = judging;
  const people = page.map(({ person }) => person);
  const contacts = segments.needs.consents ? await loadContactsOf(deps, segments, people) : [];
  const loyalty = await loadLoyalty(
    deps,
    segments,
    people.map(({ id }) => id),
  );
  const found: Found[] = [];
  for (const [place, one] of page.entries()) {
    const before = readStanding(one.dossier);
    const standing =
      backfill.length === 0 ? before : await backfilled(deps.store, one.person.id, before, backfill);
    const known = {
      before,
      standing,
      contacts: contacts[place] ?? NO_CONTACTS,
      loyalty: loyalty[place] ?? null,
    };
    const judged = judgeOne(judging, one, known, now);
    if (judged !== null) found.push(judged);
  }
  return found;
}

/** Null where nothing is to be written. */
function writeOf({ one, before, judged }: Found, now: Instant): StandingWrite | null {
  const { id, version } = one.person;
  const judgement = { id, dossier: one.dossier, before, judged, by: 'night' as const, now };
  const { followed } = outcomeWith(judgement, rememberedTimer(judged, now));
  if (followed.dossiers === undefined && followed.tasks === undefined) return null;
  return { ...NO_CONSEQUENCES, ...followed, customerId: id, expectedVersion: version };
}

function countIn(done: Recomputed, { judged }: Found): void {
  done.people += 1;
  for (const id in judged.standing.segments) done.members[id] = (done.members[id] ?? 0) + 1;
  for (const { change } of judged.changes) done[change] += 1;
}

/** Whether a journey may follow: then the person is judged on their own. */
function isAwaited({ judged }: Found, awaited: ReadonlySet<string>): boolean {
  return judged.changes.some(({ id, byRule }) => !byRule && awaited.has(id));
}

/** Standings written in one commit. */
const WRITES_TOGETHER = 2_000;

interface ToWrite {
  readonly writes: StandingWrite[];
  /** Whoever is judged on their own. */
  readonly alone: CustomerId[];
}

/** Whoever changed since they were read is judged again; how many were written. */
async function writeFound(
  deps: RecomputeDeps,
  book: JourneyBook,
  { writes, alone }: ToWrite,
  now: Instant,
): Promise<number> {
  const results = writes.length === 0 ? [] : await deps.store.commitStandings(writes);
  const moved = writes.filter((_, place) => results[place] === 'conflict');
  let written = writes.length - moved.length;
  for (const id of [...alone, ...moved.map(({ customerId }) => customerId)])
    if ((await judgePerson(deps, book, id, { by: 'night', now })) === 'judged') written += 1;
  return written;
}

/** Judges everyone of one part of the store, and writes what changed. Done again it finds nothing more to write. */
export async function recomputeSegments(
  deps: RecomputeDeps,
  book: JourneyBook,
  asked: Recompute,
): Promise<Recomputed> {
  const done = nothingRecomputed();
  const judging = judgingOf(deps, book);
  if (book.programme.segments === null) return done;
  const { segment, now } = asked;
  let found: ToWrite = { writes: [], alone: [] };
  for await (const page of deps.store.scanStandings({ segment, parts: partsOf(judging.segments) })) {
    for (const one of await judgePage(deps, judging, page, asked)) {
      countIn(done, one);
      if (isAwaited(one, book.segmentsAwaited)) found.alone.push(one.one.person.id);
      else {
        const write = writeOf(one, now);
        if (write !== null) found.writes.push(write);
      }
    }
    if (found.writes.length < WRITES_TOGETHER && found.alone.length < WRITES_TOGETHER) continue;
    done.written += await writeFound(deps, book, found, now);
    found = { writes: [], alone: [] };
  }
  done.written += await writeFound(deps, book, found, now);
  return done;
}
