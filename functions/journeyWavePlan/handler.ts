/** Step Functions task of `journey-wave`: how many workers what is due needs, and which shards each takes. The reputation guard looks first. */
import middy from '@middy/core';
import { planWave, type WaveWorker } from '../../core/journey/wave.ts';
import type { Container } from '../shared/container.ts';
import { guardSending } from '../shared/guardSending.ts';

export function journeyWavePlan(container: Container) {
  return middy(async (): Promise<{ workers: WaveWorker[] }> => {
    await guardSending(container);
    return { workers: await planWave(container.store, container.now()) };
  });
}
