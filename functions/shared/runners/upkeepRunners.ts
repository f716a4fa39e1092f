/**
 * Tasks of lane `upkeep`. On AWS a function of its own carries them (`upkeepDrain`), so that the one that sends stays small; each
 * room of the business that waits for its hour has its runner here.
 */
import { runCare } from '../../../core/care/careTask.ts';
import { runErasure } from '../../../core/customer/erasureTask.ts';
import { runMerge } from '../../../core/customer/merge.ts';
import { runErrand } from '../../../core/journey/errand/runErrand.ts';
import { runLoyalty } from '../../../core/loyalty/runLoyalty.ts';
import { runCatalogueNews } from '../catalogueNews.ts';
import { errandDesk } from '../errandDesk.ts';
import { runSegments } from '../../../core/segment/runSegments.ts';
import { forgetRequest } from '../forgetRequest.ts';
import { runRefillDates } from '../refillDates.ts';
import { campaignRunner } from './campaignRunner.ts';
import { offerRunner } from './offerRunner.ts';
import type { RunnerDeps, Runners, WaveRunners } from '../container.ts';
import { winBackRunner } from './winBackRunner.ts';

function tasks(deps: RunnerDeps): Runners {
  const { container, book, model, settings } = deps;
  const { store, addressKeyOf, places = [] } = container;
  return {
    campaign: campaignRunner(deps),
    care: runCare(store),
    catalogue: runCatalogueNews({ container, book, model }),
    refill: runRefillDates({ container, book, model }),
    errand: runErrand({ store, book, desk: errandDesk(deps) }),
    erasure: (task, now) => runErasure({ store, addressKeyOf, places }, task, now),
    loyalty: (task, now) => runLoyalty({ store, settings, book }, task, now),
    merge: (task, now) => runMerge({ store, addressKeyOf, settings, model }, book, task, now),
    offer: offerRunner(deps),
    request: forgetRequest(store),
    segments: runSegments({ store, addressKeyOf, settings, model }, book),
    'win-back': winBackRunner(deps),
  };
}

export const upkeepRunners: WaveRunners = { tasks };
