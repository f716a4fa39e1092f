/** `GET /v1/tasks`, `POST /v1/tasks/{id}/done`: what people of the shop are to do for customers. */
import * as z from 'zod';
import { careBody, commitCare, doneTask, LONGEST_NOTE } from '../../../core/care/careTask.ts';
import type { Task } from '../../../core/task.ts';
import type { Instant } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, notFound, Problem } from '../../shared/problem.ts';
import { careStateAt, careTaskView } from '../views/careTask.ts';
import { bodyAs, cursorOf, limitOf, type Route, type RouteRequest } from './route.ts';

const SHOWN = ['open', 'due', 'all'] as const;
type Shown = (typeof SHOWN)[number];

export const taskDoneBody = z.strictObject({ note: z.string().trim().min(1).max(LONGEST_NOTE).nullish() });
const MOST_TRIES = 5;

function shownOf({ query }: RouteRequest): Shown {
  const asked = query.show === undefined || query.show === '' ? 'open' : query.show;
  const shown = SHOWN.find((one) => one === asked);
  if (shown !== undefined) return shown;
  throw misuse('show', `"${asked}" is no choice of tasks`, `use one of ${SHOWN.join(', ')}`);
}

function isShown(task: Task, shown: Shown, now: Instant): boolean {
  const state = careStateAt(task, now);
  switch (shown) {
    case 'all':
      return true;
    case 'open':
      return state !== 'done';
    case 'due':
      return state === 'overdue';
  }
}

async function viewOf({ store, now }: Container, task: Task) {
  const person = task.customerId === null ? null : await store.loadProfile(task.customerId);
  return careTaskView(task, person?.name ?? null, now());
}

/** Its place in the list, as text: what is to be done goes before what is done; of each what is due first goes first. */
function placeOf(task: Task): string {
  const { state, dueAt } = careBody(task);
  return `${Number(state === 'done')} ${String(dueAt).padStart(15, '0')} ${task.id}`;
}

function placeIn({ cursor }: RouteRequest['query']): string {
  const place = Buffer.from(cursor ?? '', 'base64url').toString('utf8');
  if (place === '' || /^[01] \d{15} ./su.test(place)) return place;
  throw misuse('cursor', 'the cursor is none that a list gave', 'leave it out to begin anew');
}

function byPlace(a: Task, b: Task): number {
  return placeOf(a) < placeOf(b) ? -1 : 1;
}

export function listTasks(container: Container): Route {
  return async (request) => {
    const [limit, shown, now] = [limitOf(request.query), shownOf(request), container.now()];
    const behind = placeIn(request.query);
    const all = await container.store.tasks('care');
    const wanted = all.filter((task) => isShown(task, shown, now)).sort(byPlace);
    const page = wanted.filter((task) => placeOf(task) > behind).slice(0, limit + 1);
    const items = await Promise.all(page.slice(0, limit).map((task) => viewOf(container, task)));
    const last = page[limit - 1];
    const next = page.length > limit && last !== undefined ? cursorOf(placeOf(last)) : null;
    return { items, next, total: wanted.length };
  };
}

/** Closes a task; one that is done stays as it was closed. */
export function finishTask(container: Container): Route {
  const { store } = container;
  return async (request) => {
    const { note = null } = request.body === null || request.body === '' ? {} : bodyAs(request, taskDoneBody);
    const id = request.params.id ?? '';
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const task = await store.loadTask(id);
      if (task?.kind !== 'care')
        throw notFound('unknown-task', `there is no task "${id}"`, 'list them with: perennial tasks');
      if (careBody(task).state === 'done') return viewOf(container, task);
      const now = container.now();
      const done = doneTask(task, note, now);
      if ((await commitCare(store, task, done, now)) === 'committed') return viewOf(container, done);
    }
    const detail = `task "${id}" changes all the time`;
    throw new Problem({ status: 409, code: 'task-conflict', title: 'Not now', detail, remedy: 'repeat it' });
  };
}
