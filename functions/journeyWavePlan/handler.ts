/** Step Functions task of `journey-wave`: how many workers what is due needs, and which shards each takes. */
import middy from '@middy/core';
import { planWave, type WaveWorker } from '../../core/journey/wave.ts';
import type { Container } from '../shared/container.ts';

export function journeyWavePlan(container: Container) {
  return middy(async (): Promise<{ workers: WaveWorker[] }> => {
    return { workers: await planWave(container.store, container.now()) };
  });
}
