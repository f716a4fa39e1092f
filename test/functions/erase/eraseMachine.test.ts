/** The state machine `erase-customer` on the local runner with its real tasks. */
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PersonalPlace } from '../../../core/customer/erasure.ts';
import { beginErasure, wholeTraces } from '../../../core/customer/erasureTask.ts';
import { CLAIM_TIMEOUT_MS } from '../../../core/message/decision.ts';
import { addressKey } from '../../../core/ids.ts';
import type { AddressKeyOf } from '../../../core/ports.ts';
import type { Task } from '../../../core/task.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { eraseBegin } from '../../../functions/eraseBegin/handler.ts';
import { eraseRecordFailure } from '../../../functions/eraseRecordFailure/handler.ts';
import { eraseStep } from '../../../functions/eraseStep/handler.ts';
import { lambdaContext } from '../../../local/machines/lambdaContext.ts';
import { runWave } from '../../../local/machines/runWave.ts';
import { eraseCustomer } from '../../../workflows/eraseCustomer.ts';
import { type ContainerWorld, aContainer } from '../../support/aContainer.ts';
import { aDecision, anOrder, MAYA, NOW } from '../../support/builders.ts';
import { importHistory } from '../../support/shops.ts';
import { run } from '../../local/stateMachine/builders.ts';

/** A hash, as a shop's own is. */
const addressKeyOf: AddressKeyOf = (channel, address) => addressKey(hash('sha256', `${channel}:${address}`));

function aPlace(forget: () => Promise<number>): PersonalPlace {
  return { name: 'messages', find: async () => [], erase: forget, scrub: async () => {} };
}

async function begun(places: readonly PersonalPlace[] = []): Promise<ContainerWorld & { task: Task }> {
  const world = aContainer({ places, addressKeyOf });
  await importHistory(world.store, [anOrder()]);
  const found = await world.store.findTraces(MAYA);
  if (found === null) throw new Error('nobody is there');
  const deps = { store: world.store, addressKeyOf, places };
  const task = await beginErasure(deps, wholeTraces(found, addressKeyOf), MAYA, 'anna', NOW);
  return { ...world, task };
}

/** Looking again takes a second of the world's time, and none of ours. */
function erase({ container, clock, task }: ContainerWorld & { task: Task }, remainingMs = 900_000) {
  const at = () => lambdaContext('erase', () => remainingMs);
  const begin = eraseBegin(container);
  const step = eraseStep(container, async () => {
    clock.now += 1_000;
  });
  const recordFailure = eraseRecordFailure(container);
  return run(eraseCustomer, {
    input: { task: task.id },
    handlers: {
      EraseBegin: (input) => begin(input, at()),
      EraseStep: (input) => step(input, at()),
      EraseRecordFailure: (input) => recordFailure(input, at()),
    },
  });
}

describe('erase-customer', () => {
  it('takes everything and says how much, as the API does', async () => {
    const world = await begun();
    expect(await erase(world)).toMatchObject({
      kind: 'succeeded',
      output: {
        state: 'erased',
        by: 'anna',
        erased: { orders: 1, profiles: 1 },
        at: '2026-03-10T11:00:00.000Z',
      },
    });
    expect(await world.store.findTraces(MAYA)).toBeNull();
  });

  it('names nobody in what an execution keeps', async () => {
    const world = await begun();
    const ending = await erase(world);
    expect(JSON.stringify([world.task.id, ending])).not.toContain(MAYA);
  });

  it('of an erasure that is done answers the same, and does nothing', async () => {
    const world = await begun();
    const first = await erase(world);
    const again = await erase(world);
    expect(again).toMatchObject({ kind: 'succeeded', output: 'output' in first ? first.output : null });
    expect(again.trace).toEqual(['BeginErasure', 'IsErased', 'ErasureEnded']);
  });

  it('takes one step a round where there is no time for more', async () => {
    const world = await begun();
    const ending = await erase(world, 1_000);
    expect(ending).toMatchObject({ kind: 'succeeded', output: { state: 'erased' } });
    expect(ending.trace.filter((state) => state === 'TakeSteps')).toHaveLength(2);
  });

  it('waits for a message that is being handed over until nobody can be about to send it any more', async () => {
    const world = await begun();
    await world.store.commitStep({
      enrolments: [],
      cancellations: [],
      facts: [],
      tasks: [],
      decisions: [
        aDecision({
          outcome: 'claimed',
          claimant: 'worker-1',
          claimedAt: NOW,
          dueAt: NOW + CLAIM_TIMEOUT_MS,
        }),
      ],
    });
    const ending = await erase(world);
    expect(ending).toMatchObject({
      kind: 'succeeded',
      output: { state: 'erased', erased: { decisions: 1 } },
    });
    expect(world.clock.now).toBeGreaterThanOrEqual(NOW + CLAIM_TIMEOUT_MS);
    expect(ending.trace.length).toBeGreaterThan(10);
  });

  it('two at once take each record once', async () => {
    const world = await begun();
    const endings = await Promise.all([erase(world), erase(world)]);
    for (const ending of endings)
      expect(ending).toMatchObject({ kind: 'succeeded', output: { state: 'erased', erased: { orders: 1 } } });
  });

  it('that fails is recorded without what it failed at, and a wave ends it', async () => {
    let broken = true;
    const place = aPlace(async () => {
      if (broken) throw new RangeError('maya@example.org is stuck');
      return 1;
    });
    const world = await begun([place]);
    expect(await erase(world)).toMatchObject({ kind: 'failed', error: 'ErasureFailed', cause: 'RangeError' });
    const kept = await world.store.getValue('erasure-failure');
    expect(JSON.parse(kept ?? '{}')).toEqual({ task: world.task.id, error: 'RangeError', at: NOW });
    broken = false;
    world.clock.now += 2 * MINUTE_MS;
    expect((await runWave(world.container)).failures).toEqual([]);
    expect(await world.store.findTraces(MAYA)).toBeNull();
  });

  it('of a task that is no erasure fails', async () => {
    const world = await begun();
    const ending = await erase({ ...world, task: { ...world.task, id: 'merge/maya' } });
    expect(ending).toMatchObject({ kind: 'failed', cause: 'NoErasure' });
  });

  it('ends as under way after its last round', async () => {
    const round = (input: number) => ({
      task: 't',
      round: input,
      isDone: false,
      erasure: { state: 'under-way' },
    });
    let rounds = 0;
    const ending = await run(eraseCustomer, {
      input: { task: 't' },
      handlers: {
        EraseBegin: async () => round(0),
        EraseStep: async () => {
          rounds += 1;
          return round(rounds);
        },
        EraseRecordFailure: async () => null,
      },
    });
    expect(ending).toMatchObject({ kind: 'succeeded', output: { state: 'under-way' } });
    expect(rounds).toBe(200);
  });
});
