/**
 * The evaluation of everyone, as the tasks its state machine runs: prepare, summarise each segment, fit, map each segment,
 * enter each stage, finish. A nightly run between refits visits only people whose stage time alone changes by then. Mapping
 * commits what leaves the stage as it is, or finds it for the first time, and notes the ids of the others, whom the task of
 * their new stage takes up; so a run that is cut off is simply run again.
 */
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { EvaluationSummary, LifecycleWrite } from '../ports.ts';
import { type Entered, enterStage, transitionFact } from './enterStage.ts';
import { evaluateCustomer, sameLifecycle } from './evaluateCustomer.ts';
import {
  type EvaluationDeps,
  type EvaluationPlan,
  type EvaluationRequest,
  prepareEvaluation,
} from './evaluationPlan.ts';
import { coldModel } from './coldModel.ts';
import { fitShop } from './fitShop.ts';
import { type Lifecycle, STAGES, type Stage } from './lifecycle.ts';
import type { ShopModel } from './model.ts';
import { costsFor, marginsOfRun } from './marginsOfRun.ts';
import { mergeSummaries, summarise } from './summarise.ts';
import { addTallies, countPerson, emptySegmentTally, type SegmentTally, type Tally } from './tally.ts';

export type { EvaluationDeps, EvaluationPlan } from './evaluationPlan.ts';

/** Task: one segment's statistics into the scratch. */
export async function summariseSegment(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  segment: number,
): Promise<void> {
  const costs = costsFor(deps, plan);
  const asked = costs === null ? {} : { orders: true };
  const pages = deps.store.scanHistories({ segment, before: plan.at, ...asked });
  const { summary, margins } = await summarise(pages, { ...plan, costs });
  await deps.scratch.put(plan.run, segment, summary);
  if (margins !== null) await deps.scratch.putMargins(plan.run, segment, margins);
}

/** Task: the model of this run; saved only where the run is stored. */
export async function fitSegments(deps: EvaluationDeps, plan: EvaluationPlan): Promise<ShopModel> {
  const summary = mergeSummaries(await deps.scratch.all(plan.run));
  const model = fitShop(summary, plan, await deps.store.model(), deps.settings);
  await deps.scratch.putModel(plan.run, model);
  if (plan.store) await deps.store.saveModel(model);
  return model;
}

/** Ids on their way into another stage, in the order they were met. */
type Entering = Record<Stage, CustomerId[]>;

async function noteEntering(
  { scratch }: EvaluationDeps,
  plan: EvaluationPlan,
  tally: SegmentTally,
  entering: Entering,
): Promise<void> {
  for (const stage of STAGES) {
    const ids = entering[stage];
    tally.entering[stage] = ids.length;
    tally.transitions += ids.length;
    if (ids.length > 0) await scratch.putEntering(plan.run, tally.segment, stage, ids);
  }
}

async function commitPage(
  { store }: EvaluationDeps,
  tally: SegmentTally,
  writes: readonly LifecycleWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const results = await store.commitLifecycles(writes);
  tally.written += results.filter((result) => result === 'committed').length;
}

/**
 * Task: stage, grade and group of a segment's people, written where they changed; whose stage changes is noted in the scratch
 * and written by `enterStage`. A person whose version moved meanwhile is left to the next run: an event that moved it has
 * re-evaluated them already.
 */
export async function mapSegment(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  { segment, model }: { readonly segment: number; readonly model: ShopModel },
): Promise<SegmentTally> {
  const tally = emptySegmentTally(segment);
  const entering: Entering = { identification: [], development: [], stability: [], decline: [] };
  const changing = plan.refit ? {} : { changingBefore: plan.at };
  const marginOf = await marginsOfRun(deps, plan, segment);
  for await (const page of deps.store.scanHistories({ segment, before: plan.at, ...changing })) {
    const writes: LifecycleWrite[] = [];
    for (const { person, history } of page) {
      const before = plan.store ? person.lifecycle : null;
      const known = { knownSince: person.knownSince, lifecycle: before, history, ...marginOf(person.id) };
      const after = evaluateCustomer(known, plan.at, model, deps.settings);
      countPerson(tally, after);
      if (!plan.store || (before !== null && sameLifecycle(before, after))) continue;
      if (before !== null && before.stage !== after.stage) entering[after.stage].push(person.id);
      else writes.push(writeOf(person, after));
    }
    await commitPage(deps, tally, writes);
  }
  await noteEntering(deps, plan, tally, entering);
  return tally;
}

/** A change within a stage, or the first lifecycle someone has: neither enters a journey. */
function writeOf(
  person: Parameters<typeof transitionFact>[0] & { readonly version: number },
  after: Lifecycle,
): LifecycleWrite {
  const facts = person.lifecycle === null ? [transitionFact(person, after)] : [];
  const { id: customerId, version: expectedVersion } = person;
  return { customerId, expectedVersion, lifecycle: after, ...NO_CONSEQUENCES, facts };
}

/** Task: the run's counts, and its record where it is stored. A run between refits counts everyone as they now are. */
export async function finishEvaluation(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  model: ShopModel,
  { tallies, entered }: { readonly tallies: readonly Tally[]; readonly entered: readonly Entered[] },
): Promise<{ summary: EvaluationSummary; written: number; transitions: number }> {
  const own = addTallies(tallies);
  const { customers, stages, grades } = plan.refit ? own : await deps.store.countLifecycles();
  const summary: EvaluationSummary = { customers, stages, grades };
  await deps.scratch.drop(plan.run);
  if (plan.store) {
    const run = { at: plan.at, current: plan.enrol, modelVersion: model.version, summary };
    await deps.store.saveEvaluation(run);
  }
  const written = entered.reduce((sum, one) => sum + one.written, own.written);
  return { summary, written, transitions: own.transitions };
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
  request: EvaluationRequest,
): Promise<EvaluationReport> {
  const plan = await prepareEvaluation(deps, request);
  if (plan.refit) {
    for (const segment of plan.segments) await summariseSegment(deps, plan, segment);
    await fitSegments(deps, plan);
  }
  const model = await modelOfRun(deps, plan);
  const tallies: SegmentTally[] = [];
  for (const segment of plan.segments) tallies.push(await mapSegment(deps, plan, { segment, model }));
  const entered: Entered[] = [];
  for (const stage of STAGES) {
    for (const { segment } of tallies.filter(({ entering }) => entering[stage] > 0)) {
      entered.push(await enterStage(deps, plan, { stage, segment, model, book, now: request.now }));
    }
  }
  return { plan, model, ...(await finishEvaluation(deps, plan, model, { tallies, entered })) };
}
