import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentEvents } from '../../../adapters/memory/recentEvents.ts';
import { createMemoryStore, type MemoryStoreOptions } from '../../../adapters/memory/memoryStore.ts';
import type { Fact } from '../../../core/fact.ts';
import { aStep } from '../../contract/given.ts';
import { MAYA, NOW } from '../../support/builders.ts';

function happened(name: string, n: number): Fact {
  return { customerId: MAYA, at: NOW + n, kind: 'event', journeyId: null, body: { name, properties: { n } } };
}

async function remembered(options: MemoryStoreOptions, facts: readonly Fact[]): Promise<string[]> {
  const store = createMemoryStore(options);
  await store.commitStep(aStep({ facts }));
  const events = await store.recentEvents(MAYA, { names: ['A', 'B'], since: 0, limit: 1_000 });
  return events.map(({ name, at }) => `${name}${at - NOW}`);
}

describe('what the memory store remembers of events', () => {
  it('does not hang on whether it keeps facts', async () => {
    const facts = [happened('A', 1), happened('B', 2)];
    expect(await remembered({ retainFacts: false }, facts)).toEqual(['B2', 'A1']);
    expect(await remembered({ retainFacts: true }, facts)).toEqual(['B2', 'A1']);
  });

  it('is the newest 500 by when they happened, whenever they were told', async () => {
    const facts = Array.from({ length: 530 }, (_, n) => happened('A', n));
    const newest = Array.from({ length: 500 }, (_, n) => `A${529 - n}`);
    expect(await remembered({}, facts)).toEqual(newest);
    expect(await remembered({}, facts.toReversed())).toEqual(newest);
  });

  it('is only what it is told to, and the rest takes nobody’s place', async () => {
    const facts = [happened('A', 0), ...Array.from({ length: 600 }, (_, n) => happened('B', 1 + n))];
    expect(await remembered({ rememberEvents: new Set(['A']) }, facts)).toEqual(['A0']);
    expect(await remembered({ rememberEvents: new Set() }, facts)).toEqual([]);
  });

  it('reaches as far back from the newest as it is told to, in whatever order they came', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }), (times) => {
        const events = new RecentEvents(10);
        for (const [place, n] of times.entries()) events.add(happened(`A${place}`, n));
        const names = times.map((_, place) => `A${place}`);
        const found = events.find({ names, since: 0, limit: 100 }).map(({ at }) => at - NOW);
        const newest = Math.max(...times);
        const kept = times.filter((n) => n >= newest - 10).sort((a, b) => b - a);
        expect(found).toEqual(kept);
        expect(events.find({ names, since: NOW + newest, limit: 100 })).toHaveLength(
          times.filter((n) => n === newest).length,
        );
      }),
    );
  });
});
