/** What a container hands to a wave to run what it finds, made anew with the definitions it runs with. */
import type { RunStep } from '../../../core/journey/runStep.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import type { TaskKind, TaskRunner } from '../../../core/task.ts';
import type { Container, InForce } from '../container.ts';

export type Runners = Readonly<Partial<Record<TaskKind, TaskRunner>>>;

/** What runners are made of: the parts of their container, and what is in force. */
export interface RunnerDeps extends InForce {
  readonly container: Container;
  readonly settings: Settings;
  readonly settingsVersion: number;
}

export interface WaveRunners {
  readonly tasks: (deps: RunnerDeps) => Runners;
  /** Of a process that drains lane `journey`. */
  readonly step?: RunStep;
}
