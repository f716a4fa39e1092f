/** Runners of tasks as a container hands them to a wave, made anew with the definitions it runs with. */
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

export type MakeRunners = (deps: RunnerDeps) => Runners;
