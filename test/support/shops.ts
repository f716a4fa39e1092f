/** Whole shops on the memory store: orders imported as history, and evaluations of them. */
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import type { Order } from '../../core/customer/order.ts';
import type { Person } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import { bookOf } from '../../core/journey/book.ts';
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import {
  type EvaluationDeps,
  type EvaluationReport,
  evaluateShop,
} from '../../core/lifecycle/evaluateShop.ts';
import type { ShopModelName } from '../../core/lifecycle/model.ts';
import type { Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import { published } from './builders.ts';

/** Puts orders as an import does: they change state and enter no journey. */
export async function importHistory(store: Store, orders: readonly Order[]): Promise<void> {
  const importId = await store.beginImport();
  await store.importOrders(
    orders.map((order, i) => ({ line: i + 1, order, idFromContent: false })),
    importId,
  );
}

export async function aShop(orders: readonly Order[]): Promise<Store> {
  const store = createMemoryStore();
  await importHistory(store, orders);
  return store;
}

export interface Evaluating {
  readonly at: Instant;
  /** The day itself unless given. */
  readonly now?: Instant;
  readonly force?: boolean;
  readonly journeys?: readonly JourneyDefinition[];
  readonly settings?: Settings;
  /** Fitted now; left out, the one of the settings. */
  readonly model?: ShopModelName;
}

export function evaluationDeps(store: Store, settings: Settings = DEFAULT_SETTINGS): EvaluationDeps {
  return { store, scratch: memoryScratch(), settings };
}

export function evaluate(store: Store, { at, ...more }: Evaluating): Promise<EvaluationReport> {
  const { now = at, force = true, journeys = [], settings = DEFAULT_SETTINGS, model } = more;
  const book = bookOf(journeys.map((journey) => published(journey)));
  return evaluateShop(evaluationDeps(store, settings), book, { at, now, force, model });
}

/** The person of an id that is known. Throws where nobody is. */
export async function personOf(store: Store, id: string): Promise<Person> {
  const person = await store.loadProfile(customerId(id));
  if (person === null) throw new Error(`nobody is known as ${id}`);
  return person;
}
