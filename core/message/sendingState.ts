/**
 * Whether sending is stopped: by an operator, or by the guard of the shop's reputation. It is read before every page of a wave;
 * what it stops is held, not lost. Transactional and service messages go on unless an operator stops everything.
 */
import * as z from 'zod';
import type { MessageClass } from './messageClass.ts';

const stoppedSchema = z.object({
  at: z.number(),
  by: z.string(),
  why: z.string(),
  /** `promotional`: promotions, care and surveys. */
  classes: z.enum(['promotional', 'all']),
});

const guardedSchema = z.object({
  at: z.number(),
  what: z.enum(['complaints', 'hard-bounces']),
  sender: z.string(),
  count: z.number(),
  /** Messages the count is read of. */
  of: z.number(),
  /** The rate that was too near. */
  limit: z.number(),
});
/** What the guard of the shop's reputation saw when it stopped sending. */
export type Guarded = z.infer<typeof guardedSchema>;

/** Journeys whose messages are held, or not sent any more: campaigns that were paused, cancelled or are over. */
const haltedSchema = z.record(
  z.string(),
  z.object({ at: z.number(), by: z.string(), how: z.enum(['paused', 'cancelled', 'over']) }),
);
export type Halted = z.infer<typeof haltedSchema>;

export const sendingStateSchema = z.object({
  stopped: stoppedSchema.nullable(),
  guard: guardedSchema.nullable(),
  halted: haltedSchema.exactOptional(),
});
export type SendingState = z.infer<typeof sendingStateSchema>;

export const SENDING_FREELY: SendingState = { stopped: null, guard: null };

/** Of what is kept under the name; nothing kept is sending freely. Throws for a text that is none. */
export function sendingStateOf(json: string | null): SendingState {
  return json === null ? SENDING_FREELY : sendingStateSchema.parse(JSON.parse(json));
}

function goesOn(messageClass: MessageClass): boolean {
  return messageClass === 'transactional' || messageClass === 'service';
}

export type Stopped =
  | { readonly kind: 'operator'; readonly at: number; readonly by: string; readonly why: string }
  | ({ readonly kind: 'guard' } & Guarded);

/** What holds messages of a class back; null where nothing does. An operator's stop is named ahead of the guard's. */
export function stopOf({ stopped, guard }: SendingState, messageClass: MessageClass): Stopped | null {
  if (stopped !== null && (stopped.classes === 'all' || !goesOn(messageClass))) {
    const { at, by, why } = stopped;
    return { kind: 'operator', at, by, why };
  }
  return guard === null || goesOn(messageClass) ? null : { kind: 'guard', ...guard };
}
