/**
 * A document of the shop's programme over the API: shown, checked and published whole, YAML or JSON. What is wrong comes with
 * its field and line, and nothing is written.
 */
import * as z from 'zod';
import type { Json } from '../../../core/json.ts';
import { type ProgrammePart, publishedPart, publishPart } from '../../../core/programme/programme.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { Problem, type ProblemDetail } from '../../shared/problem.ts';
import { checkYaml } from '../../shared/yamlDocument.ts';
import type { Route, RouteRequest } from './route.ts';

export interface ProgrammeDocument<Definition> {
  readonly part: ProgrammePart;
  readonly schema: z.ZodType<Definition>;
  /** What the shop ships with; shown where nothing is published. Null where the shop has nothing until it publishes. */
  readonly shipped: Definition | null;
  /** What is odd with a document; it cannot be used where an error is among it. */
  readonly warnings?: (container: Container, definition: Definition) => Promise<readonly ProblemDetail[]>;
  /** What begins with a document. */
  readonly afterPublish?: (container: Container, definition: Definition) => Promise<void>;
}

const inEnvelope = z.strictObject({ source: z.string() });

/** Longer than any that says something. */
const LARGEST_CHARS = 1_000_000;

/** The document of a request: its body, or `source` in it. */
function textOf({ body }: RouteRequest): string {
  try {
    return inEnvelope.parse(JSON.parse(body ?? '')).source;
  } catch {
    return body ?? '';
  }
}

interface Checked<Definition> {
  readonly definition: Definition | null;
  readonly problems: readonly (ProblemDetail & { readonly line: number | null })[];
}

async function checked<Definition>(
  container: Container,
  { schema, warnings }: ProgrammeDocument<Definition>,
  request: RouteRequest,
): Promise<Checked<Definition>> {
  const text = textOf(request);
  if (text.length > LARGEST_CHARS) {
    const message = `the document has ${text.length} characters; at most ${LARGEST_CHARS} are taken`;
    return { definition: null, problems: [{ path: '(whole file)', message, severity: 'error', line: null }] };
  }
  const whole = z.preprocess((value) => value ?? {}, schema);
  const { data, problems, lineOf } = checkYaml(text, whole);
  if (data === null) {
    const errors = problems.map(({ path, message, line }) => {
      return { path, message, line, severity: 'error' as const };
    });
    return { definition: null, problems: errors };
  }
  const odd = (await warnings?.(container, data)) ?? [];
  const isWrong = odd.some(({ severity }) => severity === 'error');
  return {
    definition: isWrong ? null : data,
    problems: odd.map((one) => ({ ...one, line: lineOf(one.path) })),
  };
}

export function showDocument<Definition>(
  container: Container,
  { part, shipped }: ProgrammeDocument<Definition>,
): Route {
  return async () => {
    const published = publishedPart(await container.store.getValue(part));
    if (published === null) return { version: 0, publishedAt: null, definition: shipped };
    const { version, at, definition } = published;
    return { version, publishedAt: isoInstant(at), definition };
  };
}

export function validateDocument<Definition>(
  container: Container,
  document: ProgrammeDocument<Definition>,
): Route {
  return async (request) => {
    const { definition, problems } = await checked(container, document, request);
    return { valid: definition !== null, problems };
  };
}

function invalid(part: ProgrammePart, problems: readonly ProblemDetail[]): Problem {
  const fields = problems.length === 1 ? '1 field is' : `${problems.length} fields are`;
  return new Problem({
    status: 422,
    code: `${part}-invalid`,
    title: 'The document cannot be used',
    detail: `${fields} wrong; nothing was written`,
    remedy: 'correct the fields named and send the whole document again',
    problems,
  });
}

function isJson(value: unknown): value is Json {
  return value !== undefined;
}

/** Publishes the next version. Throws a `Problem` of status 422 that names every line that is wrong. */
export function putDocument<Definition>(
  container: Container,
  document: ProgrammeDocument<Definition>,
): Route {
  return async (request) => {
    const { definition, problems } = await checked(container, document, request);
    const plain: unknown = JSON.parse(JSON.stringify(definition));
    if (definition === null || !isJson(plain)) throw invalid(document.part, problems);
    const { version, changed } = await publishPart(container.store, document.part, plain, container.now());
    await document.afterPublish?.(container, definition);
    await container.inForce();
    return { version, changed, problems };
  };
}
