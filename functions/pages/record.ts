/**
 * Records what somebody stated on a page, once: as an event of the person, which journeys see, or where no person is kept any
 * more as a change of the address alone. The event is named by what it changes and by the state it was chosen in, so a form
 * that is sent twice is one change. It holds from the next claim on, which is made under the contact's version.
 */
import { createHash } from 'node:crypto';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { PreferredEvent } from '../../core/customer/event.ts';
import { withStatement } from '../../core/customer/preferred.ts';
import { canonicalJson } from '../../core/canonicalJson.ts';
import { newContact } from '../../core/message/contact.ts';
import { utcDay } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import type { Place, Subject } from './subject.ts';
import type { ReasonCode } from './words/pageWords.ts';

export type Statement = Pick<PreferredEvent, 'consents' | 'wishes' | 'locale' | 'reason'>;

export type Recorded = 'recorded' | 'duplicate' | 'unchanged';

const MOST_TRIES = 8;

/** What was decided, without the moment: the same for a form sent twice at once. */
function digestOf({ consents, wishes, locale }: Statement): string {
  const decided = {
    consents: consents.map(({ topic, state }) => ({ topic, state })),
    wishes: wishes === undefined ? null : { ...wishes, pausedUntil: wishes.pausedUntil !== null },
    locale: locale ?? null,
  };
  return createHash('sha256').update(canonicalJson(decided)).digest('base64url').slice(0, 22);
}

async function onContactAlone(container: Container, event: PreferredEvent): Promise<Recorded> {
  const { store } = container;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = (await store.loadContacts([event.contactKey])).get(event.contactKey);
    const before = known ?? newContact(event.contactKey);
    const after = withStatement(before, event);
    if (after === before) return 'unchanged';
    const result = await store.changeContacts({
      contacts: [{ contact: { ...after, version: before.version + 1 }, expectedVersion: before.version }],
      facts: [],
      eventId: `${event.source}/${event.messageId}`,
      at: event.at,
    });
    if (result === 'committed') return 'recorded';
    if (result === 'duplicate') return 'duplicate';
  }
  throw new Error('an address changed too often while a choice was being recorded');
}

async function tell(
  container: Container,
  { claims, person }: Subject,
  place: Place,
  statement: Statement,
  name: string,
): Promise<Recorded> {
  const { store, addressKeyOf, settings } = container;
  const now = container.now();
  const event: PreferredEvent = {
    ...statement,
    kind: 'preferred',
    source: 'preferences',
    messageId: `${place.key}/${name}`,
    customerId: person?.id ?? claims.customerId,
    at: Math.max(now, (place.contact.preferredAt ?? 0) + 1),
    contactKey: place.key,
    channel: place.channel,
  };
  if (person === null) return onContactAlone(container, event);
  const { book, model } = await container.inForce();
  const deps = { store, addressKeyOf, settings, model };
  return (await applyEvent(deps, book, event, now)) === 'applied' ? 'recorded' : 'duplicate';
}

/** Records why; the same reason counts once a day. */
export function recordReason(container: Container, subject: Subject, reason: ReasonCode): Promise<Recorded> {
  const name = `${reason}/${utcDay(container.now())}`;
  return tell(container, subject, subject.own, { consents: [], reason }, name);
}

/** Records a statement about one address of the subject. Throws `EventConflict` after eight lost races. */
export async function record(
  container: Container,
  subject: Subject,
  place: Place,
  statement: Statement,
): Promise<Recorded> {
  const { consents, wishes, locale } = statement;
  if (consents.length === 0 && wishes === undefined && locale === undefined) return 'unchanged';
  const read = `${place.contact.version}.${subject.person?.version ?? 0}`;
  return tell(container, subject, place, statement, `${read}/${digestOf(statement)}`);
}
