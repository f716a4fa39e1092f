/**
 * Of the segments a shop published, those a simulation can tell of: the ones a journey or an offer asks for, and what their rules
 * name. The report says nothing of the others, so nobody is judged by them; it is the same to the byte.
 */
import { leavesOf } from '../../core/composed.ts';
import { segmentsAsked } from '../../core/journey/condition.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { segmentsNamed } from '../../core/journey/needs.ts';
import { offersOf } from '../../core/offer/definition.ts';
import { publishedPart } from '../../core/programme/programme.ts';
import { type Segments, segmentsOf } from '../../core/segment/definition.ts';
import type { ProgrammeValues } from './request.ts';

function namedByOffers({ offers: json }: ProgrammeValues): readonly string[] {
  const offers = offersOf(publishedPart(json ?? null))?.offers ?? [];
  return offers.flatMap(({ eligible }) => [...(eligible?.segments ?? []), ...segmentsAsked(eligible?.when)]);
}

/** The segments of these ids, and those their rules name. */
function withNamed(ids: readonly string[], { byId }: Segments): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const segment = byId.get(id)?.segment;
    if (segment === undefined || found.has(id)) continue;
    found.add(id);
    if (segment.kind === 'live')
      open.push(...leavesOf(segment.rule).flatMap((leaf) => ('segment' in leaf ? [leaf.segment] : [])));
  }
  return found;
}

/** The programme without the segments nobody asks for; without any segments where nobody asks for one. */
export function withSegmentsAsked(
  programme: ProgrammeValues,
  journeys: readonly JourneyDefinition[],
): ProgrammeValues {
  const { segments: json, ...others } = programme;
  const published = publishedPart(json ?? null);
  if (published === null) return programme;
  const segments = segmentsOf({ segments: published });
  const byJourneys = journeys.map(segmentsNamed).flatMap(({ asked, awaited }) => [...asked, ...awaited]);
  const named = withNamed([...byJourneys, ...namedByOffers(programme)], segments);
  if (named.size === 0) return others;
  const kept = segments.all.filter(({ segment }) => named.has(segment.id));
  return { ...others, segments: JSON.stringify({ ...published, definition: { segments: kept } }) };
}
