/**
 * Care tasks: what a person of the shop is to do for one customer by a moment, such as answering a reply or a complaint.
 * A record of work: made in the transaction of the event that asks for it, listed, closed by a person. When it is due and still
 * open the wave marks it overdue and a fact says so; what is done is forgotten after `DONE_KEPT_MS`.
 */
import * as z from 'zod';
import type { CustomerEvent } from '../customer/event.ts';
import type { Person } from '../customer/person.ts';
import type { Fact } from '../fact.ts';
import type { CustomerId } from '../ids.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { WorkStore } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Task, TaskProgress, TaskRunner } from '../task.ts';
import { DAY_MS, HOUR_MS, type Instant, isoInstant } from '../time.ts';
import type { ComplaintTold } from './complaint.ts';
import { nextWorkingTime } from './workingTime.ts';

export const REPLY_RECEIVED = 'Reply Received';

/** `do as asked`: a step of a journey says what. */
export const CARE_ABOUTS = ['answer reply', 'answer complaint', 'do as asked'] as const;

export const CARE_STATES = ['open', 'overdue', 'done'] as const;
export type CareState = (typeof CARE_STATES)[number];

const bodySchema = z.object({
  about: z.enum(CARE_ABOUTS),
  /** The words of a reply, shortened; the cause of a complaint. */
  reason: z.string().nullable(),
  channel: z.string().nullable(),
  journey: z.string().nullable(),
  decision: z.string().nullable(),
  complaint: z.string().nullable(),
  /** What is asked, by language; of a journey's task. */
  subject: z.strictObject({ en: z.string(), 'zh-CN': z.string() }).nullable().default(null),
  /** Who is to do it, as the shop names its people. */
  assignee: z.string().nullable().default(null),
  state: z.enum(CARE_STATES),
  openedAt: z.number(),
  /** When it is due; stays when the record itself waits for something else. */
  dueAt: z.number(),
  doneAt: z.number().nullable(),
  note: z.string().nullable(),
});
export type CareBody = z.infer<typeof bodySchema>;

/** Done tasks are listed this long. */
export const DONE_KEPT_MS = 30 * DAY_MS;
const LONGEST_REASON = 280;
export const LONGEST_NOTE = 2_000;

export function careBody(task: Task): CareBody {
  return bodySchema.parse(task.body);
}

function shortened(value: unknown, most: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const signs = Array.from(value);
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : value;
}

function careTask(id: string, person: Pick<Person, 'id'>, body: CareBody): Task {
  return {
    id,
    kind: 'care',
    customerId: person.id,
    lane: 'upkeep',
    dueAt: body.dueAt,
    version: 1,
    attempts: 0,
    body: { ...body },
  };
}

function dueAfter(afterMs: number, now: Instant, { inbound, shop }: Settings): Instant {
  return nextWorkingTime(now + afterMs, shop.zone, inbound.workingTime);
}

const NOTHING_YET = { subject: null, assignee: null, state: 'open', doneAt: null, note: null } as const;

/** The task a reply asks for; null for any other event. Named after the event, which is applied once. */
export function replyTask(
  event: CustomerEvent,
  person: Pick<Person, 'id'>,
  now: Instant,
  settings: Settings,
): Task | null {
  if (event.kind !== 'tracked' || event.name !== REPLY_RECEIVED) return null;
  const { text, channel, journey, decision } = event.properties;
  return careTask(`reply/${event.source}/${event.messageId}`, person, {
    about: 'answer reply',
    reason: shortened(text, LONGEST_REASON),
    channel: shortened(channel, 20),
    journey: shortened(journey, 200),
    decision: shortened(decision, 2_000),
    complaint: null,
    openedAt: now,
    dueAt: dueAfter(settings.inbound.careDueHours * HOUR_MS, now, settings),
    ...NOTHING_YET,
  });
}

/** One complaint of a person has one task, however often it is opened. */
export function complaintTaskId(person: Pick<Person, 'id'>, complaint: string): string {
  return `complaint/${encodeURIComponent(person.id)}/${encodeURIComponent(complaint)}`;
}

export function complaintTask(
  told: ComplaintTold,
  person: Pick<Person, 'id'>,
  now: Instant,
  settings: Settings,
): Task {
  return careTask(complaintTaskId(person, told.id), person, {
    about: 'answer complaint',
    reason: told.cause,
    channel: null,
    journey: null,
    decision: null,
    complaint: told.id,
    openedAt: told.at,
    dueAt: dueAfter(settings.inbound.complaintDueHours * HOUR_MS, now, settings),
    ...NOTHING_YET,
  });
}

/** What a step of a journey asks of the shop's people. */
interface AskedByJourney {
  readonly id: string;
  readonly journey: string;
  readonly subject: NonNullable<CareBody['subject']>;
  readonly assignee: string | null;
  readonly withinMs: number;
  /** True where it may not wait for working time. */
  readonly anyHour: boolean;
}

/** The task, and the fact that it was opened. */
export function journeyTask(
  { id, journey, subject, assignee, withinMs, anyHour }: AskedByJourney,
  person: Pick<Person, 'id'>,
  now: Instant,
  settings: Settings,
): { readonly task: Task; readonly fact: Fact } {
  const task = careTask(id, person, {
    about: 'do as asked',
    reason: null,
    channel: null,
    journey,
    decision: null,
    complaint: null,
    openedAt: now,
    dueAt: anyHour ? now + withinMs : dueAfter(withinMs, now, settings),
    ...NOTHING_YET,
    subject,
    assignee,
  });
  return { task, fact: factOf(task, person.id, 'open', now) };
}

/** What `why` shows of a task: that it was opened, became overdue, or is done. */
export function careFact(task: Task, what: CareState, now: Instant): Fact | null {
  return task.customerId === null ? null : factOf(task, task.customerId, what, now);
}

function factOf(task: Task, customerId: CustomerId, what: CareState, now: Instant): Fact {
  const { about, journey, dueAt, note, subject, assignee } = careBody(task);
  const body = {
    task: task.id,
    about,
    state: what,
    dueAt: isoInstant(dueAt),
    ...(subject === null ? {} : { subject }),
    ...(assignee === null ? {} : { assignee }),
  };
  return {
    customerId,
    at: now,
    kind: 'care-task',
    journeyId: journey,
    body: note === null || what !== 'done' ? body : { ...body, note },
  };
}

/** The task as somebody closed it. */
export function doneTask(task: Task, note: string | null, now: Instant): Task {
  const body: CareBody = { ...careBody(task), state: 'done', doneAt: now, note };
  return { ...task, version: task.version + 1, attempts: 0, dueAt: now + DONE_KEPT_MS, body };
}

function overdueTask(task: Task): Task {
  const body: CareBody = { ...careBody(task), state: 'overdue' };
  return { ...task, version: task.version + 1, attempts: 0, dueAt: null, body };
}

export type CareStore = Pick<WorkStore, 'commitStep' | 'removeTask'>;

/** Commits a changed task with the fact that says so. */
export async function commitCare(
  store: Pick<WorkStore, 'commitStep'>,
  before: Task,
  after: Task,
  now: Instant,
): Promise<'committed' | 'conflict'> {
  const fact = careFact(after, careBody(after).state, now);
  return store.commitStep({
    ...NO_CONSEQUENCES,
    decisions: [],
    facts: fact === null ? [] : [fact],
    tasks: [{ task: after, expectedVersion: before.version }],
  });
}

/** What the wave does with a care task that is due: an open one becomes overdue, one done long ago is forgotten. */
export function runCare(store: CareStore): TaskRunner {
  return async (task, now): Promise<TaskProgress> => {
    switch (careBody(task).state) {
      case 'done':
        return (await store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
      case 'open':
      case 'overdue':
        return (await commitCare(store, task, overdueTask(task), now)) === 'committed' ? 'done' : 'lost';
    }
  };
}
