import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { inStartOrder, planJourney } from '../../../core/journey/plan.ts';
import { customerId } from '../../../core/ids.ts';
import type { Stage } from '../../../core/lifecycle/lifecycle.ts';
import { aJourney, aLifecycle, aPerson, NOW, published } from '../../support/builders.ts';

function starting(id: string, ...others: readonly string[]) {
  const starts = others.map((journey, n) => [
    `start-${n}`,
    { type: 'start' as const, journey, next: n + 1 < others.length ? `start-${n + 1}` : 'done' },
  ]);
  return aJourney({ id, nodes: { ...Object.fromEntries(starts), done: { type: 'end' } } });
}

describe('the order of publishing', () => {
  it('puts each journey behind those it starts', () => {
    expect(inStartOrder([starting('a', 'b', 'c'), starting('b', 'c'), starting('c')])).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  it('keeps everybody where journeys start each other, or one that is not among them', () => {
    expect(inStartOrder([starting('a', 'b'), starting('b', 'a', 'other')])).toEqual(['b', 'a']);
  });
});

describe('a plan', () => {
  const people = [{ journeyId: 'test', version: 3, nodeId: 'start', people: 4 }];

  it('is unchanged for what means the same, and names the version that publishing gives all the same', async () => {
    const pause = (length: string) =>
      aJourney({
        start: 'start',
        nodes: { start: { type: 'wait', for: length, next: 'done' }, done: { type: 'end' } },
      });
    const deps = { store: createMemoryStore(), journeys: [published(pause('24h'), 3)], people };
    expect(await planJourney(deps, pause('24h'), NOW)).toMatchObject({ kind: 'unchanged', version: 3 });
    expect(await planJourney(deps, pause('1d'), NOW)).toMatchObject({ kind: 'unchanged', version: 4 });
    expect(await planJourney(deps, pause('2d'), NOW)).toMatchObject({
      kind: 'changed',
      running: 3,
      version: 4,
      people: [{ version: 3, node: 'start', people: 4, to: 'start' }],
    });
  });

  it('counts who is where a new journey begins, and nobody for one that runs', async () => {
    const inStage = (stage: Stage, id: string) =>
      aPerson({ id: customerId(id), lifecycle: aLifecycle({ stage }) });
    const everyone = [inStage('decline', 'a'), inStage('stability', 'b'), inStage('decline', 'c')];
    const store = {
      listPeople: async () => everyone,
      recentEvents: async () => [],
      loadDossiers: async () => [],
    };
    const journey = aJourney({ entry: [{ on: 'stage', to: 'decline' }] });
    const deps = { store, journeys: [], people };
    expect(await planJourney(deps, journey, NOW)).toMatchObject({ kind: 'new', backlog: { matching: 2 } });
    const running = { ...deps, journeys: [published(journey)] };
    expect(await planJourney(running, journey, NOW)).toMatchObject({ backlog: null });
    const byEvent = await planJourney(deps, aJourney(), NOW);
    expect(byEvent.backlog).toBeNull();
  });
});
