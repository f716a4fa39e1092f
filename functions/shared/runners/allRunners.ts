/** Every runner there is: of a process that drains all lanes itself. */
import type { MakeRunners } from './runners.ts';
import { upkeepRunners } from './upkeepRunners.ts';
import { waveRunners } from './waveRunners.ts';

export const allRunners: MakeRunners = (deps) => ({ ...waveRunners(deps), ...upkeepRunners(deps) });
