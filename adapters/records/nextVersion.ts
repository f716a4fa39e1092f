/**
 * Guards the one rule that optimistic writes rest on: a record's version grows with every write. A caller that breaks it
 * has a fault that no retry mends, so it is thrown, and nothing of the change is written.
 */
import type { Consequences, EventChange } from '../../core/ports.ts';

class VersionDoesNotGrow extends Error {
  readonly code = 'version-does-not-grow';
  constructor(what: string, version: number, expectedVersion: number) {
    super(`${what} is written at version ${version} over version ${expectedVersion}; it must grow`);
    this.name = 'VersionDoesNotGrow';
  }
}

function requireGrowth(what: string, version: number, expectedVersion: number): void {
  if (version <= expectedVersion) throw new VersionDoesNotGrow(what, version, expectedVersion);
}

/** Throws `version-does-not-grow`. */
export function requireNextVersions({ enrolments }: Pick<Consequences, 'enrolments'>): void {
  for (const { enrolment, expectedVersion } of enrolments) {
    requireGrowth(`enrolment ${enrolment.id}`, enrolment.version, expectedVersion);
  }
}

/** Throws `version-does-not-grow`. */
export function requireNextVersionsOfEvent(change: EventChange): void {
  requireGrowth('a person', change.person.version, change.expectedVersion);
  for (const { contact, expectedVersion } of change.contacts) {
    requireGrowth('a contact', contact.version, expectedVersion);
  }
  requireNextVersions(change);
}
