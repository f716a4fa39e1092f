/** Tasks of offers: grants that end, redemptions journeys are to hear of, orders that came with a coupon. */
import { runOffer } from '../../../core/offer/offerTask.ts';
import { runOrderTask } from '../../../core/offer/orderTask.ts';
import type { TaskRunner } from '../../../core/task.ts';
import { withOffers } from '../offerDeps.ts';
import type { RunnerDeps } from '../container.ts';

export function offerRunner({ container, book, model, settings }: RunnerDeps): TaskRunner {
  const { store, addressKeyOf } = container;
  return (task, now) =>
    withOffers(container, async (deps) => {
      const ofOrder = await runOrderTask({ ...deps, store }, task, now);
      if (ofOrder !== null) return ofOrder;
      return runOffer({ store, addressKeyOf, settings, model, purse: deps.purse }, book, task, now);
    });
}
