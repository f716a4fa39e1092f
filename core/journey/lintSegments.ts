/** Whether the segments a definition names are published: one that is not is never entered, and nobody is ever in it. */
import type { JourneyDefinition } from './definition.ts';
import type { LintFinding } from './lintFinding.ts';
import { segmentsNamed } from './needs.ts';

export interface KnownSegments {
  /** Published segments; absent: not checked. */
  readonly segments?: ReadonlySet<string>;
}

/** One finding a segment, however often it is named. */
export function segmentFindings(definition: JourneyDefinition, { segments }: KnownSegments): LintFinding[] {
  if (segments === undefined) return [];
  const { asked, awaited } = segmentsNamed(definition);
  const known = [...segments].sort().join(', ') || 'none';
  return [...new Set([...awaited, ...asked])]
    .filter((id) => !segments.has(id))
    .map((id) => ({
      severity: 'error',
      code: 'unknown-segment',
      path: awaited.includes(id) ? 'entry' : 'nodes',
      message: `there is no segment "${id}"; publish it first. Known segments: ${known}`,
    }));
}
