/**
 * Segments as people write them: a file each, or all in one document under `segments`, in YAML or JSON. Files are checked
 * together with the segments in force that they leave alone, and what is wrong comes with file, field and line.
 */
import * as z from 'zod';
import {
  type SegmentDefinition,
  type Segments,
  segmentSchema,
  type SegmentsDocument,
  segmentsSchema,
} from '../../core/segment/definition.ts';
import { lintSegments, type SegmentFinding, type SegmentLintContext } from '../../core/segment/lint.ts';
import type { ProblemDetail } from './problem.ts';
import { checkYaml } from './yamlDocument.ts';

export const segmentSources = z.strictObject({
  sources: z
    .array(z.strictObject({ name: z.string().max(500).exactOptional(), source: z.string().max(524_288) }))
    .min(1)
    .max(500),
  /** What becomes of segments in force that no source names. */
  others: z.enum(['keep', 'remove']).default('keep'),
});
export type SegmentSources = z.output<typeof segmentSources>;

export type SegmentProblem = ProblemDetail & { readonly line: number | null };

export interface CheckedSources {
  /** Those of the sources, in their order. */
  readonly segments: readonly SegmentDefinition[];
  /** What would be published; null where an error forbids it. */
  readonly document: SegmentsDocument | null;
  readonly problems: readonly SegmentProblem[];
}

interface Placed {
  readonly segment: SegmentDefinition;
  /** Line of a path within the segment, where it came from a source. */
  readonly lineOf: (path: string) => number | null;
  readonly file: string | undefined;
  readonly place: string;
  /** False of those in force that no source names. */
  readonly isAsked: boolean;
}

interface ReadSource {
  readonly placed: readonly Placed[];
  readonly problems: readonly SegmentProblem[];
}

const isWhole = z.looseObject({ segments: z.unknown() });

function fileOf(name: string | undefined): { readonly file?: string } {
  return name === undefined ? {} : { file: name };
}

function readSource({ name, source }: SegmentSources['sources'][number]): ReadSource {
  const whole = isWhole.safeParse(checkYaml(source, z.unknown()).data).success;
  const { data, problems, lineOf } = whole
    ? checkYaml(source, segmentsSchema)
    : checkYaml(
        source,
        segmentSchema.transform((segment) => ({ segments: [segment] })),
      );
  const wrong = problems.map(({ path, message, line }) => ({
    ...fileOf(name),
    path,
    message,
    line,
    severity: 'error' as const,
  }));
  const placed = (data?.segments ?? []).map((segment, n) => {
    const place = whole ? `segments.${n}` : '';
    const within = (path: string) => [place, path].filter((part) => part !== '').join('.');
    return { segment, file: name, place, lineOf: (path: string) => lineOf(within(path)), isAsked: true };
  });
  return { placed, problems: wrong };
}

const FINDING = /^segments\.(\d+)(?:\.(.*))?$/;

function problemOf(
  { severity, code, path, message }: SegmentFinding,
  all: readonly Placed[],
): SegmentProblem {
  const [, n = '', within = ''] = FINDING.exec(path) ?? [];
  const found = all[Number(n)];
  const line = found?.lineOf(within === '' ? 'id' : within) ?? null;
  const own = [found?.place ?? '', within].filter((part) => part !== '').join('.') || 'id';
  return { ...fileOf(found?.file), severity, code, path: own, message, line };
}

/** What may be odd with segments in force was told when they were published. */
function isAsked(path: string, all: readonly Placed[]): boolean {
  return all[Number(FINDING.exec(path)?.[1])]?.isAsked !== false;
}

/** Never throws for what the texts say. */
export function checkSegmentSources(
  { sources, others }: SegmentSources,
  inForce: Segments,
  context: SegmentLintContext,
): CheckedSources {
  const read = sources.map(readSource);
  const asked = read.flatMap(({ placed }) => placed);
  const segments = asked.map(({ segment }) => segment);
  const named = new Set(segments.map(({ id }) => id));
  const staying = others === 'remove' ? [] : inForce.all.filter(({ segment }) => !named.has(segment.id));
  const kept = staying.map(({ segment }) => ({
    segment,
    lineOf: () => null,
    file: undefined,
    place: segment.id,
    isAsked: false,
  }));
  const all = [...asked, ...kept].toSorted((a, b) => orderOf(inForce, a) - orderOf(inForce, b));
  const document = { segments: all.map(({ segment }) => segment) };
  const findings = lintSegments(document, context)
    .filter(({ severity, path }) => severity === 'error' || isAsked(path, all))
    .map((one) => problemOf(one, all));
  const problems = [...read.flatMap((one) => one.problems), ...findings];
  const isSound = problems.every(({ severity }) => severity === 'warning');
  return { segments, problems, document: isSound ? document : null };
}

/** Those in force stay where they stand; new ones follow in the order given. */
function orderOf({ all }: Segments, { segment }: Placed): number {
  const place = all.findIndex((one) => one.segment.id === segment.id);
  return place < 0 ? all.length : place;
}
