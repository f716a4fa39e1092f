import { describe, expect, it } from 'vitest';
import type { Task } from '../../../core/task.ts';
import { dispatchTasks } from '../../../functions/shared/dispatchTasks.ts';
import { aTask, NOW } from '../../support/builders.ts';

describe('dispatchTasks', () => {
  it('hands a task to the runner of its kind, with the wave’s now', async () => {
    const ran: [string, Task, number][] = [];
    const run = dispatchTasks({
      merge: async (task, now) => {
        ran.push(['merge', task, now]);
        return 'again';
      },
      backlog: async (task, now) => {
        ran.push(['backlog', task, now]);
        return 'done';
      },
    });
    expect(await run(aTask({ kind: 'backlog' }), NOW)).toBe('done');
    expect(await run(aTask(), NOW + 1)).toBe('again');
    expect(ran).toEqual([
      ['backlog', aTask({ kind: 'backlog' }), NOW],
      ['merge', aTask(), NOW + 1],
    ]);
  });

  it('refuses a kind without a runner, and names it', async () => {
    await expect(dispatchTasks({})(aTask({ kind: 'schedule' }), NOW)).rejects.toMatchObject({
      code: 'no-task-runner',
      message: expect.stringContaining('schedule'),
    });
  });
});
