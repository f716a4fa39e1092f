/**
 * YAML that people write by hand, checked against a schema: what is wrong comes with the field and the line it stands on, and
 * nothing is thrown, whatever the text.
 */
import { LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { issueFields } from './issueFields.ts';

export interface YamlProblem {
  readonly kind: 'not-yaml' | 'schema';
  /** Dotted path of the field; in brackets where it is no field. */
  readonly path: string;
  readonly message: string;
  readonly line: number | null;
}

const WHOLE = '(whole file)';
const EMPTY = 'there is nothing in it; write a definition';

type LineOf = (path: string) => number | null;

export interface CheckedYaml<T> {
  readonly data: T | null;
  /** Empty exactly where there is data. */
  readonly problems: readonly YamlProblem[];
  /** Line of a dotted path, or of the nearest part of it that exists. */
  readonly lineOf: LineOf;
}

/** A text with more aliases than this, counted as they multiply, is a bomb. */
const MOST_ALIASES = 100;

function lineFinder(document: ReturnType<typeof parseDocument>, lines: LineCounter): LineOf {
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

function notYaml(message: string, line: number | null): YamlProblem {
  return { kind: 'not-yaml', path: '(YAML)', message: message.split('\n')[0] ?? message, line };
}

/** Reads and checks a text; an empty one is `null` to the schema. */
export function checkYaml<T>(text: string, schema: z.ZodType<T>): CheckedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const lineOf = lineFinder(document, lines);
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => notYaml(message, lines.linePos(pos[0]).line));
    return { data: null, problems, lineOf };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (failure) {
    const message = failure instanceof Error ? failure.message : String(failure);
    return { data: null, problems: [notYaml(message, null)], lineOf };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { data: parsed.data, problems: [], lineOf };
  if (value === null)
    return { data: null, problems: [{ kind: 'schema', path: WHOLE, message: EMPTY, line: null }], lineOf };
  const problems = parsed.error.issues.flatMap((issue) =>
    issueFields(issue, value).map(({ path, message }) => ({
      kind: 'schema' as const,
      path: path === '' ? WHOLE : path,
      message,
      line: lineOf(path),
    })),
  );
  return { data: null, problems, lineOf };
}
