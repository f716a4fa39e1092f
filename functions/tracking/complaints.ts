/**
 * Complaints as they are told through events: `Complaint Opened` with `{ complaint_id, cause? }` and `Complaint Closed` with
 * `{ complaint_id }`, and whatever else the shop wants kept. One that names no complaint would leave a gate open, or shut for
 * ever: it is refused.
 */
import {
  COMPLAINT_CAUSES,
  COMPLAINT_CLOSED,
  COMPLAINT_OPENED,
  complaintCause,
  complaintId,
  LONGEST_COMPLAINT_ID,
} from '../../core/care/complaint.ts';
import type { JsonObject } from '../../core/json.ts';
import { refused, shown } from './finding.ts';
import { member } from './message.ts';

/** Throws `Refused` for an event of a complaint that names none, or a cause that is none. */
export function checkComplaint(name: string, properties: JsonObject): void {
  if (name !== COMPLAINT_OPENED && name !== COMPLAINT_CLOSED) return;
  if (complaintId(properties) === null) {
    const detail = `a complaint is known by an id of 1 to ${LONGEST_COMPLAINT_ID} characters`;
    const remedy = 'send complaint_id, the same when it is opened and when it is closed';
    throw refused('invalid-complaint', 'properties.complaint_id', detail, remedy);
  }
  const cause = member(properties, 'cause');
  if (cause === null || complaintCause(cause) !== null) return;
  const remedy = `use one of ${COMPLAINT_CAUSES.join(', ')}, or leave it out while it is not known`;
  throw refused(
    'invalid-complaint',
    'properties.cause',
    `"${shown(cause)}" is no cause of complaints`,
    remedy,
  );
}
