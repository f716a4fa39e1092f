/**
 * Runs an errand: asks for what the node gives and sends the passage on with it, in one commit. A passage that has left, or went
 * on without it, is not disturbed: the errand is dropped, and what it was given and nobody can tell of is taken back. Whatever
 * crashes in between is asked again under the same id, so nothing is given twice. The last try that fails sends the passage on
 * empty-handed.
 */
import type { Fact } from '../../fact.ts';
import type { PeopleStore, WorkStore } from '../../ports.ts';
import { MOST_ATTEMPTS, type Task, type TaskProgress, type TaskRunner } from '../../task.ts';
import type { Instant } from '../../time.ts';
import type { JourneyBook } from '../book.ts';
import type { JourneyDefinition } from '../definition.ts';
import type { Enrolment } from '../enrolment.ts';
import type { ErrandAnswer, ErrandAsked, ErrandDesk } from './errandDesk.ts';
import {
  EMPTY_HANDED,
  type EmptyHanded,
  type ErrandBody,
  type ErrandNode,
  errandBody,
  isErrand,
  operationOf,
  wayAfter,
} from './errandTask.ts';

export interface ErrandDeps {
  readonly store: Pick<PeopleStore & WorkStore, 'loadPerson' | 'commitStep' | 'removeTask'>;
  readonly book: Pick<JourneyBook, 'definitionOf'>;
  readonly desk: ErrandDesk;
}

/** A passage that rests at the node that asked. */
interface Waiting {
  readonly enrolment: Enrolment;
  readonly node: ErrandNode;
  readonly definition: JourneyDefinition;
}

type Outcome = ErrandAnswer | { readonly kind: 'empty'; readonly arm: EmptyHanded; readonly reason: string };

/** The passage the errand is of; null where it is kept no more, or has made room for a later one. */
async function passageOf(
  { store }: ErrandDeps,
  { customerId }: Task,
  { journey, key, enrolment: id }: ErrandBody,
): Promise<Enrolment | null> {
  const record = customerId === null ? null : await store.loadPerson(customerId);
  const found = record?.enrolments.find((one) => one.journeyId === journey && one.key === key);
  return found?.id === id ? found : null;
}

function waitingAt({ book }: ErrandDeps, enrolment: Enrolment, body: ErrandBody): Waiting | null {
  if (enrolment.status !== 'active' || !enrolment.resting) return null;
  if (enrolment.nodeId !== body.node || enrolment.round !== body.round) return null;
  const definition = book.definitionOf(enrolment);
  const node = definition?.nodes[body.node];
  return definition !== undefined && isErrand(node) ? { enrolment, node, definition } : null;
}

/** Whether a passage is past the errand without what it may have brought: it left, or waited no longer. */
function isUntold({ arms, visits }: Enrolment, { node, round }: ErrandBody): boolean {
  const gone = visits[node] ?? 0;
  return gone <= round || (gone === round + 1 && EMPTY_HANDED.some((one) => one === arms[node]));
}

function ask(
  desk: ErrandDesk,
  { enrolment, node, definition }: Waiting,
  now: Instant,
): Promise<ErrandAnswer> {
  const { id, customerId, journeyId, nodeId, round } = enrolment;
  const operation = operationOf(id, nodeId, round);
  const about = { customerId, enrolmentId: id, journeyId, nodeId, enrolment, definition };
  const asked: ErrandAsked = { ...about, operation, now };
  switch (node.type) {
    case 'offer':
      return desk.offer(asked, node);
    case 'points':
      return desk.points(asked, node);
    case 'recommend':
      return desk.recommend(asked, node);
  }
}

async function outcomeOf(desk: ErrandDesk, waiting: Waiting, task: Task, now: Instant): Promise<Outcome> {
  try {
    return await ask(desk, waiting, now);
  } catch (failure) {
    if (task.attempts + 1 < MOST_ATTEMPTS) throw failure;
    const reason = failure instanceof Error ? failure.message : String(failure);
    return { kind: 'empty', arm: 'failed', reason };
  }
}

/** The passage as it goes on, at once. */
function wentOn({ enrolment, node }: Waiting, outcome: Outcome, now: Instant): Enrolment {
  const { arms, visits, round, nodeId, version } = enrolment;
  const { [nodeId]: _before, ...gifts } = enrolment.gifts;
  return {
    ...enrolment,
    version: version + 1,
    arms: { ...arms, [nodeId]: outcome.arm },
    visits: { ...visits, [nodeId]: round + 1 },
    gifts: outcome.kind === 'given' ? { ...gifts, [nodeId]: outcome.gift } : gifts,
    nodeId: wayAfter(node, outcome.arm),
    resting: false,
    dueAt: now,
    attempts: 0,
  };
}

function factOf({ enrolment, node }: Waiting, outcome: Outcome, now: Instant): Fact {
  const { id, customerId, journeyId, nodeId } = enrolment;
  const what = outcome.kind === 'given' ? (outcome.told ?? {}) : { reason: outcome.reason };
  return {
    customerId,
    at: now,
    kind: 'journey-gave',
    journeyId,
    body: { enrolment: id, node: nodeId, type: node.type, arm: outcome.arm, ...what },
  };
}

export function runErrand(deps: ErrandDeps): TaskRunner {
  const { store, desk } = deps;
  return async (task, now): Promise<TaskProgress> => {
    const body = errandBody(task);
    const passage = await passageOf(deps, task, body);
    const waiting = passage === null ? null : waitingAt(deps, passage, body);
    if (waiting !== null) {
      const outcome = await outcomeOf(desk, waiting, task, now);
      const committed = await store.commitStep({
        enrolments: [
          { enrolment: wentOn(waiting, outcome, now), expectedVersion: waiting.enrolment.version },
        ],
        decisions: [],
        cancellations: [],
        facts: [factOf(waiting, outcome, now)],
      });
      if (committed === 'conflict') return 'lost';
    } else if (passage !== null && isUntold(passage, body)) {
      const operation = operationOf(passage.id, body.node, body.round);
      await desk.takeBack({ customerId: passage.customerId, operation, now });
    }
    return (await store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
  };
}
