/**
 * The night's learning: every closed case counted anew, and what they taught kept as a named value beside the policy. A task of
 * the whole shop that comes back each day; it begins when a policy is published.
 */
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { ConfigStore, DossierStore, WorkStore } from '../ports.ts';
import { WIN_BACK_LEARNED } from '../programme/programme.ts';
import type { Task, TaskProgress } from '../task.ts';
import { DAY_MS, type Instant, startOfDay, utcDay } from '../time.ts';
import { Learner } from './learn.ts';
import type { Learned } from './learned.ts';
import { caseOf } from './winBackCase.ts';

type LearnStore = Pick<DossierStore, 'scanDossiers'> & Pick<ConfigStore, 'getValue' | 'replaceValue'>;

export const LEARN_TASK = 'win-back-learn';

/** O(cases). Writes nothing where nothing new was learned. */
export async function learnNow(store: LearnStore, now: Instant): Promise<Learned> {
  const learner = new Learner();
  for await (const page of store.scanDossiers('win-back'))
    for (const dossier of page) learner.add(caseOf(dossier));
  const before = await store.getValue(WIN_BACK_LEARNED);
  const learned = learner.learned(now);
  const isNews = before === null || !sameLessons(before, learned);
  if (isNews) await store.replaceValue(WIN_BACK_LEARNED, before, JSON.stringify(learned));
  return learned;
}

/** Whatever the hour. */
function sameLessons(before: string, learned: Learned): boolean {
  return JSON.stringify({ ...JSON.parse(before), at: 0 }) === JSON.stringify({ ...learned, at: 0 });
}

function nextNight(now: Instant): Instant {
  return startOfDay(utcDay(now)) + DAY_MS;
}

/** Begins the learning of a shop; one that has begun goes on. */
export async function beginLearning(
  store: Pick<WorkStore, 'loadTask' | 'putTask'>,
  now: Instant,
): Promise<void> {
  if ((await store.loadTask(LEARN_TASK)) !== null) return;
  const task: Task = {
    id: LEARN_TASK,
    kind: 'win-back',
    customerId: null,
    lane: 'upkeep',
    dueAt: nextNight(now),
    version: 1,
    attempts: 0,
    body: {},
  };
  await store.putTask({ task, expectedVersion: 0 });
}

export async function runLearning(
  store: LearnStore & Pick<WorkStore, 'commitStep'>,
  task: Task,
  now: Instant,
): Promise<TaskProgress> {
  await learnNow(store, now);
  const again = { ...task, dueAt: nextNight(now), version: task.version + 1, attempts: 0 };
  const result = await store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    tasks: [{ task: again, expectedVersion: task.version }],
  });
  return result === 'committed' ? 'again' : 'lost';
}
