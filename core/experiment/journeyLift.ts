/**
 * What a journey brought: everybody given an arm by one of its holdouts or experiments, compared by what they did in a window
 * after entering. People whose window is not over are counted and left out, so that early and late entrants weigh the same;
 * so are those who entered after a winner was chosen, since chance no longer decided. The planned sizes are those of the
 * versions people entered. Reads everyone once: O(people + orders), and the decisions where messages may have a known cost.
 */
import type { JourneyBook } from '../journey/book.ts';
import type { PublishedJourney } from '../journey/definition.ts';
import type { DirectoryStore } from '../ports.ts';
import { DAY_MS } from '../time.ts';
import { ArmColumns } from './armColumns.ts';
import { type Assignment, assignedIn, HELD_OUT } from './assigned.ts';
import { type ArmComparison, compareArms, type JourneyMetric } from './compareArms.ts';

export interface JourneyLiftDeps {
  readonly store: Pick<DirectoryStore, 'exportPeople' | 'decisions'>;
  readonly definitionOf: JourneyBook['definitionOf'];
}

export interface JourneyLiftRequest extends Assignment {
  readonly journey: PublishedJourney;
  readonly metric: JourneyMetric;
  /** Of the treatment in minor units, where the caller knows it; else that of the messages, in a shop of dollars. */
  readonly costMinor: number | null;
  readonly currency: string | null;
}

export interface JourneyComparison extends ArmComparison {
  readonly arm: string;
  readonly base: string;
}

export interface JourneyLift {
  readonly comparisons: readonly JourneyComparison[];
  /** Given an arm, and their window not over. */
  readonly waiting: number;
  /** New people given an arm a day, over the time anybody was; null where that is less than a day. */
  readonly peoplePerDay: number | null;
}

/** Arms of a node, the one compared with first, each with its planned share. */
type PlannedArms = ReadonlyMap<string, number>;

const MICRO_USD_PER_CENT = 10_000;

/** Of a holdout, who was held out is what the others are compared with. Null for a node that gives no arms. */
export function plannedArms(
  node: PublishedJourney['definition']['nodes'][string] | undefined,
): PlannedArms | null {
  if (node?.type === 'holdout')
    return new Map([
      [HELD_OUT, node.share],
      ['treated', 1 - node.share],
    ]);
  if (node?.type === 'experiment') return new Map(node.arms.map(({ id, share }) => [id, share]));
  return null;
}

interface Gathered {
  readonly arms: ReadonlyMap<string, ArmColumns>;
  readonly waiting: number;
  readonly peoplePerDay: number | null;
}

async function gather(
  deps: JourneyLiftDeps,
  asked: JourneyLiftRequest,
  names: Iterable<string>,
): Promise<Gathered> {
  const arms = new Map([...names].map((name) => [name, new ArmColumns()]));
  let [waiting, people] = [0, 0];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for await (const page of deps.store.exportPeople()) {
    for (const record of page) {
      const assigned = assignedIn(record, asked);
      const arm = assigned === null ? undefined : arms.get(assigned.arm);
      if (assigned === null || arm === undefined) continue;
      people += 1;
      first = Math.min(first, assigned.enteredAt);
      last = Math.max(last, assigned.enteredAt);
      if (assigned.isOver) arm.add(record.person.id, assigned);
      else waiting += 1;
    }
  }
  const days = (last - first) / DAY_MS;
  return { arms, waiting, peoplePerDay: days >= 1 ? people / days : null };
}

/** The sizes two arms were to have, by the versions their people entered. */
function expectedRatio(
  { definitionOf }: JourneyLiftDeps,
  { journey, nodeId }: JourneyLiftRequest,
  [treated, control]: readonly [string, string],
  people: readonly ArmColumns[],
): [number, number] {
  const planned = new Map<number, PlannedArms | null>();
  const sums: [number, number] = [0, 0];
  for (const version of people.flatMap((arm) => arm.versions)) {
    if (!planned.has(version)) {
      const definition = definitionOf({ journeyId: journey.id, journeyVersion: version });
      planned.set(version, plannedArms((definition ?? journey.definition).nodes[nodeId]));
    }
    const shares = planned.get(version);
    const [ofTreated, ofControl] = [shares?.get(treated) ?? 0, shares?.get(control) ?? 0];
    const both = ofTreated + ofControl;
    sums[0] += both > 0 ? ofTreated / both : 0.5;
    sums[1] += both > 0 ? ofControl / both : 0.5;
  }
  const total = sums[0] + sums[1];
  return total === 0 ? [1, 1] : [sums[0] / total, sums[1] / total];
}

/** What was spent on messages to these people, known in dollars alone; null in a shop of another currency. */
async function messageCost(
  { store }: JourneyLiftDeps,
  { journey, currency, since }: JourneyLiftRequest,
  treated: ArmColumns,
): Promise<number | null> {
  if (currency !== 'USD') return null;
  const customers: ReadonlySet<string> = new Set(treated.customers);
  let micro = 0;
  for await (const page of store.decisions())
    for (const { journeyId, customerId, decidedAt, costMicroUsd } of page)
      if (journeyId === journey.id && decidedAt >= (since ?? 0) && customers.has(customerId))
        micro += costMicroUsd;
  return micro / MICRO_USD_PER_CENT;
}

/** Every arm with the first of them; of a holdout the treated with the held out. Throws for a node that gives no arms. */
export async function journeyLift(deps: JourneyLiftDeps, asked: JourneyLiftRequest): Promise<JourneyLift> {
  const node = asked.journey.definition.nodes[asked.nodeId];
  const planned = plannedArms(node);
  if (planned === null) throw new RangeError(`node ${asked.nodeId} of ${asked.journey.id} gives no arms`);
  const { arms, waiting, peoplePerDay } = await gather(deps, asked, planned.keys());
  const [base = '', ...others] = planned.keys();
  const control = arms.get(base) ?? new ArmColumns();
  const comparisons: JourneyComparison[] = [];
  for (const arm of others) {
    const treated = arms.get(arm) ?? new ArmColumns();
    const ofMessages = node?.type === 'holdout' ? await messageCost(deps, asked, treated) : null;
    const plan = {
      expectedRatio: expectedRatio(deps, asked, [arm, base], [treated, control]),
      cost: asked.costMinor ?? ofMessages,
    };
    comparisons.push({ arm, base, ...compareArms({ treated, control }, asked.metric, plan) });
  }
  return { comparisons, waiting, peoplePerDay };
}
