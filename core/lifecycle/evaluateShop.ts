/**
 * The evaluation of everyone, as the tasks its state machine runs: prepare, summarise each segment, fit, map each segment,
 * finish. A nightly run between refits visits only people whose stage time alone changes by then. Each person's change
 * (lifecycle, transition, journeys entered or left) commits on its own, so a run that is cut off is simply run again.
 */
import type { Fact } from '../fact.ts';
import type { JourneyBook } from '../journey/book.ts';
import { follow } from '../journey/follow.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type {
  CommitResult,
  ConfigStore,
  Consequences,
  EvaluationRun,
  EvaluationScratch,
  EvaluationStore,
  EvaluationSummary,
  LifecycleWrite,
  PeopleStore,
  PersonHistory,
} from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import { DAY_MS, type Instant, isoDay, isoInstant } from '../time.ts';
import { evaluateCustomer, sameLifecycle } from './evaluateCustomer.ts';
import { coldModel, fitShop } from './fitShop.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ShopModel } from './model.ts';
import { mergeSummaries, summarise } from './summarise.ts';
import { addTallies, countPerson, emptyTally, type Tally } from './tally.ts';

export type EvaluationDeps = {
  readonly store: EvaluationStore & ConfigStore & Pick<PeopleStore, 'loadPerson' | 'recentEvents'>;
  readonly scratch: EvaluationScratch;
  readonly settings: Settings;
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
}

/**
 * Whether to fit anew and map everyone: when the model is as old as the settings allow, when a run that fitted it was cut
 * off before it had mapped everyone, and where the run looks back, for which the model in force knows too much.
 */
function isRefitDue(
  at: Instant,
  model: ShopModel | null,
  last: EvaluationRun | null,
  settings: Settings,
): boolean {
  if (model === null || last === null || at < last.at) return true;
  return last.modelVersion !== model.version || at - model.fittedAt >= settings.value.refitEveryDays * DAY_MS;
}

/** What to do for an evaluation at `at`; `force` refits whatever its age. The first of a shop enrols nobody. */
export async function prepareEvaluation(
  deps: EvaluationDeps,
  request: { readonly at: Instant; readonly now: Instant; readonly force: boolean },
): Promise<EvaluationPlan> {
  const [model, last] = await Promise.all([deps.store.model(), deps.store.lastEvaluation()]);
  const { at, now } = request;
  return {
    at,
    run: `evaluation-${at}`,
    refit: request.force || isRefitDue(at, model, last, deps.settings),
    store: last === null || at >= last.at,
    enrol: last !== null && at <= now && now - at < DAY_MS,
    segments: Array.from({ length: deps.store.segments }, (_, segment) => segment),
  };
}

/** Task: one segment's statistics into the scratch. */
export async function summariseSegment(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  segment: number,
): Promise<void> {
  const pages = deps.store.scanHistories({ segment, before: plan.at });
  await deps.scratch.put(plan.run, segment, await summarise(pages, plan.at));
}

/** Task: the model of this run; saved only where the run is stored. */
export async function fitSegments(deps: EvaluationDeps, plan: EvaluationPlan): Promise<ShopModel> {
  const summary = mergeSummaries(await deps.scratch.all(plan.run));
  const model = fitShop(summary, plan.at, await deps.store.model(), deps.settings);
  await deps.scratch.putModel(plan.run, model);
  if (plan.store) await deps.store.saveModel(model);
  return model;
}

function transitionFact(one: PersonHistory, after: Lifecycle): Fact {
  const before = one.person.lifecycle;
  return {
    customerId: one.person.id,
    at: after.stageSince > after.evaluatedAt ? after.evaluatedAt : Math.max(after.stageSince, 0),
    kind: 'stage-changed',
    journeyId: null,
    body: {
      from: before?.stage ?? null,
      to: after.stage,
      evaluatedAt: isoInstant(after.evaluatedAt),
      rule: after.evidence.rule,
      lastOrder: after.evidence.lastOrderDay === null ? null : isoDay(after.evidence.lastOrderDay),
      limitDays: after.evidence.limitDays,
      model: after.modelVersion,
    },
  };
}

/** What follows from a change of stage. */
async function consequencesOf(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  book: JourneyBook,
  one: PersonHistory,
  after: Lifecycle,
  now: Instant,
): Promise<Consequences> {
  const before = one.person.lifecycle;
  const fact = transitionFact(one, after);
  if (before === null || !plan.enrol) return { ...NO_CONSEQUENCES, facts: [fact] };
  const record = await deps.store.loadPerson(one.person.id);
  if (record === null) return { ...NO_CONSEQUENCES, facts: [fact] };
  const followed = await follow(deps.store, book, {
    person: { ...record.person, lifecycle: after },
    enrolments: record.enrolments,
    triggers: [{ kind: 'stage', from: before.stage, to: after.stage }],
    now,
  });
  return { ...followed, facts: [fact, ...followed.facts] };
}

async function commitPage(deps: EvaluationDeps, writes: readonly LifecycleWrite[]): Promise<CommitResult[]> {
  return writes.length === 0 ? [] : deps.store.commitLifecycles(writes);
}

/**
 * Task: stage, grade and group of a segment's people, written where they changed. A person whose version moved meanwhile
 * is left to the next run: an event that moved it has re-evaluated them already.
 */
export async function mapSegment(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  input: {
    readonly segment: number;
    readonly model: ShopModel;
    readonly book: JourneyBook;
    readonly now: Instant;
  },
): Promise<Tally> {
  const { model, now, book } = input;
  const tally = emptyTally();
  const changing = plan.refit ? {} : { changingBefore: plan.at };
  for await (const page of deps.store.scanHistories({
    segment: input.segment,
    before: plan.at,
    ...changing,
  })) {
    const writes: LifecycleWrite[] = [];
    for (const one of page) {
      const before = plan.store ? one.person.lifecycle : null;
      const known = { knownSince: one.person.knownSince, lifecycle: before, history: one.history };
      const after = evaluateCustomer(known, plan.at, model, deps.settings);
      countPerson(tally, after);
      if (!plan.store || (before !== null && sameLifecycle(before, after))) continue;
      if (before !== null && before.stage !== after.stage) tally.transitions += 1;
      const followed =
        before?.stage === after.stage
          ? NO_CONSEQUENCES
          : await consequencesOf(deps, plan, book, one, after, now);
      writes.push({
        customerId: one.person.id,
        expectedVersion: one.person.version,
        lifecycle: after,
        ...followed,
      });
    }
    const results = await commitPage(deps, writes);
    tally.written += results.filter((result) => result === 'committed').length;
  }
  return tally;
}

/** Task: the run's counts, and its record where it is stored. A run between refits counts everyone as they now are. */
export async function finishEvaluation(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  model: ShopModel,
  tallies: readonly Tally[],
): Promise<{ summary: EvaluationSummary; written: number; transitions: number }> {
  const own = addTallies(tallies);
  const { customers, stages, grades } = plan.refit ? own : await deps.store.countLifecycles();
  const summary: EvaluationSummary = { customers, stages, grades };
  await deps.scratch.drop(plan.run);
  if (plan.store) {
    const run = { at: plan.at, current: plan.enrol, modelVersion: model.version, summary };
    await deps.store.saveEvaluation(run);
  }
  return { summary, written: own.written, transitions: own.transitions };
}

/** The model a run maps with: fitted by this run, or the one in force. */
export async function modelOfRun(deps: EvaluationDeps, plan: EvaluationPlan): Promise<ShopModel> {
  return (await deps.scratch.model(plan.run)) ?? (await deps.store.model()) ?? coldModel(deps.settings);
}

export interface EvaluationReport {
  readonly plan: EvaluationPlan;
  readonly model: ShopModel;
  readonly summary: EvaluationSummary;
  readonly written: number;
  readonly transitions: number;
}

/** The whole evaluation in one process, task by task as the state machine runs them. */
export async function evaluateShop(
  deps: EvaluationDeps,
  book: JourneyBook,
  request: { readonly at: Instant; readonly now: Instant; readonly force: boolean },
): Promise<EvaluationReport> {
  const plan = await prepareEvaluation(deps, request);
  if (plan.refit) {
    for (const segment of plan.segments) await summariseSegment(deps, plan, segment);
    await fitSegments(deps, plan);
  }
  const model = await modelOfRun(deps, plan);
  const tallies: Tally[] = [];
  for (const segment of plan.segments) {
    tallies.push(await mapSegment(deps, plan, { segment, model, book, now: request.now }));
  }
  return { plan, model, ...(await finishEvaluation(deps, plan, model, tallies)) };
}
