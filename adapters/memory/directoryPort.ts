/** Lists and audits over the memory store. */
import type { Person, PersonRecord } from '../../core/customer/person.ts';
import type { Enrolment, PassageQuery, PeopleAtNode } from '../../core/journey/enrolment.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { DirectoryStore } from '../../core/ports.ts';
import type { Task, TaskKind } from '../../core/task.ts';
import type { Instant } from '../../core/time.ts';
import { placeOfCursor } from '../records/placeCursor.ts';
import { isFoundBy } from '../records/search.ts';
import { compareText } from '../records/textOrder.ts';
import type { CustomerRecord } from './customerRecord.ts';
import type { MemoryState } from './memoryState.ts';
import { placeAfter } from './traitIndex.ts';

const PAGE = 1_000;

type PeopleQuery = Parameters<DirectoryStore['listPeople']>[0];

function isWanted(person: Person, { stage, search }: Pick<PeopleQuery, 'stage' | 'search'>): boolean {
  if (stage !== undefined && person.lifecycle?.stage !== stage) return false;
  return search === undefined || isFoundBy(search, person);
}

function peopleAfter(
  people: readonly CustomerRecord[],
  { after, limit }: Pick<PeopleQuery, 'after' | 'limit'>,
  isListed: (person: Person) => boolean,
): Person[] {
  const found: Person[] = [];
  for (let place = placeAfter(people, after); place < people.length && found.length < limit; place += 1) {
    const person = people[place]?.person ?? null;
    if (person !== null && isListed(person)) found.push(person);
  }
  return found;
}

function listPeople(state: MemoryState, { after, limit, ...filter }: PeopleQuery): Person[] {
  return peopleAfter(state.people(), { after, limit }, (person) => isWanted(person, filter));
}

async function* pages<Item>(items: Iterable<Item>): AsyncGenerator<readonly Item[]> {
  let page: Item[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function* decisions(state: MemoryState): Generator<Decision> {
  for (const { decision } of state.decisions.values()) yield decision;
}

function* records(state: MemoryState): Generator<PersonRecord> {
  for (const customer of state.people()) {
    const record = customer.record();
    if (record !== null) yield record;
  }
}

function tasksOfKind(state: MemoryState, kind: TaskKind): Task[] {
  return [...state.tasks.values()]
    .filter((task) => task.kind === kind)
    .sort((a, b) => compareText(a.id, b.id));
}

function* activePassages(state: MemoryState): Generator<Enrolment> {
  for (const customer of state.customers.values())
    for (const enrolment of customer.enrolments()) if (enrolment.status === 'active') yield enrolment;
}

function peopleInJourneys(state: MemoryState): PeopleAtNode[] {
  const counts = new Map<string, PeopleAtNode>();
  for (const { journeyId, journeyVersion: version, nodeId } of activePassages(state)) {
    const key = `${journeyId}\u0000${version}\u0000${nodeId}`;
    counts.set(key, { journeyId, version, nodeId, people: (counts.get(key)?.people ?? 0) + 1 });
  }
  return [...counts.values()].sort(
    (a, b) =>
      compareText(a.journeyId, b.journeyId) || a.version - b.version || compareText(a.nodeId, b.nodeId),
  );
}

type Place = Pick<Enrolment, 'customerId' | 'key'>;

function comparePlaces(a: Place, b: Place): number {
  return compareText(a.customerId, b.customerId) || compareText(a.key, b.key);
}

function passagesIn(state: MemoryState, { journeyId, otherThan, after, limit }: PassageQuery): Enrolment[] {
  return [...activePassages(state)]
    .filter((one) => one.journeyId === journeyId && one.journeyVersion !== otherThan)
    .filter((one) => after === null || comparePlaces(one, after) > 0)
    .sort(comparePlaces)
    .slice(0, limit);
}

function orderSpan(state: MemoryState): { first: Instant; last: Instant; orders: number } | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let orders = 0;
  for (const customer of state.customers.values()) {
    for (const { at, amountMinor } of customer.ordersByTime()) {
      if (amountMinor < 0) continue;
      first = Math.min(first, at);
      last = Math.max(last, at);
      orders += 1;
    }
  }
  return orders === 0 ? null : { first, last, orders };
}

export function memoryDirectory(state: MemoryState): DirectoryStore {
  return {
    peopleWith: async ({ trait, ...page }) =>
      peopleAfter(state.peopleWith(trait), page, ({ traits }) => Object.hasOwn(traits, trait)),
    listPeople: async (query) => listPeople(state, query),
    countPeople: async (filter = {}) =>
      state.people().filter(({ person }) => person !== null && isWanted(person, filter)).length,
    exportPeople: () => pages(records(state)),
    decisions: () => pages(decisions(state)),
    decisionPage: async (after, limit) => {
      const from = placeOfCursor(after);
      if (from === null) return null;
      const items = [...decisions(state)].slice(from, from + limit);
      return { items, next: items.length < limit ? null : String(from + limit) };
    },
    decisionsOf: async (id) =>
      state.family(id).flatMap(({ decisions: theirs }) => theirs.map(({ decision }) => decision)),
    countAccepted: async () => state.facts.count('message-accepted'),
    tasks: async (kind) => tasksOfKind(state, kind),
    peopleInJourneys: async () => peopleInJourneys(state),
    passagesIn: async (query) => passagesIn(state, query),
    orderSpan: async () => orderSpan(state),
  };
}
