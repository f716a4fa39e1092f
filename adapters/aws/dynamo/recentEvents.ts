/** Facts of a person, newest first, from the partitions of all their ids; and the events among them that journeys look back on. */
import type { Fact } from '../../../core/fact.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { PeopleStore, RecentEvent } from '../../../core/ports.ts';
import type { Instant } from '../../../core/time.ts';
import { MOST_EVENTS_EXAMINED, recentEventOf } from '../../records/recentEvents.ts';
import { compareText } from '../../records/textOrder.ts';
import { customerPk, FACT_PREFIX, pad } from './keys.ts';
import { familyOf } from './people.ts';
import { readFact } from './records/factItem.ts';
import type { Tables } from './tables.ts';

type EventsQuery = Parameters<PeopleStore['recentEvents']>[1];

interface Found<T> {
  /** Sorts by instant, then by writing. */
  readonly place: string;
  readonly what: T;
}

/** Above every digit. */
const BEHIND_ALL = '~';

function factRange(id: CustomerId, since: Instant | null) {
  return {
    table: 'facts',
    pk: customerPk(id),
    from: since === null ? FACT_PREFIX : `${FACT_PREFIX}${pad(since)}`,
    to: `${FACT_PREFIX}${BEHIND_ALL}`,
    descending: true,
  } as const;
}

function newestOf<T>(all: readonly Found<T>[], limit: number): T[] {
  return all
    .toSorted((a, b) => compareText(b.place, a.place))
    .slice(0, limit)
    .map(({ what }) => what);
}

export async function factsOf(tables: Tables, id: CustomerId, limit: number): Promise<Fact[]> {
  if (limit < 1) return [];
  const found: Found<Fact>[] = [];
  for (const one of await familyOf(tables, id)) {
    const items = await tables.allItems({ ...factRange(one, null), limit });
    found.push(...items.map((item) => ({ place: item.key.sk, what: readFact(item) })));
  }
  return newestOf(found, limit);
}

/** Looks at the newest events of one id, page by page, until enough are found. */
async function eventsOf(
  tables: Tables,
  id: CustomerId,
  { names, since, limit }: EventsQuery,
): Promise<Found<RecentEvent>[]> {
  const found: Found<RecentEvent>[] = [];
  let examined = 0;
  for await (const page of tables.items(factRange(id, since))) {
    for (const item of page) {
      const { at, kind, body } = readFact(item);
      if (kind !== 'event') continue;
      examined += 1;
      const event = recentEventOf(at, body);
      if (event !== null && at >= since && names.includes(event.name))
        found.push({ place: item.key.sk, what: event });
      if (found.length >= limit || examined >= MOST_EVENTS_EXAMINED) return found;
    }
  }
  return found;
}

export async function recentEvents(
  tables: Tables,
  id: CustomerId,
  query: EventsQuery,
): Promise<RecentEvent[]> {
  if (query.limit < 1 || query.names.length === 0) return [];
  const found: Found<RecentEvent>[] = [];
  for (const one of await familyOf(tables, id)) found.push(...(await eventsOf(tables, one, query)));
  return newestOf(found, query.limit);
}
