/** People given arms by a journey, and what they ordered after. */
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { judgeExperiments } from '../../../core/experiment/judgeExperiments.ts';
import type { PersonRecord } from '../../../core/customer/person.ts';
import { foldOrders } from '../../../core/customer/order.ts';
import { customerId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import {
  type JourneyDefinition,
  journeySchema,
  type PublishedJourney,
} from '../../../core/journey/definition.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { WINNERS, winnersOf } from '../../../core/journey/winners.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { anEnrolment, anOrder, aPerson, NOW } from '../../support/builders.ts';

export const ARMS = [
  { id: 'a', share: 0.5, next: 'end' },
  { id: 'b', share: 0.5, next: 'end' },
];

export function aJourney(
  arms: readonly object[] = ARMS,
  winner: object | null = { metric: 'order', minimum: 50 },
) {
  return journeySchema.parse({
    id: 'hello',
    name: { en: 'Hello', 'zh-CN': '你好' },
    topic: 'offers',
    class: 'promotional',
    entry: [{ on: 'event', event: 'Signed Up' }],
    start: 'hold',
    nodes: {
      hold: { type: 'holdout', share: 0.1, next: 'split' },
      split: { type: 'experiment', arms, ...(winner === null ? {} : { winner }) },
      end: { type: 'end' },
    },
  });
}

export function published(definition: JourneyDefinition, version = 1): PublishedJourney {
  return { id: definition.id, version, publishedAt: NOW, definition };
}

export const ENTERED = NOW - 40 * DAY_MS;

/** Somebody with an arm, who ordered so many days after entering, if at all. */
export function someone(id: number, more: Partial<Enrolment>, orderedAfterDays: number | null): PersonRecord {
  const customer = customerId(`c${id}`);
  const enrolment = anEnrolment({ customerId: customer, journeyId: 'hello', enteredAt: ENTERED, ...more });
  const at = enrolment.enteredAt + (orderedAfterDays ?? 0) * DAY_MS;
  const orders = orderedAfterDays === null ? [] : [anOrder({ id: `o${id}`, customerId: customer, at })];
  return { person: aPerson({ id: customer }), orders, enrolments: [enrolment], history: foldOrders(orders) };
}

/** So many of each arm, the first so many of them with an order on the third day. */
export function armsOf(
  sizes: Readonly<Record<string, readonly [ordered: number, people: number]>>,
): PersonRecord[] {
  let id = 0;
  return Object.entries(sizes).flatMap(([arm, [ordered, people]]) =>
    Array.from({ length: people }, (_, at) => {
      id += 1;
      return someone(id, { arms: { split: arm } }, at < ordered ? 3 : null);
    }),
  );
}

export function aShop(records: readonly PersonRecord[], journeys = [published(aJourney())]) {
  const store = createMemoryStore();
  const reads = { people: 0 };
  const exportPeople = async function* () {
    reads.people += 1;
    yield records;
  };
  const night = async (now = NOW) => {
    const winners = winnersOf(await store.getValue(WINNERS));
    const book = { ...bookOf(journeys, winners), latest: journeys.slice(-1) };
    return judgeExperiments({ store: { ...store, exportPeople }, book, now, settings: DEFAULT_SETTINGS });
  };
  return { store, night, reads, exportPeople };
}
