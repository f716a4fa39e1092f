import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { Fact } from '../../../core/fact.ts';
import { aStep } from '../../contract/given.ts';
import { MAYA, NOW } from '../../support/builders.ts';

const fact = (kind: Fact['kind'], n: number): Fact => ({
  customerId: MAYA,
  at: NOW,
  kind,
  journeyId: 'test',
  body: { n },
});

describe('the memory store that keeps no facts', () => {
  it('still counts them by kind, and tells the listener in order', async () => {
    const heard: Fact[] = [];
    const store = createMemoryStore({ retainFacts: false, onFact: (one) => heard.push(one) });
    const facts = [fact('message-accepted', 1), fact('event', 2), fact('message-accepted', 3)];
    await store.commitStep(aStep({ facts }));
    expect(store.factCounts()).toMatchObject({ 'message-accepted': 2, event: 1, 'journey-ended': 0 });
    expect(await store.countAccepted()).toBe(2);
    expect(heard).toEqual(facts);
    expect(await store.factsOf(MAYA, 10)).toEqual([]);
  });
});
