/**
 * Long work that is started and looked at later: an import, an evaluation, an erasure, a launch. On AWS each is one execution of the
 * state machine of its name. A job is known by the name it was started under: the same name again is the same execution,
 * so a caller that lost the answer asks again without doing the work twice. Only ids and options travel in its input.
 */
import type { Json } from './json.ts';

export const JOB_NAMES = ['import', 'lifecycle-evaluation', 'erase-customer', 'campaign-launch'] as const;
export type JobName = (typeof JOB_NAMES)[number];

export type JobState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly result: Json }
  /** `error` is the name the machine failed under, `cause` what it said of it. */
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

export interface Jobs {
  /**
   * Starts the job, or finds the one of this name: up to 80 letters, digits, hyphens and underscores. The input of a name
   * that was started before is not looked at.
   */
  start(name: JobName, input: Json, executionName: string): Promise<{ readonly id: string }>;
  /** How far it is; null where there is no job of this id, or none any more (90 days after its end). */
  look(id: string): Promise<JobState | null>;
}
