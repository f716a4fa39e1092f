/** Step Functions task of `journey-wave`: drains one worker's shards page by page and stops before its timeout. */
import middy from '@middy/core';
import { drainWave, type WaveTally } from '../../core/journey/wave.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import { drainInput } from './schema.ts';

/** Shorter than the task's timeout; the next wave continues. */
const WORKING_TIME_MS = 4 * MINUTE_MS;

export function journeyWaveDrain(container: Container) {
  return middy(async (event: unknown): Promise<WaveTally> => {
    const worker = drainInput.parse(event);
    const startedAt = container.now();
    const deps = await container.waveDeps(() => container.now() - startedAt < WORKING_TIME_MS);
    return drainWave(deps, worker, startedAt);
  });
}
