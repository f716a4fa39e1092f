/**
 * A task: work that a wave takes on beside steps and sends, resumed step by step until it is done. What there is to do,
 * and how far it came, is in its body, which only the runner of its kind reads. Every step is one conditional commit, so a
 * task that is begun twice moves on once.
 */
import type { CustomerId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Lane } from './message/decision.ts';
import type { Instant } from './time.ts';

export const TASK_KINDS = [
  'merge',
  'backlog',
  'schedule',
  'erasure',
  'care',
  'confirm',
  'request',
  /** A node of a journey asks for what only stores and providers know. */
  'errand',
  /** Time alone changes the segments of a person. */
  'segments',
  'loyalty',
  'campaign',
  'win-back',
  'offer',
  /** A catalogue changed, and those it concerns are to be told. */
  'catalogue',
  /** When what customers bought runs out is to be told. */
  'refill',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** A task, a step or a send that failed so often is parked. */
export const MOST_ATTEMPTS = 5;

export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  /** The person it is about, in whose turn it runs; null for work of the whole shop. */
  readonly customerId: CustomerId | null;
  readonly lane: Lane;
  /** Null once it is done, or parked. */
  readonly dueAt: Instant | null;
  /** Condition of the next commit; grows by one. */
  readonly version: number;
  readonly attempts: number;
  readonly body: JsonObject;
}

/** A conditional write of a task: `expectedVersion` 0 means it must not exist. */
export interface TaskWrite {
  readonly task: Task;
  readonly expectedVersion: number;
}

/** `done` and `again` have committed what they did, with `attempts` 0 and, of `again`, the next `dueAt`; `lost`: another worker was first. */
export type TaskProgress = 'done' | 'again' | 'lost';

/** Runs one step of a task as it was read. What it throws pushes the task back, with growing delay. */
export type TaskRunner = (task: Task, now: Instant) => Promise<TaskProgress>;
