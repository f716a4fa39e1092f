/** Takes away what was remembered of a request under its idempotency key, once its day is over. */
import type { Store } from '../../core/ports.ts';
import type { TaskRunner } from '../../core/task.ts';

export function forgetRequest(store: Pick<Store, 'removeTask'>): TaskRunner {
  return async ({ id, version }) => ((await store.removeTask(id, version)) === 'committed' ? 'done' : 'lost');
}
