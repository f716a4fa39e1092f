import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { answerFailure } from '../../../functions/shared/answerFailure.ts';
import { notFound } from '../../../functions/shared/problem.ts';
import { aContainer } from '../../support/aContainer.ts';
import { call } from '../management/call.ts';

describe('a failure that is answered', () => {
  it.each([
    [notFound('no-route', 'there is none', 'look'), 404, 0],
    [new Error('the disk is full'), 500, 1],
  ])('is told to whoever runs the system where it is the system’s: %s', (failure, status, told) => {
    const reported: unknown[] = [];
    expect(answerFailure({ report: (one) => reported.push(one) }, failure).statusCode).toBe(status);
    expect(reported).toEqual(told === 0 ? [] : [failure]);
  });

  it('is told by every route', async () => {
    const failure = new Error('the disk is full');
    const reported: unknown[] = [];
    const store = {
      ...createMemoryStore(),
      journeys: async () => {
        throw failure;
      },
    };
    const { container } = aContainer({ store, report: (one) => reported.push(one) });
    expect((await call(container, '/v1/journeys')).status).toBe(500);
    expect(reported).toEqual([failure]);
  });
});
