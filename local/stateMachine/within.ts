/** A limit on how long work may take, by an injected clock. */
import type { Clock } from './execution.ts';
import { StateFailure } from './stateFailure.ts';

/**
 * What `work` resolves to, or `States.Timeout` thrown (or what `late` makes) once `seconds` have passed. What work
 * that was overtaken comes to afterwards is dropped.
 */
export async function within<T>(
  clock: Clock,
  seconds: number,
  work: () => Promise<T>,
  late = (): Error => new StateFailure('States.Timeout', `no end within ${seconds} s`),
): Promise<T> {
  const over = new AbortController();
  const expired = clock.sleep(seconds * 1000, over.signal).then((): never => {
    throw late();
  });
  try {
    return await Promise.race([work(), expired]);
  } finally {
    over.abort();
  }
}
