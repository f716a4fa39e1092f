import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../../adapters/memory/memoryStore.ts';
import { backlogTask } from '../../../../core/journey/admission/backlog.ts';
import { isoInstant } from '../../../../core/time.ts';
import { backlogsOf } from '../../../../functions/management/views/backlog.ts';
import { NOW } from '../../../support/builders.ts';

describe('the backlogs of journeys', () => {
  it('tell the pace, how many were let in, and when it goes on', async () => {
    const store = createMemoryStore();
    const begun = backlogTask('win-back', 100, NOW);
    const over = backlogTask('welcome', 50, NOW);
    await store.putTask({ task: begun, expectedVersion: 0 });
    const task = { ...over, dueAt: null, body: { ...over.body, admitted: 412 } };
    await store.putTask({ task, expectedVersion: 0 });
    const since = isoInstant(NOW);
    expect(Object.fromEntries(await backlogsOf(store))).toEqual({
      'win-back': { perDay: 100, admitted: 0, since, next: since },
      welcome: { perDay: 50, admitted: 412, since, next: null },
    });
  });

  it('leave out what is no backlog', async () => {
    const task = { ...backlogTask('win-back', 1, NOW), body: { journeyId: 'win-back' } };
    expect(await backlogsOf({ tasks: async () => [task] })).toEqual(new Map());
  });
});
