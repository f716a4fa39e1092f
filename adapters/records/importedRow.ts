/**
 * What an imported row is identified by, and what it does to what is known. An order that came whole (with an event, or
 * as a row without a single line) is complete: a later row about it is a repeat. An order made of lines grows by each
 * line that is new.
 */
import type { OrderLine } from '../../core/customer/order.ts';
import type { Person } from '../../core/customer/person.ts';
import type { ImportedOrder, ImportedPerson } from '../../core/ports.ts';
import { type Contact, withConsent } from '../../core/message/contact.ts';

export type RowIdentity =
  /** Its order id says all. */
  | { readonly kind: 'order' }
  /** Its id was made from its content: equal rows of one file are orders of their own. */
  | { readonly kind: 'content' }
  /** A line of an order: equal lines of one file are lines of their own. */
  | { readonly kind: 'line'; readonly line: OrderLine };

export function identityOf(row: ImportedOrder): RowIdentity {
  const [line, ...more] = row.order.lines;
  if (line !== undefined && more.length === 0) return { kind: 'line', line };
  return row.idFromContent ? { kind: 'content' } : { kind: 'order' };
}

/** Id of the n-th order (from 1) whose id was made from the same content. */
export function ordinalId(id: string, ordinal: number): string {
  return ordinal === 1 ? id : `${id}~${ordinal}`;
}

/** The profile as imported over what is stored: what the engine knows (version, lifecycle) stays. */
export function importedProfile(stored: Person | null, imported: Person): Person {
  return {
    ...imported,
    version: (stored?.version ?? 0) + 1,
    knownSince: Math.min(stored?.knownSince ?? imported.knownSince, imported.knownSince),
    lifecycle: stored?.lifecycle ?? null,
  };
}

/** The contact after an imported consent; the same object where the consent on record stays. */
export function contactWithConsent(
  contact: Contact,
  change: ImportedPerson['consents'][number]['change'],
): Contact {
  const changed = withConsent(contact, change);
  return changed === contact ? contact : { ...changed, version: contact.version + 1 };
}
