/**
 * What one evaluation has to do: whom it maps, whether it fits the shop anew, whether it writes. The plan is decided once,
 * by the first task of the run, and handed to every other, so that a task that runs again does what it did before.
 */
import type {
  ConfigStore,
  DossierStore,
  EvaluationRun,
  EvaluationScratch,
  EvaluationStore,
  PeopleStore,
} from '../ports.ts';
import type { CatalogueFacts } from '../recommend/catalogue.ts';
import type { Settings } from '../settings/settings.ts';
import { DAY_MS, type Instant } from '../time.ts';
import type { ShopMargin } from './marginFound.ts';
import { isShopModel, type ShopModel, type ShopModelName } from './model.ts';
import { measureMargin } from './shopMargin.ts';

export type EvaluationDeps = {
  readonly store: EvaluationStore &
    ConfigStore &
    Pick<PeopleStore, 'loadPerson' | 'recentEvents'> &
    Pick<DossierStore, 'dossiersOf' | 'loadDossiers'>;
  readonly scratch: EvaluationScratch;
  readonly settings: Settings;
  /** What is sold and what it costs, for the margin of value; without it the settings' margin counts. */
  readonly facts?: CatalogueFacts;
  /** By whose orders the shop's margin is measured, where the store holds only a part of the shop. */
  readonly baskets?: Pick<EvaluationStore, 'scanBaskets'>;
};

export interface EvaluationPlan {
  /** 00:00 UTC; orders before it count. */
  readonly at: Instant;
  /** Names the run's scratch. */
  readonly run: string;
  /** True: fit anew and map everyone. False: only people whose stage changes by `at`. */
  readonly refit: boolean;
  /** False where a later evaluation is stored: the run computes and writes nothing. */
  readonly store: boolean;
  /** Whether transitions may enter journeys: only a run at the current day does, and never the first of a shop. */
  readonly enrol: boolean;
  readonly segments: readonly number[];
  /** The purchase model a refit fits. */
  readonly model: ShopModelName;
  /** Whether a refit tries the other models and learns the activity score. */
  readonly learns: boolean;
  /** What a refit measured of the shop's margin; null where costs tell nothing, or nothing is fitted. */
  readonly margin: ShopMargin | null;
}

/**
 * Whether to fit anew and map everyone: when the model is as old as the settings allow, when a run that fitted it was cut
 * off before it had mapped everyone, where the run looks back, for which the model in force knows too much, and where the
 * settings name another model than the one in force.
 */
function isRefitDue(
  at: Instant,
  model: ShopModel | null,
  last: EvaluationRun | null,
  settings: Settings,
): boolean {
  if (model === null || last === null || at < last.at) return true;
  const { name } = model.fit;
  if (isShopModel(name) && name !== settings.value.model) return true;
  return last.modelVersion !== model.version || at - model.fittedAt >= settings.value.refitEveryDays * DAY_MS;
}

export interface EvaluationRequest {
  readonly at: Instant;
  readonly now: Instant;
  /** Refits, whatever the age of the model in force. */
  readonly force: boolean;
  /** Fits this model now; left out, the one the settings name. */
  readonly model?: ShopModelName | undefined;
  /** False where nobody asks for proposals or activity, as in a simulation. Default: true. */
  readonly learns?: boolean;
}

/** Measured where the costs of what is sold are at hand. */
async function marginNow(
  { store, facts, settings, baskets }: EvaluationDeps,
  plan: Pick<EvaluationPlan, 'at' | 'segments'>,
): Promise<ShopMargin | null> {
  if (facts === undefined) return null;
  return measureMargin({ store: baskets ?? store, facts, settings: settings.value }, plan);
}

/** What to do for an evaluation at `at`. The first of a shop enrols nobody. */
export async function prepareEvaluation(
  deps: EvaluationDeps,
  request: EvaluationRequest,
): Promise<EvaluationPlan> {
  const [inForce, last] = await Promise.all([deps.store.model(), deps.store.lastEvaluation()]);
  const { at, now, model } = request;
  const refit = request.force || model !== undefined || isRefitDue(at, inForce, last, deps.settings);
  const segments = Array.from({ length: deps.store.segments }, (_, segment) => segment);
  return {
    at,
    run: `evaluation-${at}`,
    refit,
    store: last === null || at >= last.at,
    enrol: last !== null && at <= now && now - at < DAY_MS,
    segments,
    model: model ?? deps.settings.value.model,
    learns: request.learns ?? true,
    margin: refit ? await marginNow(deps, { at, segments }) : null,
  };
}
