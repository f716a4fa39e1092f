/**
 * Complaints to the shop: opened and closed by events, kept with the person and at each of their addresses. While one is open
 * no promotion goes to that customer. What is kept is a fold of the latest opening and the latest closing of each complaint,
 * so any order of the events and any repetition leave the same; a complaint opened again after it was closed is open.
 */
import type { CustomerEvent } from '../customer/event.ts';
import type { JsonObject } from '../json.ts';
import { type Complaint, type Contact, MOST_COMPLAINTS } from '../message/contact.ts';
import type { Instant } from '../time.ts';

export const COMPLAINT_OPENED = 'Complaint Opened';
export const COMPLAINT_CLOSED = 'Complaint Closed';

/** What a complaint comes from, so that it can be prevented. */
export const COMPLAINT_CAUSES = [
  /** More was promised than was kept. */
  'over-promised',
  'information-withheld',
  'product-fault',
  'service-fault',
] as const;
export type ComplaintCause = (typeof COMPLAINT_CAUSES)[number];

export const LONGEST_COMPLAINT_ID = 200;

/** What one event says of a complaint. */
export interface ComplaintTold {
  readonly id: string;
  readonly what: 'opened' | 'closed';
  readonly at: Instant;
  /** Null where the event names none that is known. */
  readonly cause: ComplaintCause | null;
}

/** The cause a text names; null for any other text. */
export function complaintCause(text: unknown): ComplaintCause | null {
  return COMPLAINT_CAUSES.find((cause) => cause === text) ?? null;
}

/** The id in the properties of a complaint event; null where there is none that can be kept. */
export function complaintId({ complaint_id: id }: JsonObject): string | null {
  const text = typeof id === 'number' ? String(id) : id;
  return typeof text === 'string' && text !== '' && text.length <= LONGEST_COMPLAINT_ID ? text : null;
}

/** What an event says of a complaint; null for any other event, and for one that names no complaint. */
export function complaintOf(event: CustomerEvent): ComplaintTold | null {
  if (event.kind !== 'tracked') return null;
  const { name, properties, at } = event;
  if (name !== COMPLAINT_OPENED && name !== COMPLAINT_CLOSED) return null;
  const id = complaintId(properties);
  const what = name === COMPLAINT_OPENED ? 'opened' : 'closed';
  return id === null ? null : { id, what, at, cause: complaintCause(properties['cause']) };
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function together(a: Complaint, b: Complaint): Complaint {
  const openedAt = later(a.openedAt, b.openedAt);
  const closed = later(a.closedAt, b.closedAt);
  const closedAt = openedAt !== null && closed !== null && closed < openedAt ? null : closed;
  return { id: a.id, openedAt, closedAt };
}

export function isOpenComplaint({ openedAt, closedAt }: Complaint): boolean {
  return openedAt !== null && closedAt === null;
}

function lastTold({ openedAt, closedAt }: Complaint): Instant {
  return Math.max(openedAt ?? closedAt ?? 0, closedAt ?? openedAt ?? 0);
}

/** Open ones go before closed ones, so that forgetting the oldest opens no gate while it can be helped. */
function compareByImportance(a: Complaint, b: Complaint): number {
  const open = Number(isOpenComplaint(b)) - Number(isOpenComplaint(a));
  return open || lastTold(b) - lastTold(a) || (a.id < b.id ? -1 : 1);
}

function isSame(a: readonly Complaint[], b: readonly Complaint[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, place) => {
      const other = b[place];
      return one.id === other?.id && one.openedAt === other.openedAt && one.closedAt === other.closedAt;
    })
  );
}

/** What several lists of complaints come to, by id, at most `MOST_COMPLAINTS`; `known` itself where nothing is new. */
export function complaintsAfter(
  known: readonly Complaint[],
  more: readonly Complaint[],
): readonly Complaint[] {
  if (more.length === 0) return known;
  const byId = new Map<string, Complaint>();
  for (const one of [...known, ...more]) {
    const before = byId.get(one.id);
    byId.set(one.id, before === undefined ? one : together(before, one));
  }
  const after = [...byId.values()]
    .sort(compareByImportance)
    .slice(0, MOST_COMPLAINTS)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return isSame(known, after) ? known : after;
}

/** What an event told, as a list to be folded in. */
export function complaintRecord({ id, what, at }: ComplaintTold): Complaint {
  return { id, openedAt: what === 'opened' ? at : null, closedAt: what === 'closed' ? at : null };
}

/** The contact with more complaints; the same object where nothing is new. */
export function withComplaints(contact: Contact, more: readonly Complaint[]): Contact {
  const complaints = complaintsAfter(contact.complaints, more);
  return complaints === contact.complaints ? contact : { ...contact, complaints };
}
