import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../functions/openapi/openApiDocument.ts';
import { ROUTE_ROLES } from '../../../functions/shared/access.ts';
import { aContainer } from '../../support/aContainer.ts';
import { call } from '../management/call.ts';

const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(5),
  tags: z.array(z.string()).length(1),
  'x-perennial-role': z.string().optional(),
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })).default([]),
  responses: z.record(z.string(), z.looseObject({})),
});
const document = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), z.unknown()),
  }),
});

const { paths, components } = document.parse(openApiDocument());
const all = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => ({ name: `${method.toUpperCase()} ${path}`, path, ...one })),
);
const OF_EVENTS = all.filter(({ tags }) => tags[0] === 'events-in');

/** Every `$ref` below a value. */
function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === '$ref' && typeof one === 'string' ? [one] : refsIn(one),
  );
}

describe('the document of the API', () => {
  it('has every route with its role, and the calls of events beside them', () => {
    const roles = all
      .filter((one) => !OF_EVENTS.includes(one))
      .map(({ name, ...one }) => [name, one['x-perennial-role']]);
    expect(Object.fromEntries(roles)).toEqual(ROUTE_ROLES);
    expect(OF_EVENTS.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/v1/batch', '/v1/inbound/sms']),
    );
  });

  it('names every operation once', () => {
    expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
  });

  it.each(all)(
    '$name says every place of its path, what it answers and how it refuses',
    ({ path, ...one }) => {
      const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
      expect(one.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(
        places,
      );
      expect(Object.keys(one.responses)).toEqual(expect.arrayContaining(['200', '401']));
    },
  );

  it('refers to nothing that is not there', () => {
    const known = new Set([
      ...Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(components.responses).map((name) => `#/components/responses/${name}`),
    ]);
    const refs = new Set(refsIn(openApiDocument()));
    expect([...refs].filter((ref) => !known.has(ref))).toEqual([]);
    expect(refs.size).toBeGreaterThan(10);
  });

  it('is told to anyone', async () => {
    const answer = await call<unknown>(aContainer().container, '/openapi.json', {
      headers: { authorization: '' },
    });
    expect([answer.status, answer.type]).toEqual([200, 'application/json']);
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });
});
