/**
 * Bounces that may pass. A full mailbox is not gone; one that turned away `SOFT_BOUNCES_TO_SUPPRESS` messages in a row is not
 * worth writing to. Whether it is follows from the newest bounces of distinct messages and the newest delivery alone, so
 * deliveries and bounces may be told in any order: a delivery forgets what bounced before it, and lifts what that led to.
 */
import { type Contact, SOFT_BOUNCES_TO_SUPPRESS, type SoftBounce, type Suppression } from './contact.ts';
import type { Instant } from '../time.ts';
import { withSuppression } from './suppression.ts';

const SOURCE = `${SOFT_BOUNCES_TO_SUPPRESS} messages in a row bounced`;

/** Newest first among equals by message, so that which of them are kept does not depend on their order of arrival. */
function compare(a: SoftBounce, b: SoftBounce): number {
  return a.at - b.at || (a.decisionId < b.decisionId ? -1 : 1);
}

function newest(bounces: readonly SoftBounce[], deliveredAt: Instant | null): SoftBounce[] {
  const after = bounces.filter(({ at }) => deliveredAt === null || at > deliveredAt);
  return after.sort(compare).slice(-SOFT_BOUNCES_TO_SUPPRESS);
}

/** With the suppression that the bounces come to, and without one they no longer come to. */
function judged(contact: Contact): Contact {
  const { softBounces, suppression } = contact;
  const ownReason = suppression?.why === 'soft-bounces';
  const last = softBounces.at(-1);
  if (softBounces.length < SOFT_BOUNCES_TO_SUPPRESS || last === undefined)
    return ownReason ? { ...contact, suppression: null } : contact;
  const why: Suppression = { why: 'soft-bounces', at: last.at, source: SOURCE };
  return withSuppression(ownReason ? { ...contact, suppression: null } : contact, why);
}

function isSame(a: readonly SoftBounce[], b: readonly SoftBounce[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ decisionId, at }, n) => b[n]?.decisionId === decisionId && b[n]?.at === at)
  );
}

/** The contact once a message to it bounced softly; the same object where nothing changes. Of one message the last bounce counts. */
export function withSoftBounce(contact: Contact, told: SoftBounce): Contact {
  const known = contact.softBounces.find(({ decisionId }) => decisionId === told.decisionId);
  if (known !== undefined && known.at >= told.at) return contact;
  const others = contact.softBounces.filter((bounce) => bounce !== known);
  const softBounces = newest([...others, told], contact.deliveredAt);
  return isSame(softBounces, contact.softBounces) ? contact : judged({ ...contact, softBounces });
}

/** The contact once a message to it was delivered; the same object where a later delivery is known. */
export function withDelivery(contact: Contact, at: Instant): Contact {
  if (contact.deliveredAt !== null && contact.deliveredAt >= at) return contact;
  return judged({ ...contact, deliveredAt: at, softBounces: newest(contact.softBounces, at) });
}
