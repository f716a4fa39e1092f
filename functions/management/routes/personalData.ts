/**
 * `GET /v1/customers/{id}/export`, `POST /v1/customers/{id}/erasure`, `GET /v1/erasures`: what is kept of one person, as they may
 * ask for it, and its end. A person is found by any of their ids, or by an address that is theirs alone.
 */
import * as z from 'zod';
import type { KnownAddress, Traces } from '../../../core/customer/erasure.ts';
import {
  bareAddressId,
  beginErasure,
  erasureHash,
  finishErasure,
  listErasures,
  openErasure,
  wholeTraces,
} from '../../../core/customer/erasureTask.ts';
import { personExport } from '../../../core/customer/personExport.ts';
import { type CustomerId, customerId } from '../../../core/ids.ts';
import { isoInstant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { erasureView } from '../../shared/erasureView.ts';
import { notFound, Problem } from '../../shared/problem.ts';
import { started } from './jobs.ts';
import { bodyAs, type Route } from './route.ts';

export const erasureBody = z.object({ by: z.string().min(1).max(200).optional() });

/** Who is meant, and by what name the shop called them. */
interface Subject {
  readonly traces: Traces;
  readonly name: string;
}

function addressIn(text: string): KnownAddress | null {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { channel: 'email', address: text };
  return /^\+?[\d\s().-]{6,}$/.test(text) ? { channel: 'sms', address: text } : null;
}

async function unknown({ store, addressKeyOf }: Container, id: string): Promise<Problem> {
  const hash = erasureHash(addressKeyOf, id);
  const past = (await listErasures(store)).find((one) => one.hash === hash && one.finishedAt !== null);
  const remedy = 'look for them with: perennial customers list --search TEXT';
  if (past === undefined) return notFound('unknown-customer', `there is no customer "${id}"`, remedy);
  const detail = `nothing is kept of "${id}": they were erased on ${isoInstant(past.at)} by ${past.by}`;
  return notFound('already-erased', detail, 'nothing is left to do; see: perennial erase --list');
}

/** People who have the address: holders of its contact, and profiles that show it. */
async function ownersOf({ store, addressKeyOf }: Container, known: KnownAddress): Promise<CustomerId[]> {
  const key = addressKeyOf(known.channel, known.address);
  const holders = (await store.loadContacts([key])).get(key)?.holders ?? [];
  const listed = await store.listPeople({ after: null, limit: 100, search: known.address });
  const shown = listed.filter(({ email, phone }) => {
    const own = known.channel === 'email' ? email : phone;
    return own !== null && addressKeyOf(known.channel, own) === key;
  });
  const found = [...holders.map(({ id }) => id), ...shown.map(({ id }) => id)];
  const roots = await Promise.all(found.map(async (id) => (await store.findTraces(id))?.ids[0] ?? null));
  return [...new Set(roots.filter((id) => id !== null))];
}

async function byAddress(container: Container, text: string, known: KnownAddress): Promise<Subject> {
  const owners = await ownersOf(container, known);
  const [owner, ...more] = owners;
  if (owner !== undefined && more.length === 0) return byId(container, owner);
  if (owner !== undefined)
    throw new Problem({
      status: 409,
      code: 'several-people',
      title: 'The address is not of one person',
      detail: `"${text}" belongs to ${owners.length} customers: ${owners.slice(0, 20).join(', ')}`,
      remedy: 'name one of them by their id',
    });
  const key = container.addressKeyOf(known.channel, known.address);
  const { store } = container;
  const contact = (await store.loadContacts([key])).get(key);
  const isKnown = contact !== undefined && contact.suppression?.why !== 'erased';
  if (!isKnown && (await store.findTraces(bareAddressId(key))) === null) throw await unknown(container, text);
  const traces = wholeTraces({ ids: [], keys: [key], addresses: [known] }, container.addressKeyOf);
  return { traces, name: text };
}

async function byId(container: Container, id: CustomerId): Promise<Subject> {
  const found = await container.store.findTraces(id);
  if (found === null) throw await unknown(container, id);
  return { traces: wholeTraces(found, container.addressKeyOf), name: found.ids[0] ?? id };
}

/** Throws a `Problem`: `unknown-customer`, `already-erased` (404), `several-people` (409). */
async function subjectOf(container: Container, text: string): Promise<Subject> {
  const known = (await container.store.findTraces(customerId(text))) !== null;
  const address = addressIn(text);
  return known || address === null ? byId(container, customerId(text)) : byAddress(container, text, address);
}

export function exportPerson(container: Container): Route {
  return async ({ params }) => {
    const { traces } = await subjectOf(container, params.id ?? '');
    return personExport({ ...container, places: container.places ?? [] }, traces, container.now());
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Answers once everything is gone, or `under-way` where a message was just being handed over: a wave ends it then. A deployed
 * system has a job do it, which is told the erasure and not the person.
 */
export function erasePerson(container: Container): Route {
  return async (request, principal) => {
    const { by = principal.name } = bodyAs({ ...request, body: request.body ?? '{}' }, erasureBody);
    const id = request.params.id ?? '';
    const deps = { ...container, places: container.places ?? [] };
    const open = await openErasure(deps, id);
    const subject = open === null ? await subjectOf(container, id) : null;
    const begun =
      subject === null ? open : await beginErasure(deps, subject.traces, subject.name, by, container.now());
    if (begun === null) throw await unknown(container, id);
    if (container.jobs !== undefined)
      return started(container, request, {
        name: 'erase-customer',
        prefix: 'erasure',
        input: { task: begun.id },
      });
    return erasureView(await finishErasure(deps, begun, { now: container.now, pause }));
  };
}

export function showErasures({ store }: Container): Route {
  return async () => ({ items: (await listErasures(store)).map(erasureView) });
}
