/**
 * A segment before it is saved: how many people it would hold now, ten of them, and how many of those could be written to. Judged
 * by the same rule language as memberships; what the rules in force do not count yet is counted from the events themselves.
 * Goes through everybody once, page by page; memory does not grow with the shop.
 */
import { chance } from '../chance.ts';
import { leavesOf } from '../composed.ts';
import type { Person } from '../customer/person.ts';
import type { JourneyBook } from '../journey/book.ts';
import type { PeopleStore, PersonStanding, StandingStore } from '../ports.ts';
import type { SuppressionReason } from '../message/decision.ts';
import type { Instant } from '../time.ts';
import { backfilled } from './backfill.ts';
import {
  type PublishedSegment,
  type SegmentDefinition,
  type Segments,
  segmentsFrom,
  segmentsOf,
} from './definition.ts';
import type { SegmentFacts } from './facts.ts';
import { factsOf, loadContactsOf, loadLoyalty, NO_CONTACTS, type SegmentDeps } from './known.ts';
import { membershipAt } from './membership.ts';
import { type ReachDeps, reachOf, type ReachQuestion } from './reach.ts';
import { newSeries, type Series } from './series.ts';
import { readStanding } from './standing.ts';

export interface PreviewDeps extends SegmentDeps {
  readonly store: SegmentDeps['store'] &
    ReachDeps['store'] &
    Pick<PeopleStore, 'factsOf'> &
    Pick<StandingStore, 'scanStandings'> & { readonly segments: number };
}

export interface PreviewRequest {
  readonly segment: SegmentDefinition;
  readonly question: ReachQuestion;
  readonly now: Instant;
  /** Told how many people were looked at, page by page; throws to stop. */
  readonly onPage?: (people: number) => void;
}

export interface SegmentPreview {
  /** Everybody the shop knows. */
  readonly people: number;
  readonly size: number;
  /** Ten of them, drawn by lot; the same as long as the segment is. */
  readonly sample: readonly Person[];
  readonly reach: {
    readonly can: number;
    readonly cannot: Readonly<Partial<Record<SuppressionReason, number>>>;
  };
}

const SAMPLE = 10;
const SAMPLE_SEED = 0x5e9;

/** The segment as if it were published, and those its rule names, directly or by others. */
function judgedWith(inForce: Segments, segment: SegmentDefinition): Segments {
  const asked = { segment, revision: inForce.version + 1 };
  const byId = new Map<string, PublishedSegment>(inForce.byId).set(segment.id, asked);
  const found = new Map<string, PublishedSegment>();
  const follow = (one: PublishedSegment): void => {
    if (found.has(one.segment.id)) return;
    found.set(one.segment.id, one);
    if (one.segment.kind === 'list') return;
    for (const leaf of leavesOf(one.segment.rule)) {
      const named = 'segment' in leaf ? byId.get(leaf.segment) : undefined;
      if (named !== undefined) follow(named);
    }
  };
  follow(asked);
  return segmentsFrom(inForce.version, [...found.values()]);
}

interface Judging {
  readonly judged: Segments;
  /** What nothing counts yet. */
  readonly uncounted: readonly Series[];
}

/** What is known of a page of people, as far as the rules need it. */
async function factsOfPage(
  deps: PreviewDeps,
  page: readonly PersonStanding[],
  { judged, uncounted }: Judging,
): Promise<readonly SegmentFacts[]> {
  const { store, model, settings } = deps;
  const people = page.map(({ person }) => person);
  const loyalty = await loadLoyalty(
    deps,
    judged,
    people.map(({ id }) => id),
  );
  const contacts = judged.needs.consents ? await loadContactsOf(deps, judged, people) : [];
  const shop = { model, settings, segments: judged.byId };
  const known: SegmentFacts[] = [];
  for (const [place, { person, orders, dossier }] of page.entries()) {
    const kept = readStanding(dossier);
    const standing = uncounted.length === 0 ? kept : await backfilled(store, person.id, kept, uncounted);
    const about = { contacts: contacts[place] ?? NO_CONTACTS, loyalty: loyalty[place] ?? null };
    known.push(factsOf({ person, orders, standing, ...about }, shop));
  }
  return known;
}

function isIn(segment: SegmentDefinition, facts: SegmentFacts, now: Instant): boolean {
  return segment.kind === 'list'
    ? facts.lists[segment.id] !== undefined
    : membershipAt(segment.rule, facts, now);
}

/** The ten whose lot is lowest. */
class Sample {
  private drawn: { readonly person: Person; readonly lot: number }[] = [];

  add(person: Person): void {
    const lot = chance(SAMPLE_SEED, person.id);
    if (this.drawn.length === SAMPLE && lot >= (this.drawn.at(-1)?.lot ?? 0)) return;
    this.drawn.push({ person, lot });
    this.drawn.sort((a, b) => a.lot - b.lot);
    this.drawn.length = Math.min(this.drawn.length, SAMPLE);
  }

  people(): readonly Person[] {
    return this.drawn.map(({ person }) => person);
  }
}

async function* pagesOf({ store }: PreviewDeps, { needs }: Segments) {
  const parts = { profile: true, lifecycle: true, orders: needs.orders };
  for (let segment = 0; segment < store.segments; segment += 1)
    yield* store.scanStandings({ segment, parts });
}

/** O(people); with events that no rule in force counts also O(events). */
export async function previewSegment(
  deps: PreviewDeps,
  book: JourneyBook,
  { segment, question, now, onPage }: PreviewRequest,
): Promise<SegmentPreview> {
  const inForce = segmentsOf(book.programme);
  const judged = judgedWith(inForce, segment);
  const judging = { judged, uncounted: newSeries(inForce.series, judged.series) };
  const sample = new Sample();
  const cannot: Partial<Record<SuppressionReason, number>> = {};
  let [people, size, can] = [0, 0, 0];
  for await (const page of pagesOf(deps, judged)) {
    const facts = await factsOfPage(deps, page, judging);
    const members = facts.filter((known) => isIn(segment, known, now)).map(({ person }) => person);
    people += page.length;
    size += members.length;
    for (const member of members) sample.add(member);
    for (const barred of await reachOf(deps, members, question, now)) {
      if (barred === null) can += 1;
      else cannot[barred] = (cannot[barred] ?? 0) + 1;
    }
    onPage?.(people);
  }
  return { people, size, sample: sample.people(), reach: { can, cannot } };
}
