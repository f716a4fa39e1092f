/**
 * What a complaint event changes beside the person: the contacts of all their addresses, which the send path claims under,
 * and the care task that asks somebody of the shop to answer it. Opened again it is to be answered again; closed, its task is
 * done. Everything is committed with the event.
 */
import { careBody, complaintTask, complaintTaskId, doneTask } from '../care/careTask.ts';
import { complaintOf, isOpenComplaint, withComplaints } from '../care/complaint.ts';
import type { AddressKey } from '../ids.ts';
import type { AddressKeyOf, Consequences, WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Task, TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';
import { type CustomerEvent, isHistorical } from './event.ts';
import { CONSENT_CHANNELS } from '../message/messageClass.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { Person } from './person.ts';
import { withTask } from './whatFollows.ts';

export interface ComplaintDeps {
  readonly store: Pick<WorkStore, 'loadTask'>;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Settings;
}

interface Addresses {
  readonly email: string | null;
  readonly phone: string | null;
}

/** Keys of the addresses in force, and of those the person's other ids gave. */
async function addressesOf(
  hood: Neighbourhood,
  person: Person,
  addressKeyOf: AddressKeyOf,
): Promise<Set<AddressKey>> {
  await hood.read(person.members);
  const others = [person.id, ...person.members].map((id) => hood.identity(id).fields);
  const known: Addresses[] = [person, ...others.filter((one) => one !== null)];
  const keys = new Set<AddressKey>();
  for (const of of known) {
    for (const channel of CONSENT_CHANNELS) {
      const address = channel === 'email' ? of.email : of.phone;
      if (address !== null) keys.add(addressKeyOf(channel, address));
    }
  }
  return keys;
}

/** The task a complaint has, opened under any of the person's ids. */
async function taskOf(
  store: ComplaintDeps['store'],
  person: Person,
  complaint: string,
): Promise<Task | null> {
  for (const id of [person.id, ...person.members]) {
    const known = await store.loadTask(complaintTaskId({ id }, complaint));
    if (known !== null) return known;
  }
  return null;
}

/** The task of a complaint after the event; null where it stays as it is. */
async function taskAfter(
  { store, settings }: ComplaintDeps,
  event: CustomerEvent,
  person: Person,
  now: Instant,
): Promise<TaskWrite | null> {
  const told = complaintOf(event);
  if (told === null) return null;
  const known = await taskOf(store, person, told.id);
  const complaint = person.complaints.find(({ id }) => id === told.id);
  const isOpen = complaint !== undefined && isOpenComplaint(complaint);
  if (known === null) {
    if (!isOpen || isHistorical(event, now)) return null;
    return { task: complaintTask(told, person, now, settings), expectedVersion: 0 };
  }
  const isDone = careBody(known).state === 'done';
  if (isOpen === !isDone) return null;
  const task = isOpen
    ? { ...complaintTask(told, person, now, settings), id: known.id, version: known.version + 1 }
    : doneTask(known, null, now);
  return { task, expectedVersion: known.version };
}

/** The consequences with those of a complaint, if the event is about one; puts the contacts it changes into `hood`. */
export async function complaintsTold(
  deps: ComplaintDeps,
  hood: Neighbourhood,
  event: CustomerEvent,
  person: Person,
  followed: Consequences,
  now: Instant,
): Promise<Consequences> {
  const told = complaintOf(event);
  if (told === null) return followed;
  const keys = await addressesOf(hood, person, deps.addressKeyOf);
  await hood.read([], keys);
  const ofPerson = person.complaints.filter(({ id }) => id === told.id);
  for (const key of keys) hood.putContact(withComplaints(hood.contact(key), ofPerson));
  const write = await taskAfter(deps, event, person, now);
  return write === null ? followed : withTask(followed, write, now);
}
