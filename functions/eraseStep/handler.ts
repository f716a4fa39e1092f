/** Step Functions task of `erase-customer`: one round of an erasure, as many steps as there is time for. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { finishErasure } from '../../core/customer/erasureTask.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import { type ErasureRound, erasureView } from '../shared/erasureView.ts';

const input = z.object({ task: z.string().min(1), round: z.number().int().min(0) });

/** No step is begun with less time left. */
const LEAST_MS = 2 * MINUTE_MS;

const realPause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `pause`: between looks at what others are about to end. */
export function eraseStep(container: Container, pause = realPause) {
  return middy(async (event: unknown, context: Context): Promise<ErasureRound> => {
    const { task: id, round } = input.parse(event);
    const task = await container.store.loadTask(id);
    if (task === null) throw new Error(`the task ${id} is gone`);
    const deps = { ...container, places: container.places ?? [] };
    const mayGoOn = () => context.getRemainingTimeInMillis() >= LEAST_MS;
    const erasure = await finishErasure(deps, task, { now: container.now, pause, mayGoOn });
    const isDone = erasure.finishedAt !== null;
    return { task: id, round: round + 1, isDone, erasure: erasureView(erasure) };
  });
}
