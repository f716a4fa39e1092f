/** Whether sending is stopped, as the API answers it. */
import * as z from 'zod';

const stopped = z.looseObject({ at: z.string(), by: z.string(), why: z.string(), classes: z.string() });
const guard = z.looseObject({ at: z.string(), what: z.string(), count: z.number(), of: z.number() });

export const sendingSchema = z.looseObject({
  sending: z.boolean(),
  stopped: stopped.nullable(),
  guard: guard.nullable(),
});
export type SendingAnswer = z.infer<typeof sendingSchema>;

export const sentSchema = z.looseObject({
  id: z.string(),
  customer: z.string(),
  channel: z.string(),
  outcome: z.string(),
  reason: z.string().nullable(),
  repeated: z.boolean(),
});
