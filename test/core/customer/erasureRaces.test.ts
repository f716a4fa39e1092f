/** An erasure while a message of the person is being handed over, by the real send path. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { beginErasure, finishErasure, wholeTraces } from '../../../core/customer/erasureTask.ts';
import type { PersonalPlace } from '../../../core/customer/erasure.ts';
import { decisionId } from '../../../core/ids.ts';
import { CLAIM_TIMEOUT_MS } from '../../../core/message/decision.ts';
import { aClaim, aSettlement } from '../../contract/given.ts';
import { aDecision, aPerson, MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';

/** A provider's outbox that is written to by whoever holds a claim. */
function anOutbox() {
  const kept: string[] = [];
  const place: PersonalPlace = {
    name: 'messages',
    find: () => Promise.resolve([]),
    erase: () => Promise.resolve(kept.splice(0).length),
    scrub: () => Promise.resolve(),
  };
  return { kept, place };
}

async function world() {
  const store = createMemoryStore();
  const { kept, place } = anOutbox();
  await store.importPeople([{ person: aPerson({ version: 0 }), consents: [] }]);
  const open = aDecision({ id: decisionId('open') });
  await store.commitStep({ enrolments: [], cancellations: [], facts: [], decisions: [aDecision(), open] });
  await store.claim(aClaim({ contact: null }));
  const deps = { store, addressKeyOf, places: [place] };
  const found = await store.findTraces(MAYA);
  const task = await beginErasure(
    deps,
    wholeTraces(found ?? { ids: [], keys: [], addresses: [] }, addressKeyOf),
    MAYA,
    'test',
    NOW,
  );
  return { store, kept, deps, task };
}

describe('an erasure while a message leaves', () => {
  it('waits, so that what is handed over meanwhile goes too', async () => {
    const { store, kept, deps, task } = await world();
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
      if (pauses !== 2) return;
      kept.push('the message to maya@example.org');
      expect(await store.settle(aSettlement())).toBe('committed');
    };
    const erasure = await finishErasure(deps, task, { now: () => NOW, pause });
    expect(erasure).toMatchObject({ finishedAt: NOW, erased: { messages: 1, decisions: 2 } });
    expect(kept).toEqual([]);
    expect(await store.findTraces(MAYA)).toBeNull();
  });

  it('sends nothing more: what nobody claimed yet is gone at once', async () => {
    const { store, deps, task } = await world();
    await finishErasure(deps, task, { now: () => NOW, pause: () => Promise.resolve() });
    expect(await store.claim(aClaim({ decisionId: decisionId('open'), contact: null }))).toBe('lost');
    expect(await store.claim(aClaim({ contact: null }))).toBe('lost');
  });

  it('of a worker that died counts nobody as about to send after the claim timeout', async () => {
    const { store, deps, task } = await world();
    const waiting = await finishErasure(deps, task, { now: () => NOW, pause: () => Promise.resolve() });
    expect(waiting.finishedAt).toBeNull();
    const later = NOW + CLAIM_TIMEOUT_MS;
    const again = await store.loadTask(task.id);
    const done =
      again === null
        ? null
        : await finishErasure(deps, again, { now: () => later, pause: () => Promise.resolve() });
    expect(done?.finishedAt).toBe(later);
    expect(await store.settle(aSettlement())).toBe('conflict');
    expect(await store.countAccepted()).toBe(0);
  });
});
