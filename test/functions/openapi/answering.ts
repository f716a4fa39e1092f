/** A shop on one machine that is asked over the API, each answer held to what the document of the API says of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { expect } from 'vitest';
import { OPERATIONS } from '../../../functions/openapi/openApiDocument.ts';
import { type RouteName, routeNameOf } from '../../../functions/shared/access.ts';
import { LocalApi } from '../../../local/api/localApi.ts';
import type { ApiRequest } from '../../../local/api/types.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { tempDir } from '../../support/tempDir.ts';

export const JOURNEY = `
id: hello
name: { en: Hello, zh-CN: 你好 }
topic: service
class: service
priority: 50
entry: [{ on: api }]
reentry: always
start: hold
nodes:
  hold: { type: holdout, share: 0.1, next: mail }
  mail: { type: send, template: delivered-thanks, next: end }
  end: { type: end }
`;
export const BLOCK = {
  source: 'id: hi\nchannel: sms\nclass: service\nlocales: { en: { text: "{{ shop.name }}: hello" } }\n',
};

export const dir = tempDir();
export const api = new LocalApi({ dataDir: join(dir, 'data'), workspace: 'main', runJob: runJobHere });

/** Routes that were answered by what their document says, in the tests below. */
export const held = new Set<RouteName>();

export function askUnder(key: string, path: string, body: unknown) {
  return ask('POST', path, body, {}, { 'idempotency-key': key });
}

export async function ask(
  method: ApiRequest['method'],
  path: string,
  body?: unknown,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
) {
  const name = routeNameOf(method, path);
  if (name === null) throw new Error(`no route ${method} ${path}`);
  const answer = await api.request({ method, path, query, headers, ...(body === undefined ? {} : { body }) });
  expect([name, answer.status, answer.status < 300 ? null : answer.body]).toEqual([name, 200, null]);
  const read = OPERATIONS[name].answer.safeParse(answer.body);
  expect([name, read.error?.issues.slice(0, 3)]).toEqual([name, undefined]);
  held.add(name);
  return answer.body;
}

export function file(name: string, text: string): string {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
}

export const listed = z.object({ items: z.array(z.looseObject({ id: z.coerce.string() })) });
export function firstIdOf(answer: unknown): string {
  return listed.parse(answer).items[0]?.id ?? '';
}

export async function track(event: object): Promise<void> {
  const keys = z.array(z.object({ writeKey: z.string() })).parse(await ask('GET', '/v1/keys'));
  const tracker = await api.tracker('main');
  const authorization = `Basic ${Buffer.from(`${keys[0]?.writeKey}:`).toString('base64')}`;
  await tracker.track({ call: 'track', authorization, body: JSON.stringify(event) });
}
