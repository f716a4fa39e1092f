/** What holds for campaigns that say nothing else. */
import * as z from 'zod';

export const campaigns = z
  .strictObject({
    /** A campaign to more people than this is approved by a second person before it starts. */
    approvalAbove: z.number().int().min(0).max(1_000_000_000).default(1_000),
    /** Of a promotional campaign's audience, who gets nothing, so that its effect can be read. */
    holdoutShare: z.number().min(0).max(0.5, 'hold out half of the audience at most').default(0.1),
  })
  .prefault({});
