/**
 * The life of a case after it is opened, as tasks of the wave. What waits for a complaint or a card is judged anew; an end
 * settles what is between the two sides before it closes, and nobody ended is taken up again for the policy's time; who orders
 * before that is not ended and keeps their points; every other case is closed when its window ends, with what became of it.
 * Each step commits the case under its version, with the person where their mark changes; a task whose case moved on is
 * dropped, since the step that moved it wrote another.
 */
import { isOpenComplaint } from '../care/complaint.ts';
import type { Person, PersonRecord } from '../customer/person.ts';
import type { CustomerId } from '../ids.ts';
import type { JourneyBook } from '../journey/book.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { DirectoryStore, DossierStore, PeopleStore, WorkStore } from '../ports.ts';
import type { CatalogueFacts } from '../recommend/catalogue.ts';
import type { Settings } from '../settings/settings.ts';
import type { Task, TaskProgress, TaskRunner } from '../task.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { type WinBackInForce, winBackInForce } from './inForce.ts';
import { outcomeOf } from './outcome.ts';
import { caseFact, caseTask, judgeAnew } from './takeUp.ts';
import { caseDossier, caseKey, caseOf, type WinBackCase } from './winBackCase.ts';

export interface WinBackDeps {
  readonly store: Pick<WorkStore, 'commitStep' | 'removeTask'> &
    Pick<PeopleStore, 'loadPerson' | 'recentEvents'> &
    Pick<DossierStore, 'loadDossiers'> &
    Pick<DirectoryStore, 'decisionsOf'>;
  readonly book: Pick<JourneyBook, 'programme'>;
  readonly model: ShopModel;
  readonly settings: Settings;
  readonly facts: () => Promise<CatalogueFacts>;
  /** What offers redeemed within the window cost the shop. */
  readonly offersMinor: (id: CustomerId, window: { from: Instant; until: Instant }) => Promise<number>;
  /** Settles the points of an ended customer; true once there are none. */
  readonly pointsSettled: (id: CustomerId, how: 'forfeit' | 'wait', now: Instant) => Promise<boolean>;
}

interface Look {
  readonly task: Task;
  readonly one: WinBackCase;
  readonly record: PersonRecord;
  readonly inForce: WinBackInForce;
  readonly now: Instant;
}

const RETURN_EVENTS = ['Return Requested', 'Return Closed'];
const LOOKED_BACK = 50;
const REMEMBERED_DAYS = 30;

function caseNamed({ body }: Task): { id: string; version: number } {
  const { case: id, version } = body;
  if (typeof id === 'string' && typeof version === 'number') return { id, version };
  throw new TypeError('a task of win-back names no case');
}

/** Done with, and out of the way. */
async function drop({ store }: WinBackDeps, task: Task): Promise<TaskProgress> {
  return (await store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
}

function putOff(task: Task, dueAt: Instant): Task {
  return { ...task, dueAt, version: task.version + 1, attempts: 0 };
}

/** Looked at again after the policy's while, and where the window ends before that, then. */
async function lookLater({ store }: WinBackDeps, { task, inForce, one, now }: Look): Promise<TaskProgress> {
  const later = now + inForce.policy.recheckDays * DAY_MS;
  const dueAt = one.endsAt > now && one.verdict !== 'end' ? Math.min(later, one.endsAt) : later;
  const result = await store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    tasks: [{ task: putOff(task, dueAt), expectedVersion: task.version }],
  });
  return result === 'committed' ? 'again' : 'lost';
}

function withMark(person: Person, winBack: NonNullable<Person['lifecycle']>['winBack']): Person | null {
  if (person.lifecycle === null || winBack === undefined) return null;
  return { ...person, version: person.version + 1, lifecycle: { ...person.lifecycle, winBack } };
}

/** Something else may be known of the loss by now. */
async function reconsider(deps: WinBackDeps, look: Look): Promise<TaskProgress> {
  const { one, record, inForce, now, task } = look;
  const { lifecycle } = record.person;
  if (now >= one.endsAt) return close(deps, look, 'window');
  if (lifecycle?.stage !== 'decline') return lookLater(deps, look);
  const { model, settings } = deps;
  const change = judgeAnew(one, { person: record.person, lifecycle }, { inForce, model, settings }, now);
  if (change.dossiers.length === 0) return lookLater(deps, look);
  const person = withMark(record.person, change.mark);
  const result = await deps.store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts: change.facts,
    dossiers: change.dossiers,
    tasks: change.tasks,
    ...(person === null ? {} : { person: { person, expectedVersion: record.person.version } }),
  });
  return result === 'committed' ? drop(deps, task) : 'lost';
}

/** What still lies between the two sides. */
async function unsettled(deps: WinBackDeps, { record, inForce, now }: Look): Promise<string[]> {
  const { id, complaints } = record.person;
  const since = now - REMEMBERED_DAYS * DAY_MS;
  const query = { names: RETURN_EVENTS, since, limit: LOOKED_BACK };
  const [newest] = await deps.store.recentEvents(id, query);
  const open: string[] = [];
  if (complaints.some(isOpenComplaint)) open.push('complaint');
  if (newest?.name === 'Return Requested') open.push('return');
  if (open.length > 0) return open;
  return (await deps.pointsSettled(id, inForce.policy.pointsAtEnd, now)) ? [] : ['points'];
}

/** Whether they ordered since the case was opened. */
function isBack({ record, one }: Look): boolean {
  return record.orders.some(({ at, amountMinor }) => amountMinor > 0 && at > one.openedAt);
}

async function settle(deps: WinBackDeps, look: Look): Promise<TaskProgress> {
  if (isBack(look)) return close(deps, look, 'ordered');
  const waitsFor = await unsettled(deps, look);
  if (waitsFor.length === 0) return close(deps, look, 'end');
  const { one, inForce, task, now } = look;
  const after: WinBackCase = { ...one, version: one.version + 1, status: 'settling', waitsFor };
  if (one.status === 'settling' && one.waitsFor.join() === waitsFor.join()) return lookLater(deps, look);
  const result = await deps.store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    dossiers: [{ dossier: caseDossier(after), expectedVersion: one.version }],
    tasks: [{ task: caseTask(after, now + inForce.policy.recheckDays * DAY_MS), expectedVersion: 0 }],
  });
  return result === 'committed' ? drop(deps, task) : 'lost';
}

async function close(
  deps: WinBackDeps,
  look: Look,
  because: 'window' | 'end' | 'ordered',
): Promise<TaskProgress> {
  const { one, record, inForce, task, now } = look;
  const { store, settings } = deps;
  const { policy } = inForce;
  const { id } = record.person;
  const window = { from: one.openedAt, until: one.endsAt };
  const after: WinBackCase = {
    ...one,
    version: one.version + 1,
    status: 'closed',
    waitsFor: [],
    outcome:
      because !== 'window'
        ? null
        : outcomeOf(one, record.orders, await store.decisionsOf(id), {
            facts: await deps.facts(),
            settings: settings.value,
            offersMinor: await deps.offersMinor(id, window),
            journey: policy.holdout.journey,
            contactCostMinor: policy.contacts.costMinor,
          }),
    closedAt: now,
    closedBecause: because,
    blockedUntil: because === 'end' ? now + policy.blockDays * DAY_MS : null,
  };
  const result = await store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts: [caseFact(after, 'closed', now)],
    dossiers: [{ dossier: caseDossier(after), expectedVersion: one.version }],
  });
  return result === 'committed' ? drop(deps, task) : 'lost';
}

async function step(deps: WinBackDeps, look: Look): Promise<TaskProgress> {
  const { one, now } = look;
  switch (one.verdict) {
    case 'end':
      return settle(deps, look);
    case 'wait':
      return reconsider(deps, look);
    case 'recover':
    case 'let-go':
      if (now >= one.endsAt) return close(deps, look, 'window');
      return lookLater(deps, look);
  }
}

/** Runs the tasks of cases. Without a policy in force they wait: it may come back. */
export function runCase(deps: WinBackDeps): TaskRunner {
  return async (task, now) => {
    const { customerId } = task;
    if (customerId === null) return drop(deps, task);
    const { id, version } = caseNamed(task);
    const [record, [dossier]] = await Promise.all([
      deps.store.loadPerson(customerId),
      deps.store.loadDossiers([caseKey(customerId, id)]),
    ]);
    if (record === null || dossier === null || dossier === undefined) return drop(deps, task);
    const one = caseOf(dossier);
    if (one.status === 'closed' || one.version !== version) return drop(deps, task);
    const inForce = winBackInForce(deps.book.programme);
    if (inForce === null) return drop(deps, task);
    return step(deps, { task, one, record, inForce, now });
  };
}
