/** Every runner there is: of a process that drains all lanes itself. */
import type { WaveRunners } from '../container.ts';
import { upkeepRunners } from './upkeepRunners.ts';
import { waveRunners } from './waveRunners.ts';

export const allRunners: WaveRunners = {
  ...waveRunners,
  tasks: (deps) => ({ ...waveRunners.tasks(deps), ...upkeepRunners.tasks(deps) }),
};
