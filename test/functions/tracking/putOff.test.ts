import { describe, expect, it } from 'vitest';
import { TransientError } from '../../../adapters/aws/dynamo/dynamoErrors.ts';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import type { EventResult, Store } from '../../../core/ports.ts';
import { eventIntake } from '../../../functions/eventIntake/handler.ts';
import { aContainer, aContext } from '../../support/aContainer.ts';
import { MAYA } from '../../support/builders.ts';
import { aTracker } from './aTracker.ts';

/** A store that cannot take events until it is told that it can. */
function aBusyStore(failure: unknown): { store: Store; free: () => void } {
  const memory = createMemoryStore();
  let busy = true;
  return {
    store: {
      ...memory,
      applyEvent: async (change): Promise<EventResult> => {
        if (busy) throw failure;
        return memory.applyEvent(change);
      },
    },
    free: () => {
      busy = false;
    },
  };
}

function aQueue() {
  const waiting: CustomerEvent[] = [];
  return {
    waiting,
    queue: { send: async (events: readonly CustomerEvent[]) => void waiting.push(...events) },
  };
}

const IDENTIFY = { userId: MAYA, messageId: 'm1', traits: { email: 'maya@example.org', name: 'Maya' } };

describe('an event the store cannot take now', () => {
  it.each([
    ['the tables are busy', new TransientError('busy')],
    [
      'AWS refuses',
      Object.assign(new Error('denied'), { name: 'AccessDenied', $metadata: {}, $fault: 'client' }),
    ],
  ])('waits in the queue where there is one, and is applied from there: %s', async (_what, failure) => {
    const { store, free } = aBusyStore(failure);
    const { waiting, queue } = aQueue();
    const reported: unknown[] = [];
    const world = await aTracker({ store, queue, report: (one) => reported.push(one) });
    expect((await world.post('identify', IDENTIFY)).status).toBe(200);
    expect(waiting).toHaveLength(1);
    expect(reported).toEqual([failure]);
    expect(await world.rejected()).toEqual([]);
    free();
    const Records = waiting.map((event, n) => ({ messageId: `r${n}`, body: JSON.stringify(event) }));
    const answer = await eventIntake(aContainer({ store }).container)({ Records } as never, aContext());
    expect(answer).toEqual({ batchItemFailures: [] });
    expect((await store.loadProfile(MAYA))?.name).toBe('Maya');
  });

  it('is to be sent again where there is no queue, or it takes nothing', async () => {
    const { store } = aBusyStore(new TransientError('busy'));
    expect((await (await aTracker({ store })).post('identify', IDENTIFY)).status).toBe(503);
    const queue = { send: () => Promise.reject(new Error('down')) };
    const world = await aTracker({ store, queue });
    expect((await world.post('identify', IDENTIFY)).status).toBe(503);
    expect(await world.rejected()).toEqual([]);
  });

  it('is rejected, and not put off, where the fault is its own', async () => {
    const { store } = aBusyStore(new TypeError('cannot read this'));
    const { waiting, queue } = aQueue();
    const world = await aTracker({ store, queue });
    expect((await world.post('identify', IDENTIFY)).status).toBe(400);
    expect(waiting).toEqual([]);
    expect((await world.rejected()).map(({ code }) => code)).toEqual(['cannot-apply']);
  });
});
