/**
 * Segments as a shop publishes them: all of them are one document. A live segment has a rule and people enter and leave it by
 * themselves; a list has whoever was put on it. `revision` is the version of the document in which the rule last changed: who
 * is found in a segment by a new rule was not let in by anything that happened.
 */
import * as z from 'zod';
import { idSchema, localisedText } from '../journey/pieces.ts';
import { type Programme, type Published } from '../programme/programme.ts';
import type { Json } from '../json.ts';
import { needsOfRules, type Rule, type RuleNeeds, ruleSchema } from './rule.ts';
import { type Series, seriesOf } from './series.ts';

/** Of one shop. */
export const MOST_SEGMENTS = 200;

const common = { id: idSchema, name: localisedText, description: localisedText.optional() };

export const segmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('live'), rule: ruleSchema }),
  z.strictObject({ ...common, kind: z.literal('list') }),
]);
export type SegmentDefinition = z.infer<typeof segmentSchema>;

export const segmentsSchema = z.strictObject({ segments: z.array(segmentSchema).max(MOST_SEGMENTS) });
export type SegmentsDocument = z.infer<typeof segmentsSchema>;

const publishedSchema = z.object({
  segments: z.array(z.object({ segment: segmentSchema, revision: z.number().int() })),
});

export interface PublishedSegment {
  readonly segment: SegmentDefinition;
  readonly revision: number;
}

/** The segments in force, with what follows from all of them together. */
export interface Segments {
  /** Of the document; 0 where none is published. */
  readonly version: number;
  readonly all: readonly PublishedSegment[];
  readonly byId: ReadonlyMap<string, PublishedSegment>;
  /** Counts of events that are kept for their rules. */
  readonly series: readonly Series[];
  readonly needs: RuleNeeds;
}

export const NO_SEGMENTS: Segments = segmentsFrom(0, []);

export function rulesOf(all: readonly PublishedSegment[]): readonly Rule[] {
  return all.flatMap(({ segment }) => (segment.kind === 'live' ? [segment.rule] : []));
}

export function segmentsFrom(version: number, all: readonly PublishedSegment[]): Segments {
  const rules = rulesOf(all);
  return {
    version,
    all,
    byId: new Map(all.map((one) => [one.segment.id, one])),
    series: seriesOf(rules),
    needs: needsOfRules(rules),
  };
}

const read = new WeakMap<Published<Json>, Segments>();

/** The segments of a programme, read once a document. Throws on a document that was never validated. */
export function segmentsOf({ segments }: Pick<Programme, 'segments'>): Segments {
  if (segments === null) return NO_SEGMENTS;
  const known = read.get(segments);
  if (known !== undefined) return known;
  const made = segmentsFrom(segments.version, publishedSchema.parse(segments.definition).segments);
  read.set(segments, made);
  return made;
}
