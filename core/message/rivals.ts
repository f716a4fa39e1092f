/**
 * What else waits to be sent to a person: looked up only where a message would take the last slot of a cap. Decisions of journeys
 * are found through the person's passages, in one read and one more for each message still open; what the API asked to be sent
 * is judged as it comes, and is nobody's rival.
 */
import type { PeopleStore, SendStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import type { Decision } from './decision.ts';

export type RivalStore = Pick<PeopleStore, 'loadPerson'> & Pick<SendStore, 'loadDecision'>;

const MOST_RIVALS = 20;

/** Decisions of the person that may still be pending, this one left out: those that expire first, 20 at most. */
export async function rivalsOf(store: RivalStore, decision: Decision, now: Instant): Promise<Decision[]> {
  const record = await store.loadPerson(decision.customerId);
  const open = (record?.enrolments ?? [])
    .flatMap(({ openDecisions }) => openDecisions)
    .filter(({ id, expiresAt }) => id !== decision.id && expiresAt > now)
    .sort((a, b) => a.expiresAt - b.expiresAt)
    .slice(0, MOST_RIVALS);
  const found = await Promise.all(open.map(({ id }) => store.loadDecision(id)));
  return found.filter((rival): rival is Decision => rival?.outcome === 'pending');
}
