/**
 * Changes of stage: the people an evaluation found in another stage than the one on record, taken up again stage by stage.
 * Each person's change (lifecycle, the fact of it, journeys entered or left) commits on its own under their version, so a task
 * that is cut off is simply run again: who is in the stage by this run's hand is counted and left.
 */
import { foldOrders } from '../customer/order.ts';
import type { Person, PersonRecord } from '../customer/person.ts';
import type { Fact } from '../fact.ts';
import type { JourneyBook } from '../journey/book.ts';
import { follow } from '../journey/follow.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { Consequences, LifecycleWrite } from '../ports.ts';
import { type Instant, isoDay, isoInstant } from '../time.ts';
import { caseFor, withCase } from '../winback/caseFor.ts';
import { evaluateCustomer } from './evaluateCustomer.ts';
import type { EvaluationDeps, EvaluationPlan } from './evaluationPlan.ts';
import type { Lifecycle, Stage } from './lifecycle.ts';
import { marginsOfRun } from './marginsOfRun.ts';
import type { ShopModel } from './model.ts';

/** People read, judged and committed together. */
const PAGE_PEOPLE = 100;

export interface StageEntry {
  readonly stage: Stage;
  readonly segment: number;
  readonly model: ShopModel;
  readonly book: JourneyBook;
  readonly now: Instant;
}

/** What one task of a stage did to one segment. */
export interface Entered {
  readonly stage: Stage;
  readonly segment: number;
  /** Profiles that are in the stage by this run, whichever attempt wrote them. */
  readonly written: number;
}

/** The fact that someone is in another stage, or in the first one they were ever found in. */
export function transitionFact(before: Pick<Person, 'id' | 'lifecycle'>, after: Lifecycle): Fact {
  return {
    customerId: before.id,
    at: after.stageSince > after.evaluatedAt ? after.evaluatedAt : Math.max(after.stageSince, 0),
    kind: 'stage-changed',
    journeyId: null,
    body: {
      from: before.lifecycle?.stage ?? null,
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
  { person, enrolments }: PersonRecord,
  change: { readonly from: Stage; readonly judged: Lifecycle },
  { enrol, book, model, now }: { readonly enrol: boolean } & Pick<StageEntry, 'book' | 'model' | 'now'>,
): Promise<Consequences & { readonly lifecycle: Lifecycle }> {
  const { from, judged } = change;
  const fact = transitionFact(person, judged);
  if (!enrol) return { ...NO_CONSEQUENCES, facts: [fact], lifecycle: judged };
  const surroundings = { ...deps, programme: book.programme, model };
  const lost = await caseFor(surroundings, { person, lifecycle: judged }, person.lifecycle, now);
  const after = lost === null ? judged : { ...judged, winBack: lost.mark };
  const followed = await follow(deps.store, book, {
    person: { ...person, lifecycle: after },
    enrolments,
    triggers: [{ kind: 'stage', from, to: after.stage }],
    now,
  });
  return { ...withCase({ ...followed, facts: [fact, ...followed.facts] }, lost), lifecycle: after };
}

/** `entered`: by an earlier attempt; `elsewhere`: something happened meanwhile that judged them anew, or took them away. */
type Judged = LifecycleWrite | 'entered' | 'elsewhere';

async function judge(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  entry: StageEntry & { readonly marginOf: Awaited<ReturnType<typeof marginsOfRun>> },
  id: LifecycleWrite['customerId'],
): Promise<Judged> {
  const record = await deps.store.loadPerson(id);
  if (record === null || record.person.id !== id) return 'elsewhere';
  const { lifecycle: before, knownSince, version } = record.person;
  if (before === null) return 'elsewhere';
  if (before.stage === entry.stage) return before.evaluatedAt === plan.at ? 'entered' : 'elsewhere';
  const history = foldOrders(record.orders, plan.at);
  const known = { knownSince, lifecycle: before, history, ...entry.marginOf(id) };
  const after = evaluateCustomer(known, plan.at, entry.model, deps.settings);
  if (after.stage !== entry.stage) return 'elsewhere';
  const change = { from: before.stage, judged: after };
  const followed = await consequencesOf(deps, record, change, { ...entry, enrol: plan.enrol });
  return { customerId: id, expectedVersion: version, ...followed };
}

/**
 * Task: commits the change of everyone whom the mapping of this segment found on their way into the stage. A person whose
 * version moves meanwhile is left to the next run.
 */
export async function enterStage(
  deps: EvaluationDeps,
  plan: EvaluationPlan,
  entry: StageEntry,
): Promise<Entered> {
  const { stage, segment } = entry;
  const ids = await deps.scratch.entering(plan.run, segment, stage);
  if (ids.length === 0) return { stage, segment, written: 0 };
  const marginOf = await marginsOfRun(deps, plan, segment);
  let written = 0;
  for (let from = 0; from < ids.length; from += PAGE_PEOPLE) {
    const page = ids.slice(from, from + PAGE_PEOPLE);
    const judged = await Promise.all(page.map((id) => judge(deps, plan, { ...entry, marginOf }, id)));
    const writes = judged.filter((one) => typeof one !== 'string');
    const results = writes.length === 0 ? [] : await deps.store.commitLifecycles(writes);
    written += results.filter((result) => result === 'committed').length;
    written += judged.filter((one) => one === 'entered').length;
  }
  return { stage, segment, written };
}
