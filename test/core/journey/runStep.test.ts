import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { decisionId } from '../../../core/ids.ts';
import { bookOf, cachedBook } from '../../../core/journey/book.ts';
import { runStep } from '../../../core/journey/runStep.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS } from '../../../core/time.ts';
import { aJourney, anEnrolment, aPerson, MAYA, NOW, published } from '../../support/builders.ts';

const BOOK = bookOf([published(aJourney())]);

async function aWorld(known = true) {
  const store = createMemoryStore();
  if (known) await store.importPeople([{ person: aPerson(), consents: [] }]);
  const enrolment = anEnrolment({ openDecisions: [{ id: decisionId('earlier'), expiresAt: NOW + DAY_MS }] });
  await store.commitStep({
    enrolments: [{ enrolment, expectedVersion: 0 }],
    decisions: [],
    cancellations: [],
    facts: [],
  });
  const deps = { store, settings: DEFAULT_SETTINGS, settingsVersion: 1, model: coldModel(DEFAULT_SETTINGS) };
  const stored = async () => (await store.loadPerson(MAYA))?.enrolments[0];
  return { store, enrolment, deps, stored };
}

describe('runStep', () => {
  it('commits the step of one enrolment', async () => {
    const { store, deps, enrolment, stored } = await aWorld();
    expect(await runStep(deps, BOOK, enrolment, NOW)).toBe('stepped');
    expect(await stored()).toMatchObject({ status: 'ended', endReason: 'completed', version: 2 });
    expect(await store.decisionsOf(MAYA)).toHaveLength(1);
  });

  it('run twice on the same record is somebody else’s step the second time, and decides nothing again', async () => {
    const { store, deps, enrolment } = await aWorld();
    const results = await Promise.all([
      runStep(deps, BOOK, enrolment, NOW),
      runStep(deps, BOOK, enrolment, NOW),
    ]);
    expect(results.sort()).toEqual(['lost', 'stepped']);
    expect([await store.countAccepted(), (await store.decisionsOf(MAYA)).length]).toEqual([1, 1]);
  });

  it('ends a passage whose version is no longer published', async () => {
    const { deps, enrolment, stored } = await aWorld();
    expect(await runStep(deps, bookOf([published(aJourney(), 2)]), enrolment, NOW)).toBe('broken');
    expect(await stored()).toMatchObject({
      endReason: 'broken',
      endDetail: 'the journey version is no longer published',
      openDecisions: [],
    });
  });

  it('leaves a version published since the wave began to the next wave, and not for ever', async () => {
    const { deps, enrolment, stored } = await aWorld();
    const fresh = { ...enrolment, journeyVersion: 2, enteredAt: NOW };
    expect(await runStep(deps, BOOK, fresh, NOW)).toBe('lost');
    expect((await stored())?.status).toBe('active');
    expect(await runStep(deps, BOOK, fresh, NOW + DAY_MS)).toBe('broken');
  });

  it('ends a passage of somebody who is no longer known', async () => {
    const { store, deps, enrolment } = await aWorld(false);
    expect(await runStep(deps, BOOK, enrolment, NOW)).toBe('broken');
    expect(await store.countDue({ lanes: ['journey'], until: NOW + DAY_MS, most: 9 })).toBe(0);
    expect(await runStep(deps, BOOK, enrolment, NOW)).toBe('lost');
  });
});

describe('a book', () => {
  it('knows the newest versions, and every version that a passage still finishes', async () => {
    const store = createMemoryStore();
    const read = cachedBook(store);
    expect((await read()).latest).toEqual([]);
    await store.publishJourney(aJourney(), NOW);
    await store.publishJourney(aJourney({ priority: 60 }), NOW);
    const book = await read();
    expect(book.latest.map(({ version }) => version)).toEqual([2]);
    expect(book.definitionOf({ journeyId: 'test', journeyVersion: 1 })?.priority).toBe(50);
    expect(book.definitionOf({ journeyId: 'test', journeyVersion: 2 })?.priority).toBe(60);
    expect(book.definitionOf({ journeyId: 'test', journeyVersion: 3 })).toBeUndefined();
  });

  it('is read again only when something was published', async () => {
    const store = createMemoryStore();
    await store.publishJourney(aJourney(), NOW);
    let reads = 0;
    const read = cachedBook({
      ...store,
      journeys: () => {
        reads += 1;
        return store.journeys();
      },
    });
    const [first, second] = [await read(), await read()];
    expect(second).toBe(first);
    await store.publishJourney(aJourney({ priority: 1 }), NOW);
    expect(await read()).not.toBe(first);
    expect(reads).toBe(2);
  });
});
