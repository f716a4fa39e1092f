/** Tasks of win-back: cases that are looked at again, and the night's learning. */
import { accountIn, accountKey } from '../../../core/loyalty/account.ts';
import { postPoints } from '../../../core/loyalty/postPoints.ts';
import { offerCostOf } from '../../../core/offer/offerCost.ts';
import type { CustomerId } from '../../../core/ids.ts';
import type { TaskRunner } from '../../../core/task.ts';
import { LEARN_TASK, runLearning } from '../../../core/winback/learnTask.ts';
import { BACKLOG_TASK, runBacklog } from '../../../core/winback/openBacklog.ts';
import { runCase, type WinBackDeps } from '../../../core/winback/runCase.ts';
import { loadCatalogue } from '../recommender.ts';
import type { RunnerDeps } from '../container.ts';

/** What offers cost beside the orders of a window: a discount is in an order's amount already. */
function offersMinorOf({ store }: RunnerDeps['container']): WinBackDeps['offersMinor'] {
  return async (id, window) => (await offerCostOf(store, [id], window)).besideMinor;
}

/** Writes the points off in the ledger where the policy says so. Pending ones are waited for; a debt is not. */
function pointsSettledOf({ container, book, settings }: RunnerDeps): WinBackDeps['pointsSettled'] {
  const { store } = container;
  const held = async (id: CustomerId) => {
    const [dossier] = await store.loadDossiers([accountKey(id)]);
    return dossier === null || dossier === undefined ? { available: 0, pending: 0 } : accountIn(dossier);
  };
  return async (customerId, how, now) => {
    const { available, pending } = await held(customerId);
    if (available > 0 && how === 'forfeit') {
      const posting = { customerId, kind: 'adjust', points: -available, at: now } as const;
      const about = { operation: `win-back-end-${now}`, reason: 'relationship ended', by: 'win-back' };
      await postPoints({ store, book, settings }, { ...posting, ...about });
      return (await held(customerId)).available <= 0 && pending === 0;
    }
    return available <= 0 && pending === 0;
  };
}

export function winBackRunner(deps: RunnerDeps): TaskRunner {
  const { container, book, model, settings } = deps;
  const { store } = container;
  const cases = runCase({
    store,
    book,
    model,
    settings,
    facts: async () =>
      container.documents === undefined ? new Map() : (await loadCatalogue(container)).facts,
    offersMinor: offersMinorOf(container),
    pointsSettled: pointsSettledOf(deps),
  });
  const surroundings = { store, programme: book.programme, model, settings };
  return (task, now) => {
    if (task.id === BACKLOG_TASK) return runBacklog(surroundings, task, now);
    return task.id === LEARN_TASK ? runLearning(store, task, now) : cases(task, now);
  };
}
