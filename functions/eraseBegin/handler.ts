/** Step Functions task of `erase-customer`: whether there is such an erasure, and how far it is. */
import middy from '@middy/core';
import * as z from 'zod';
import { erasureOf } from '../../core/customer/erasureTask.ts';
import type { Container } from '../shared/container.ts';
import { type ErasureRound, erasureView } from '../shared/erasureView.ts';

const input = z.object({ task: z.string().min(1) });

class NoErasure extends Error {
  readonly code = 'no-erasure';
  constructor(task: string) {
    super(`there is no erasure under ${task}`);
    this.name = 'NoErasure';
  }
}

export function eraseBegin({ store }: Container) {
  return middy(async (event: unknown): Promise<ErasureRound> => {
    const { task: id } = input.parse(event);
    const task = await store.loadTask(id);
    if (task?.kind !== 'erasure') throw new NoErasure(id);
    const erasure = erasureOf(task);
    return { task: id, round: 0, isDone: erasure.finishedAt !== null, erasure: erasureView(erasure) };
  });
}
