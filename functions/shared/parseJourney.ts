/** Reads a journey from YAML or JSON text: the definition, or problems with the line each stands on. */
import { type JourneyDefinition, journeySchema } from '../../core/journey/definition.ts';
import { checkYaml } from './yamlDocument.ts';

export interface JourneyProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly line: number | null;
}

export interface ParsedJourney {
  readonly definition: JourneyDefinition | null;
  readonly problems: readonly JourneyProblem[];
  /** Line of a dotted path, or of the nearest part of it that exists. */
  readonly lineOf: (path: string) => number | null;
}

/** Never throws: what is wrong is in `problems`, each with field and line. */
export function parseJourney(text: string): ParsedJourney {
  const { data, problems, lineOf } = checkYaml(text, journeySchema);
  const errors = problems.map(({ kind, ...problem }) => ({
    severity: 'error' as const,
    code: kind,
    ...problem,
  }));
  return { definition: data, problems: errors, lineOf };
}
