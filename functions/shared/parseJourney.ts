/** Reads a journey from YAML or JSON text: the definition, or problems with the line each stands on. */
import { LineCounter, parseDocument } from 'yaml';
import { type JourneyDefinition, journeySchema } from '../../core/journey/definition.ts';

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

function lineFinder(document: ReturnType<typeof parseDocument>, lines: LineCounter): ParsedJourney['lineOf'] {
  return (path) => {
    const parts = path.split('.');
    for (let length = parts.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(parts.slice(0, length), true);
      if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
        continue;
      const start: unknown = node.range[0];
      if (typeof start === 'number') return lines.linePos(start).line;
    }
    return null;
  };
}

/** Never throws: what is wrong is in `problems`, each with field and line. */
export function parseJourney(text: string): ParsedJourney {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = lineFinder(document, lines);
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      severity: 'error' as const,
      code: 'not-yaml',
      path: '(YAML)',
      message: error.message.split('\n')[0] ?? error.message,
      line: lines.linePos(error.pos[0]).line,
    }));
    return { definition: null, problems, lineOf };
  }
  const parsed = journeySchema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return { definition: parsed.data, problems: [], lineOf };
  const problems = parsed.error.issues.map((issue) => {
    const path = issue.path.join('.') || '(whole file)';
    return { severity: 'error' as const, code: 'schema', path, message: issue.message, line: lineOf(path) };
  });
  return { definition: null, problems, lineOf };
}
