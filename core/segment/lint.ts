/**
 * What a well-formed document of segments may still get wrong: two segments of one name, one that names another that is not
 * there, and segments that name each other in a circle, which nobody could ever be judged by.
 */
import { leavesOf } from '../composed.ts';
import { DAY_MS } from '../time.ts';
import type { SegmentDefinition, SegmentsDocument } from './definition.ts';
import { asEventLeaf, spanMs } from './rule.ts';

export const SEGMENT_FINDINGS = [
  'duplicate-segment',
  'unknown-segment',
  'segment-cycle',
  'unknown-tier',
  'unknown-topic',
  'window-fills',
] as const;
export type SegmentFindingCode = (typeof SEGMENT_FINDINGS)[number];

export interface SegmentFinding {
  readonly severity: 'error' | 'warning';
  readonly code: SegmentFindingCode;
  /** Where in the document, for example `segments.2.rule`. */
  readonly path: string;
  readonly message: string;
}

export interface SegmentLintContext {
  /** Tiers of the loyalty programme in force; absent: not checked. */
  readonly tiers?: ReadonlySet<string>;
  /** Topics consent is asked under; absent: not checked. */
  readonly topics?: ReadonlySet<string>;
}

/** Where events are archived, they are found again for rules that are new so far back. */
const KEPT_MS = 30 * DAY_MS;

function finding(code: SegmentFindingCode, place: number, message: string): SegmentFinding {
  const severity = code === 'window-fills' || code === 'unknown-topic' ? 'warning' : 'error';
  return { severity, code, path: `segments.${place}`, message };
}

export function segmentsNamedBy(segment: SegmentDefinition): readonly string[] {
  if (segment.kind === 'list') return [];
  return leavesOf(segment.rule).flatMap((leaf) => ('segment' in leaf ? [leaf.segment] : []));
}

function knownAs(names: Iterable<string>): string {
  return [...names].sort().join(', ') || 'none';
}

function duplicates(segments: readonly SegmentDefinition[]): SegmentFinding[] {
  return segments.flatMap(({ id }, place) =>
    segments.findIndex((other) => other.id === id) === place
      ? []
      : [finding('duplicate-segment', place, `segment "${id}" is there twice; give one of them another id`)],
  );
}

function unknownSegments(segments: readonly SegmentDefinition[]): SegmentFinding[] {
  const known = new Set(segments.map(({ id }) => id));
  return segments.flatMap((segment, place) =>
    segmentsNamedBy(segment)
      .filter((id) => !known.has(id))
      .map((id) =>
        finding(
          'unknown-segment',
          place,
          `segment "${segment.id}" names "${id}", which is not there. Known segments: ${knownAs(known)}`,
        ),
      ),
  );
}

/** The way from a segment back to itself; null where there is none. */
function circleFrom(start: string, named: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const seen = new Set<string>();
  const walk = (id: string, path: readonly string[]): readonly string[] | null => {
    for (const next of named.get(id) ?? []) {
      if (next === start) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...path, next]);
      if (found !== null) return found;
    }
    return null;
  };
  return walk(start, [start]);
}

function circles(segments: readonly SegmentDefinition[]): SegmentFinding[] {
  const named = new Map(segments.map((segment) => [segment.id, segmentsNamedBy(segment)]));
  return segments.flatMap(({ id }, place) => {
    const circle = circleFrom(id, named);
    if (circle === null) return [];
    const way = circle.join(' → ');
    return [
      finding('segment-cycle', place, `${way} leads back to itself; let one of them say its rule itself`),
    ];
  });
}

function unknownWords(
  segment: SegmentDefinition,
  place: number,
  { tiers, topics }: SegmentLintContext,
): SegmentFinding[] {
  if (segment.kind === 'list') return [];
  const findings: SegmentFinding[] = [];
  for (const leaf of leavesOf(segment.rule)) {
    for (const tier of 'tier' in leaf && tiers !== undefined ? leaf.tier : []) {
      if (tiers?.has(tier) === true) continue;
      const message = `there is no tier "${tier}". Known tiers: ${knownAs(tiers ?? [])}`;
      findings.push(finding('unknown-tier', place, message));
    }
    if (!('consent' in leaf) || topics === undefined || topics.has(leaf.consent.topic)) continue;
    const message = `no topic "${leaf.consent.topic}" is in the settings. Known topics: ${knownAs(topics)}`;
    findings.push(finding('unknown-topic', place, message));
  }
  return findings;
}

/** A window longer than events are kept is complete only once so much time has passed. */
function fillingWindows(segment: SegmentDefinition, place: number): SegmentFinding[] {
  if (segment.kind === 'list') return [];
  const long = leavesOf(segment.rule)
    .map(asEventLeaf)
    .filter((leaf) => leaf?.within !== undefined && spanMs(leaf.within) > KEPT_MS);
  const [first] = long;
  if (first?.within === undefined) return [];
  const what = first.event.join(', ');
  return [
    finding(
      'window-fills',
      place,
      `${what} is counted over ${first.within}; where events are archived after 30 days, those before the publish count only so far back`,
    ),
  ];
}

/** Findings of a document the schema has accepted, in its order. */
export function lintSegments(
  { segments }: SegmentsDocument,
  context: SegmentLintContext = {},
): readonly SegmentFinding[] {
  return [
    ...duplicates(segments),
    ...unknownSegments(segments),
    ...circles(segments),
    ...segments.flatMap((segment, place) => [
      ...unknownWords(segment, place, context),
      ...fillingWindows(segment, place),
    ]),
  ];
}
