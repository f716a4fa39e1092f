/**
 * What a well-formed document of segments may still get wrong: two segments of one name, one that names another that is not
 * there, and segments that name each other in a circle, which nobody could ever be judged by.
 */
import { leavesOf, placedLeavesOf } from '../composed.ts';
import { DAY_MS } from '../time.ts';
import type { SegmentDefinition, SegmentsDocument } from './definition.ts';
import { asEventLeaf, type RuleLeaf, spanMs } from './rule.ts';

export const SEGMENT_FINDINGS = [
  'duplicate-segment',
  'unknown-segment',
  'segment-cycle',
  'unknown-tier',
  'unknown-topic',
  'window-fills',
  'never-true',
] as const;
export type SegmentFindingCode = (typeof SEGMENT_FINDINGS)[number];

export interface SegmentFinding {
  readonly severity: 'error' | 'warning';
  readonly code: SegmentFindingCode;
  /** Where in the document, for example `segments.2.rule.all.0`. */
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

/** The others are errors. */
const WARNINGS: ReadonlySet<SegmentFindingCode> = new Set(['window-fills', 'unknown-topic', 'never-true']);

function finding(code: SegmentFindingCode, path: string, message: string): SegmentFinding {
  return { severity: WARNINGS.has(code) ? 'warning' : 'error', code, path, message };
}

interface Placed {
  readonly leaf: RuleLeaf;
  readonly path: string;
}

function leavesIn(segment: SegmentDefinition, place: number): readonly Placed[] {
  return segment.kind === 'list' ? [] : placedLeavesOf(segment.rule, `segments.${place}.rule`);
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
      : [
          finding(
            'duplicate-segment',
            `segments.${place}`,
            `segment "${id}" is there twice; give one of them another id`,
          ),
        ],
  );
}

function unknownSegments(segments: readonly SegmentDefinition[]): SegmentFinding[] {
  const known = new Set(segments.map(({ id }) => id));
  return segments.flatMap((segment, place) =>
    leavesIn(segment, place).flatMap(({ leaf, path }) => {
      if (!('segment' in leaf) || known.has(leaf.segment)) return [];
      const message = `segment "${segment.id}" names "${leaf.segment}", which is not there. Known segments: ${knownAs(known)}`;
      return [finding('unknown-segment', path, message)];
    }),
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
      finding(
        'segment-cycle',
        `segments.${place}.rule`,
        `${way} leads back to itself; let one of them say its rule itself`,
      ),
    ];
  });
}

function unknownWords({ leaf, path }: Placed, { tiers, topics }: SegmentLintContext): SegmentFinding[] {
  const findings: SegmentFinding[] = [];
  for (const tier of 'tier' in leaf && tiers !== undefined ? leaf.tier : []) {
    if (tiers?.has(tier) === true) continue;
    const message = `there is no tier "${tier}". Known tiers: ${knownAs(tiers ?? [])}`;
    findings.push(finding('unknown-tier', path, message));
  }
  if (!('consent' in leaf) || topics === undefined || topics.has(leaf.consent.topic)) return findings;
  const message = `no topic "${leaf.consent.topic}" is in the settings. Known topics: ${knownAs(topics)}`;
  return [...findings, finding('unknown-topic', path, message)];
}

/** A window longer than events are kept is complete only once so much time has passed. */
function fillingWindow({ leaf, path }: Placed): SegmentFinding[] {
  const events = asEventLeaf(leaf);
  if (events?.within === undefined || spanMs(events.within) <= KEPT_MS) return [];
  const message = `${events.event.join(', ')} is counted over ${events.within}; where events are archived after 30 days, those before the publish count only so far back`;
  return [finding('window-fills', path, message)];
}

function boundsIn(leaf: object): { readonly min?: unknown; readonly max?: unknown }[] {
  const inner = Object.values(leaf).filter(
    (value): value is object => typeof value === 'object' && value !== null,
  );
  return [leaf, ...inner];
}

const COMPARED = ['equals', 'in', 'exists', 'min', 'max'];

/** A trait or property of which nothing is asked; null where there is none. */
function notCompared(leaf: RuleLeaf): string | null {
  const where = 'event' in leaf ? leaf.where : undefined;
  if (where !== undefined && !COMPARED.some((key) => key in where)) return where.property;
  return 'trait' in leaf && !COMPARED.some((key) => key in leaf) ? leaf.trait : null;
}

/** What holds of nobody: bounds that nothing lies within, a trait of which nothing is asked. */
function neverTrue({ leaf, path }: Placed): SegmentFinding[] {
  const wrong = boundsIn(leaf).find(
    ({ min, max }) => typeof min === 'number' && typeof max === 'number' && min > max,
  );
  if (wrong !== undefined) {
    const message = `nothing is at least ${String(wrong.min)} and at most ${String(wrong.max)}; exchange min and max`;
    return [finding('never-true', path, message)];
  }
  const name = notCompared(leaf);
  if (name !== null)
    return [finding('never-true', path, `nothing is asked of ${name}; give equals, in, exists, min or max`)];
  if ('pAlive' in leaf && ((leaf.pAlive.min ?? 0) > 1 || (leaf.pAlive.max ?? 1) < 0))
    return [finding('never-true', path, 'a probability lies between 0 and 1; write 0.5 for 50 %')];
  return [];
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
    ...segments
      .flatMap(leavesIn)
      .flatMap((placed) => [
        ...unknownWords(placed, context),
        ...fillingWindow(placed),
        ...neverTrue(placed),
      ]),
  ];
}
