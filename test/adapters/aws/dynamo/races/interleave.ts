/** Runs one write while another comes between two of its calls to DynamoDB, and says what either order would have given. */
import { createMemoryStore } from '../../../../../adapters/memory/memoryStore.ts';
import type { Store } from '../../../../../core/ports.ts';
import type { DynamoFake } from '../../../../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../../../../support/dynamoTables.ts';
import { everything, openShop } from './shop.ts';
import type { Write } from './writes.ts';

export const SHARDS = 2;

/** What two writes answered, and what was there afterwards: one text, so that it compares as a whole. */
export type Outcome = string;

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line a value, so that two differ in lines. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, sorted, 1);
}

export async function answer(write: Write, store: Store): Promise<unknown> {
  try {
    return (await write.run(store)) ?? null;
  } catch (failure) {
    return failure instanceof Error ? { threw: failure.message } : failure;
  }
}

async function outcomeOf(first: unknown, second: unknown, store: Store): Promise<Outcome> {
  return sortedJson({ first, second, left: await everything(store) });
}

/** The shop on DynamoDB; three processes have it open. */
export async function shopOnDynamo(): Promise<{
  readonly fake: DynamoFake;
  readonly stores: readonly [Store, Store, Store];
}> {
  const fake = fakeTables();
  const open = () => storeOver(fake, { shards: SHARDS });
  const stores = [open(), open(), open()] as const;
  await openShop(stores[0]);
  return { fake, stores };
}

async function shopInMemory(): Promise<Store> {
  const store = createMemoryStore({ shards: SHARDS });
  await openShop(store);
  return store;
}

/** Both orders in which the two may have happened, as the memory store tells them. */
export async function bothOrders(write: Write, rival: Write): Promise<readonly [Outcome, Outcome]> {
  const [one, two] = [await shopInMemory(), await shopInMemory()];
  const rivalFirst = await answer(rival, one);
  const writeSecond = await answer(write, one);
  const writeFirst = await answer(write, two);
  const rivalSecond = await answer(rival, two);
  return [await outcomeOf(writeSecond, rivalFirst, one), await outcomeOf(writeFirst, rivalSecond, two)];
}

/** What the write alone comes to. */
export async function alone(write: Write): Promise<Outcome> {
  const store = await shopInMemory();
  return outcomeOf(await answer(write, store), null, store);
}

/** Calls the write makes when nobody disturbs it. */
export async function callsOf(write: Write): Promise<number> {
  const {
    fake,
    stores: [store],
  } = await shopOnDynamo();
  let calls = 0;
  fake.onCall = () => {
    calls += 1;
    return null;
  };
  await write.run(store);
  return calls;
}

/** The rival does all it does right before the n-th call of the write, from 0. */
export async function interrupted(write: Write, rival: Write, place: number): Promise<Outcome> {
  const {
    fake,
    stores: [store, other],
  } = await shopOnDynamo();
  let calls = 0;
  let rivals: unknown = null;
  fake.onCall = async () => {
    calls += 1;
    if (calls !== place + 1) return null;
    fake.onCall = null;
    rivals = await answer(rival, other);
    return null;
  };
  const own = await answer(write, store);
  fake.onCall = null;
  return outcomeOf(own, rivals, store);
}

export async function outcomeAlone(write: Write, store: Store): Promise<Outcome> {
  return outcomeOf(await answer(write, store), null, store);
}
