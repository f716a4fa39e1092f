/**
 * The API described in OpenAPI 3.1, from the schemas the handlers read requests with and those tests hold their answers to. Made
 * once a process, when it is first asked for.
 */
import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import manifest from '../../package.json' with { type: 'json' };
import { isRouteName, LOCAL_ROUTES, ROUTE_ROLES, type RouteName } from '../shared/access.ts';
import { begunJob } from './answers/operations.ts';
import { eventsIn } from './eventsIn.ts';
import { analyticsOperations } from './operations/analytics.ts';
import { campaignOperations } from './operations/campaigns.ts';
import { journeyOperations } from './operations/journeys.ts';
import type { Operation } from './operations/operation.ts';
import { loyaltyOperations } from './operations/loyalty.ts';
import { offerOperations } from './operations/offers.ts';
import { peopleOperations } from './operations/people.ts';
import { recommendationOperations } from './operations/recommendations.ts';
import { segmentOperations } from './operations/segments.ts';
import { sendingOperations } from './operations/sending.ts';
import { systemOperations } from './operations/system.ts';
import { winBackOperations } from './operations/winBack.ts';

/** Every route there is: one without a word here does not compile. */
export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  ...offerOperations,
  ...peopleOperations,
  ...analyticsOperations,
  ...campaignOperations,
  ...recommendationOperations,
  ...journeyOperations,
  ...loyaltyOperations,
  ...segmentOperations,
  ...sendingOperations,
  ...systemOperations,
  ...winBackOperations,
};

export const problemSchema = z
  .looseObject({
    type: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable' }),
    title: z.string(),
    detail: z.string(),
    field: z.string().optional(),
    remedy: z.string().optional(),
    problems: z.array(z.looseObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'A refusal (RFC 9457)' });

const REFUSED = { $ref: '#/components/responses/Refused' } as const;

function problemExample(status: number, codes: readonly string[]) {
  const examples = codes.map((code) => [
    code,
    { value: { type: `urn:perennial:problem:${code}`, status, code, title: '…', detail: '…' } },
  ]);
  return {
    description: codes.join(', '),
    content: {
      'application/problem+json': { schema: problemSchema, examples: Object.fromEntries(examples) },
    },
  };
}

function responsesOf({ answer, isJob, refusals = {}, body, query }: Operation, writes: boolean) {
  const own = Object.entries(refusals).map(([status, codes]) => [
    status,
    problemExample(Number(status), codes),
  ]);
  const conflict = ['idempotency-key-reused', 'request-under-way'];
  return {
    '200': { description: 'Done', content: { 'application/json': { schema: answer } } },
    ...(isJob === true
      ? {
          '202': {
            description: 'Begun: ask for the job',
            content: { 'application/json': { schema: begunJob } },
          },
        }
      : {}),
    ...(body === undefined && query === undefined ? {} : { '400': problemExample(400, ['misuse']) }),
    '401': REFUSED,
    '403': REFUSED,
    ...Object.fromEntries(own),
    ...(writes ? { '409': problemExample(409, [...(refusals[409] ?? []), ...conflict]) } : {}),
    '429': REFUSED,
  };
}

const idempotencyKey = z.object({
  'idempotency-key': z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'The same request under the same key is done once, and answered alike for a day' }),
});

function parametersOf(path: string, { query }: Operation, name: RouteName, writes: boolean) {
  const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, place = '']) => [place, z.string()] as const);
  const header =
    name === 'PUT /v1/settings'
      ? idempotencyKey.extend({ 'if-match': z.string().optional() })
      : idempotencyKey;
  return {
    ...(places.length === 0 ? {} : { path: z.object(Object.fromEntries(places)) }),
    ...(query === undefined ? {} : { query }),
    ...(writes ? { header } : {}),
  };
}

function tagOf(path: string): string {
  return path.split('/')[2] ?? 'api';
}

function operationOf(name: RouteName): ZodOpenApiOperationObject {
  const [method = '', path = ''] = name.split(' ');
  const operation = OPERATIONS[name];
  const { summary, body, bodyIsOptional } = operation;
  const writes = method !== 'GET';
  return {
    operationId: `${method.toLowerCase()}${path
      .slice(3)
      .replaceAll(/[/{}]+/g, '-')
      .replace(/-$/, '')}`,
    tags: [tagOf(path)],
    summary,
    'x-perennial-role': ROUTE_ROLES[name],
    ...(LOCAL_ROUTES.has(name) ? { 'x-perennial-runtime': 'one-machine' } : {}),
    requestParams: parametersOf(path, operation, name, writes),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: bodyIsOptional !== true,
            content: { 'application/json': { schema: body } },
          },
        }),
    responses: responsesOf(operation, writes),
  };
}

function paths(): ZodOpenApiPathsObject {
  const found: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const name of Object.keys(OPERATIONS).filter(isRouteName)) {
    const [method = '', path = ''] = name.split(' ');
    (found[path] ??= {})[method.toLowerCase()] = operationOf(name);
  }
  return { ...found, ...eventsIn() };
}

const DESCRIPTION =
  'JSON over HTTPS. `Authorization: Bearer` carries a key (`pk_<kind>_…`) or the token of a signed-in user; `x-perennial-role` says which role a route needs at least (viewer < marketer < admin). Refusals are problem+json with a stable `code`. Money is integers in minor units. Routes of `x-perennial-runtime: one-machine` are not part of a deployed system.';

let made: object | null = null;

/** The same object each time. */
export function openApiDocument(): object {
  made ??= createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Perennial',
      version: manifest.version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0' },
    },
    security: [{ bearer: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        writeKey: { type: 'http', scheme: 'basic', description: 'The write key as the user, no password' },
      },
      responses: {
        Refused: {
          description: 'Refused, with a code',
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      },
    },
  });
  return made;
}
