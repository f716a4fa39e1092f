/**
 * Three writers at once, their calls to DynamoDB in any order: they end as if they had come one after the other, in some order that
 * the memory store confirms.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import type { DynamoFake } from '../../../support/dynamoFake.ts';
import { answer, SHARDS, shopOnDynamo, sortedJson } from './races/interleave.ts';
import { everything, openShop } from './races/shop.ts';
import { nameOf, type Write, WRITES } from './races/writes.ts';

type Three = readonly [Write, Write, Write];

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

/** Every call waits until it is its turn, which chance decides. */
async function inAnyOrder(
  fake: DynamoFake,
  turns: readonly number[],
  work: () => Promise<unknown>[],
): Promise<unknown[]> {
  const waiting: (() => void)[] = [];
  fake.onCall = () =>
    new Promise((resolve) => {
      waiting.push(() => resolve(null));
    });
  const all = Promise.all(work());
  for (let turn = 0; ; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (waiting.length === 0) break;
    const place = (turns[turn % turns.length] ?? 0) % waiting.length;
    waiting.splice(place, 1)[0]?.();
  }
  fake.onCall = null;
  return all;
}

async function oneByOne(three: Three): Promise<string[]> {
  const outcomes: string[] = [];
  for (const order of ORDERS) {
    const store = createMemoryStore({ shards: SHARDS });
    await openShop(store);
    const answers: unknown[] = [];
    for (const place of order) answers[place] = await answer(three[place], store);
    outcomes.push(sortedJson({ answers, left: await everything(store) }));
  }
  return outcomes;
}

it('three writers at once end as if one had come after the other', { timeout: 60_000 }, async () => {
  const write = fc.constantFrom(...WRITES);
  const turns = fc.array(fc.nat(), { minLength: 8, maxLength: 20, size: 'max' });
  const threes = fc.tuple(write, write, write, fc.boolean()).map(
    /** Two that say the same meet wherever they write. */
    ([one, two, three, isSame]): Three => [one, two, isSame ? one : three],
  );
  await fc.assert(
    fc.asyncProperty(threes, turns, async (three, order) => {
      const { fake, stores } = await shopOnDynamo();
      const told = await inAnyOrder(fake, order, () =>
        three.map((one, place) => answer(one, stores[place] ?? stores[0])),
      );
      const outcome = sortedJson({ answers: told, left: await everything(stores[0]) });
      expect(await oneByOne(three), three.map(nameOf).join(', ')).toContain(outcome);
    }),
    { numRuns: 100 },
  );
});
