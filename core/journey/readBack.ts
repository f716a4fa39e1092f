/** Reads what a person did lately, of the events that are asked for; where none is, nothing is read. */
import type { RecentEvent } from '../customer/recentEvent.ts';
import type { CustomerId } from '../ids.ts';
import type { PeopleStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { LONGEST_LOOK_BACK_MS, MOST_EVENTS_LOOKED_AT } from './lookBack.ts';

const NOTHING: readonly RecentEvent[] = [];

/** Events of these names within the longest look back, newest first. */
export async function readBack(
  store: Pick<PeopleStore, 'recentEvents'>,
  id: CustomerId,
  names: readonly string[],
  now: Instant,
): Promise<readonly RecentEvent[]> {
  if (names.length === 0) return NOTHING;
  return store.recentEvents(id, { names, since: now - LONGEST_LOOK_BACK_MS, limit: MOST_EVENTS_LOOKED_AT });
}
