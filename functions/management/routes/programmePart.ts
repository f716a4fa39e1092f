/**
 * `GET`, `PUT` and `POST …/validate` of a document of the shop's programme: whole, as YAML or JSON, with the version it was
 * published as. `if-match` makes a change rest on the version that was read.
 */
import * as z from 'zod';
import { type ProgrammePart, publishedPart, publishPart } from '../../../core/programme/programme.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { Problem, type ProblemDetail } from '../../shared/problem.ts';
import { checkPart, type PartFinding } from '../../shared/programmeDocument.ts';
import type { Route, RouteRequest } from './route.ts';

export interface PartOf<Definition> {
  readonly part: ProgrammePart;
  readonly schema: z.ZodType<Definition>;
  readonly lint: (definition: Definition, container: Container) => Promise<readonly PartFinding[]>;
}

/** No document of the programme has a field of this name. */
const inEnvelope = z.strictObject({ source: z.string() });
const jsonSchema = z.json();

function textOf({ body }: RouteRequest): string {
  try {
    return inEnvelope.parse(JSON.parse(body ?? '')).source;
  } catch {
    return body ?? '';
  }
}

function check<Definition>(of: PartOf<Definition>, container: Container, request: RouteRequest) {
  return checkPart(textOf(request), of.schema, (definition) => of.lint(definition, container));
}

export function showPart({ part }: Pick<PartOf<unknown>, 'part'>) {
  return ({ store }: Container): Route =>
    async () => {
      const published = publishedPart(await store.getValue(part));
      if (published === null) return { version: 0, at: null, definition: null };
      return { ...published, at: isoInstant(published.at) };
    };
}

export function validatePart<Definition>(of: PartOf<Definition>) {
  return (container: Container): Route =>
    async (request) => {
      await container.inForce();
      const { valid, problems } = await check(of, container, request);
      return { valid, problems };
    };
}

function invalid(part: ProgrammePart, problems: readonly ProblemDetail[]): Problem {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return new Problem({
    status: 422,
    code: `${part}-invalid`,
    title: 'The document cannot be published',
    detail: `${errors} ${errors === 1 ? 'thing is' : 'things are'} wrong with ${part}; nothing was written`,
    remedy: 'correct what is named and send the whole document again',
    problems,
  });
}

function moved(part: ProgrammePart, wanted: string, now: number): Problem {
  return new Problem({
    status: 409,
    code: `${part}-moved`,
    title: 'The document is another by now',
    detail: `version ${wanted} of ${part} was changed; version ${now} is in force, and nothing was written`,
    remedy: `read it again (GET /v1/${part}), make the change there and send it again`,
  });
}

/** Publishes the next version. Throws a `Problem` of status 422 that names what is wrong, 409 where it rests on an older version. */
export function putPart<Definition>(of: PartOf<Definition>) {
  return (container: Container): Route =>
    async (request) => {
      const { part } = of;
      const { store, now } = container;
      await container.inForce();
      const { definition, problems, valid } = await check(of, container, request);
      if (definition === null || !valid) throw invalid(part, problems);
      const wanted = request.headers['if-match']?.replaceAll('"', '');
      const inForce = publishedPart(await store.getValue(part))?.version ?? 0;
      if (wanted !== undefined && wanted !== '*' && wanted !== String(inForce))
        throw moved(part, wanted, inForce);
      const json = jsonSchema.parse(JSON.parse(JSON.stringify(definition)));
      const { version, changed } = await publishPart(store, part, json, now());
      return { version, changed, problems };
    };
}
