/** Step Functions task of `journey-wave`: drains one worker's shards page by page and stops before its timeout. */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { drainWave, type WaveTally } from '../../core/journey/wave.ts';
import { MINUTE_MS, SECOND_MS } from '../../core/time.ts';
import type { Container } from '../shared/container.ts';
import { drainInput } from './schema.ts';

/** Shorter than the task's timeout; the next wave continues. */
const WORKING_TIME_MS = 4 * MINUTE_MS;
/** No page is begun with less time left. */
const LEAST_MS = 20 * SECOND_MS;

export function journeyWaveDrain(container: Container) {
  return middy(async (event: unknown, context: Context): Promise<WaveTally> => {
    const worker = drainInput.parse(event);
    const startedAt = container.now();
    const mayGoOn = (): boolean =>
      container.now() - startedAt < WORKING_TIME_MS && context.getRemainingTimeInMillis() > LEAST_MS;
    const deps = await container.waveDeps(mayGoOn);
    return drainWave(deps, worker, startedAt);
  });
}
