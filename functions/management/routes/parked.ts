/**
 * `GET /v1/parked`, `POST /v1/parked/redrive`: steps, messages and tasks that failed five times and wait for a person, and the
 * way to have them tried again. A record that moved on since it was looked at is left alone.
 */
import * as z from 'zod';
import { type Work, workOf } from '../../../core/journey/dueRecord.ts';
import type { DueRecord } from '../../../core/ports.ts';
import type { Container } from '../../shared/container.ts';
import { bodyAs, cursorOf, limitOf, type Route, type RouteRequest } from './route.ts';

const PAGE = 1_000;

/** Records by their ids, as both kinds of redrive take them. */
export const named = z.strictObject({ ids: z.array(z.string().min(1)).min(1).max(PAGE) });
export const redriveBody = z.union([
  named,
  z.strictObject({ all: z.literal(true), cursor: z.string().optional() }),
]);

interface Parked {
  readonly record: DueRecord;
  readonly error: string;
}

function behind(cursor: string | undefined): string {
  return cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
}

function nextOf(page: readonly Parked[], limit: number): string | null {
  const last = page.length < limit ? undefined : page.at(-1);
  return last === undefined ? null : cursorOf(workOf(last.record).id);
}

function viewOf({ kind }: DueRecord, { id, customerId }: Work) {
  return { kind, id, customerId };
}

export function listParked({ store }: Container): Route {
  return async ({ query }: RouteRequest) => {
    const limit = limitOf(query);
    const page = await store.parked(limit, behind(query.cursor));
    return {
      items: page.map(({ record, error }) => ({ ...viewOf(record, workOf(record)), error })),
      next: nextOf(page, limit),
    };
  };
}

/** Due at once, its attempts forgotten; the error stays with it until it is next done. */
async function redrive({ store, now }: Container, { record, error }: Parked) {
  const pushed = await store.defer(record, { dueAt: now(), attempts: 0, error });
  return { ...viewOf(record, workOf(record)), state: pushed === 'committed' ? 'redriven' : 'moved-on' };
}

/** Those of the ids that are parked. */
async function parkedAmong({ store }: Container, ids: ReadonlySet<string>): Promise<Map<string, Parked>> {
  const found = new Map<string, Parked>();
  let after: string | undefined = '';
  while (after !== undefined && found.size < ids.size) {
    const page: Parked[] = await store.parked(PAGE, after);
    for (const one of page) {
      const { id } = workOf(one.record);
      if (ids.has(id)) found.set(id, one);
    }
    const last: Parked | undefined = page.length < PAGE ? undefined : page.at(-1);
    after = last === undefined ? undefined : workOf(last.record).id;
  }
  return found;
}

async function redriveNamed(container: Container, ids: readonly string[]) {
  const wanted = new Set(ids);
  const found = await parkedAmong(container, wanted);
  const items = [];
  for (const id of wanted) {
    const one = found.get(id);
    const missing = { kind: null, id, customerId: null, state: 'not-parked' };
    items.push(one === undefined ? missing : await redrive(container, one));
  }
  return { items, next: null };
}

async function redriveAll(container: Container, cursor: string | undefined) {
  const page = await container.store.parked(PAGE, behind(cursor));
  const items = [];
  for (const one of page) items.push(await redrive(container, one));
  return { items, next: nextOf(page, PAGE) };
}

export function redriveParked(container: Container): Route {
  return async (request) => {
    const wanted = bodyAs(request, redriveBody);
    return 'ids' in wanted ? redriveNamed(container, wanted.ids) : redriveAll(container, wanted.cursor);
  };
}
