/**
 * Guards what every store rests on: a record's version grows with each write, and an event's order is its customer's. A
 * caller that breaks it has a fault that no retry mends, so it is thrown, and nothing of the change is written.
 */
import type { Consequences, ContactWrite, EventChange } from '../../core/ports.ts';
import { type DossierWrite, ownerOfDossier } from '../../core/dossier.ts';
import type { TaskWrite } from '../../core/task.ts';

class UnsoundChange extends Error {
  readonly code = 'unsound-change';
  constructor(what: string) {
    super(`a change breaks a rule of the store: ${what}`);
    this.name = 'UnsoundChange';
  }
}

function requireGrowth(what: string, version: number, expectedVersion: number): void {
  if (version > expectedVersion) return;
  throw new UnsoundChange(`${what} is written at version ${version} over ${expectedVersion}, and must grow`);
}

/** Throws `unsound-change`. */
export function requireSoundConsequences({ enrolments, tasks, dossiers }: Consequences): void {
  for (const { enrolment, expectedVersion } of enrolments) {
    requireGrowth('an enrolment', enrolment.version, expectedVersion);
  }
  if (tasks !== undefined) for (const write of tasks) requireSoundTask(write);
  if (dossiers !== undefined) for (const write of dossiers) requireSoundDossier(write);
}

function requireSoundDossier({ dossier, expectedVersion }: DossierWrite): void {
  ownerOfDossier(dossier);
  requireGrowth('a dossier', dossier.version, expectedVersion);
}

/** Throws `unsound-change`. */
export function requireSoundTask({ task, expectedVersion }: TaskWrite): void {
  requireGrowth('a task', task.version, expectedVersion);
}

/** Throws `unsound-change`. */
export function requireSoundContacts(contacts: readonly ContactWrite[]): void {
  for (const { contact, expectedVersion } of contacts) {
    requireGrowth('a contact', contact.version, expectedVersion);
  }
}

/** Throws `unsound-change`. */
export function requireSoundEvent(change: EventChange): void {
  const { event, person } = change;
  requireGrowth('a person', person.version, change.expectedVersion);
  requireSoundContacts(change.contacts);
  for (const other of change.others ?? []) {
    requireGrowth('a person', other.person.version, other.expectedVersion);
  }
  for (const { identity, expectedVersion } of change.identities ?? []) {
    requireGrowth('an identity', identity.version, expectedVersion);
  }
  requireSoundConsequences(change);
  if (event.kind === 'order' && event.order.customerId !== person.id) {
    throw new UnsoundChange('the order of an event is of another customer than the event');
  }
}
