/** What runs in the lanes messages wait in: steps, who enters a journey next, and who is asked to confirm a consent. */
import { runBacklog } from '../../../core/journey/admission/backlog.ts';
import { runSchedule } from '../../../core/journey/admission/schedule.ts';
import { runStep } from '../../../core/journey/runStep.ts';
import { askToConfirm } from '../askToConfirm.ts';
import type { RunnerDeps, Runners, WaveRunners } from '../container.ts';

function tasks({ container, book, model, settings, settingsVersion }: RunnerDeps): Runners {
  const { store, addressKeyOf } = container;
  return {
    backlog: runBacklog({ store, book, settings }),
    confirm: askToConfirm({ store, addressKeyOf, settings, settingsVersion, modelVersion: model.version }),
    schedule: runSchedule({ store, book, settings }),
  };
}

export const waveRunners: WaveRunners = { tasks, step: runStep };
