/** Tasks of the lanes messages wait in: who enters a journey next, and who is asked to confirm a consent. */
import { runBacklog } from '../../../core/journey/admission/backlog.ts';
import { runSchedule } from '../../../core/journey/admission/schedule.ts';
import { askToConfirm } from '../askToConfirm.ts';
import type { MakeRunners } from './runners.ts';

export const waveRunners: MakeRunners = ({ container, book, model, settings, settingsVersion }) => {
  const { store, addressKeyOf } = container;
  return {
    backlog: runBacklog({ store, book, settings }),
    confirm: askToConfirm({ store, addressKeyOf, settings, settingsVersion, modelVersion: model.version }),
    schedule: runSchedule({ store, book, settings }),
  };
};
