import * as z from 'zod';
import { LANES } from '../../core/message/decision.ts';

/** Input of one wave worker; `deadline` is the instant after which no further page is begun. */
export const drainInput = z.object({
  lanes: z.array(z.enum(LANES)).min(1),
  shards: z.array(z.number().int().min(0)).min(1),
  /** Of the provider's rate. */
  share: z.number().positive().max(1).default(1),
});
