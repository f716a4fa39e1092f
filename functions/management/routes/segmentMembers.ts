/** `/v1/segments/{id}/members`: who is in a segment, page by page; people put on a list, taken off, or a list replaced whole. */
import * as z from 'zod';
import { type CustomerId, customerId, isCustomerId } from '../../../core/ids.ts';
import { changeList, everyoneOn, type ListChanged, membersPage } from '../../../core/segment/members.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { parseCsv } from '../../shared/import/csvTable.ts';
import { guessColumns } from '../../../core/customer/import/knownColumns.ts';
import { misuse, Problem } from '../../shared/problem.ts';
import { memberView } from '../views/segment.ts';
import { afterOf, cursorOf, limitOf, type Route, type RouteRequest } from './route.ts';
import { segmentNamed } from './segments.ts';

/** Of one call; a longer list is changed in several. */
export const MOST_IDS = 10_000;

const id = z.string().refine((text) => isCustomerId(text), 'is no customer id');
/** JSON; or CSV with a column of customer ids, known by its name. */
export const membersBody = z.strictObject({ customers: z.array(id).max(MOST_IDS) });

export function listMembers(container: Container): Route {
  return async ({ params, query }) => {
    const { segment } = await segmentNamed(container, params.id ?? '');
    const { members, next } = await membersPage(container.store, segment.id, {
      after: afterOf(query),
      limit: limitOf(query),
    });
    return {
      items: members.map(({ person, since }) => ({ ...memberView(person), since: isoInstant(since) })),
      next: next === null ? null : cursorOf(next),
    };
  };
}

function tooMany(count: number): Problem {
  return misuse('customers', `${count} customers are named; ${MOST_IDS} are the most`, 'send them in parts');
}

/** Ids of a CSV, line by line; lines without one are told. */
function idsInCsv(text: string): CustomerId[] {
  const [header = [], ...rows] = parseCsv(text, ',');
  const column = guessColumns(header).find(({ field }) => field.kind === 'text' && field.name === 'id');
  const place = column === undefined ? 0 : header.indexOf(column.column);
  const data = column === undefined ? [header, ...rows] : rows;
  const ids = data.map((row) => (row[place] ?? '').trim());
  if (ids.length > MOST_IDS) throw tooMany(ids.length);
  const wrong = ids.findIndex((one, n) => !isCustomerId(one) && (data[n]?.length ?? 0) > 0);
  if (wrong >= 0) {
    const line = wrong + (column === undefined ? 1 : 2);
    throw misuse('customers', `line ${line} has no customer id`, 'fill it in or remove the line');
  }
  return ids.map((one) => customerId(one));
}

function idsOf({ body }: RouteRequest): readonly CustomerId[] {
  const text = body ?? '';
  if (!text.trimStart().startsWith('{')) return idsInCsv(text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw misuse('body', 'the body is neither JSON nor CSV', 'send { "customers": ["…"] }, or a CSV of ids');
  }
  return membersBody.parse(parsed).customers.map((one) => customerId(one));
}

/** Throws a `Problem` of status 409 for a segment people enter by themselves. */
async function listNamed(container: Container, segmentId: string): Promise<string> {
  const { segment } = await segmentNamed(container, segmentId);
  if (segment.kind === 'list') return segment.id;
  throw new Problem({
    status: 409,
    code: 'not-a-list',
    title: 'Not a list',
    detail: `people enter and leave "${segment.id}" by its rule, and are not put into it`,
    remedy: 'publish a segment of kind list and put them on that',
  });
}

function told({ changed, unchanged, unknown }: ListChanged, as: 'added' | 'removed') {
  return { [as]: changed, unchanged, unknown };
}

async function depsOf(container: Container) {
  const { book, model } = await container.inForce();
  const { store, addressKeyOf, settings } = container;
  return { deps: { store, addressKeyOf, settings, model }, book };
}

export function changeMembers(container: Container, how: 'add' | 'remove'): Route {
  return async (request) => {
    const list = await listNamed(container, request.params.id ?? '');
    const { deps, book } = await depsOf(container);
    const changed = await changeList(deps, book, idsOf(request), { list, how, now: container.now() });
    return told(changed, how === 'add' ? 'added' : 'removed');
  };
}

/** The list holds exactly these afterwards, and those of them nobody knows are told. */
export function replaceMembers(container: Container): Route {
  return async (request) => {
    const list = await listNamed(container, request.params.id ?? '');
    const { deps, book } = await depsOf(container);
    const ids = idsOf(request);
    const wanted = new Set<CustomerId>(ids);
    for (const one of ids) wanted.add((await container.store.loadProfile(one))?.id ?? one);
    const now = container.now();
    const gone = [...(await everyoneOn(container.store, list))].filter((one) => !wanted.has(one));
    const removed = await changeList(deps, book, gone, { list, how: 'remove', now });
    const added = await changeList(deps, book, ids, { list, how: 'add', now });
    return { ...told(added, 'added'), removed: removed.changed };
  };
}
