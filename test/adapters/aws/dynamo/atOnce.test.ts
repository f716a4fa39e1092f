/**
 * Three writers at once, their calls to DynamoDB in any order: they end as if they had come one after the other, in some order that
 * the memory store confirms.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { canonicalJson } from '../../../../core/canonicalJson.ts';
import { addressKey } from '../../../../core/ids.ts';
import { LANES } from '../../../../core/message/decision.ts';
import type { Store } from '../../../../core/ports.ts';
import { TASK_KINDS } from '../../../../core/task.ts';
import { collected } from '../../../contract/given.ts';
import { type Operation, operations, PEOPLE } from '../../../contract/operations.ts';
import { NOW } from '../../../support/builders.ts';
import type { DynamoFake } from '../../../support/dynamoFake.ts';
import { fakeTables, storeOver } from '../../../support/dynamoTables.ts';

const SHARDS = 2;
/** Those that are one atomic step. A look is many; a page of an import or of an evaluation is many too. */
const ATOMIC = /^(?:apply|step|claim|settle|release|put|remove) /;

const atomic = operations.filter(({ name }) => ATOMIC.test(name));

async function answer({ run }: Operation, store: Store): Promise<unknown> {
  try {
    return (await run(store)) ?? null;
  } catch (failure) {
    return failure instanceof Error && 'code' in failure ? { thrown: failure.code } : String(failure);
  }
}

function sortedTexts(all: readonly object[]): string[] {
  return all.map((one) => canonicalJson(one)).sort();
}

async function left(store: Store): Promise<unknown> {
  const shards = LANES.flatMap((lane) =>
    Array.from({ length: SHARDS }, (_, shard) => store.duePage({ lane, shard, until: NOW + 9e9, limit: 99 })),
  );
  const facts = await Promise.all(PEOPLE.map((id) => store.factsOf(id, 999)));
  const contacts = await store.loadContacts(PEOPLE.map((of) => addressKey(`email:${of}`)));
  return {
    people: await collected(store.exportPeople()),
    contacts: [...contacts.values()],
    decisions: sortedTexts(await collected(store.decisions())),
    facts: facts.map(sortedTexts),
    due: await Promise.all(shards),
    tasks: await Promise.all(TASK_KINDS.map((kind) => store.tasks(kind))),
  };
}

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

type Three = readonly [Operation, Operation, Operation];
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

async function oneByOne(before: readonly Operation[], three: Three): Promise<string[]> {
  const outcomes: string[] = [];
  for (const order of ORDERS) {
    const store = createMemoryStore({ shards: SHARDS });
    for (const operation of before) await answer(operation, store);
    const answers: unknown[] = [];
    for (const place of order) answers[place] = await answer(three[place], store);
    outcomes.push(canonicalJson({ answers, left: await left(store) }));
  }
  return outcomes;
}

it('three writers at once end as if one had come after the other', { timeout: 60_000 }, async () => {
  const answers = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(operations, { maxLength: 25, size: 'max' }),
      fc.tuple(atomic, atomic, atomic),
      fc.array(fc.nat(), { minLength: 8, maxLength: 20 }),
      async (before, three, turns) => {
        const fake = fakeTables();
        const first = storeOver(fake, { shards: SHARDS });
        for (const operation of before) await answer(operation, first);
        const told = await inAnyOrder(fake, turns, () =>
          three.map((operation) => answer(operation, storeOver(fake, { shards: SHARDS }))),
        );
        for (const one of told) answers.add(String(one));
        expect(await oneByOne(before, three)).toContain(
          canonicalJson({ answers: told, left: await left(first) }),
        );
      },
    ),
    { numRuns: 150 },
  );
  expect([...answers]).toEqual(expect.arrayContaining(['committed', 'conflict', 'claimed', 'lost']));
});
