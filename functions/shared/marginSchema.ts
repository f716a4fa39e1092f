/** The margin of a shop as it travels between tasks and is told to people. */
import * as z from 'zod';
import type { ShopMargin } from '../../core/lifecycle/marginFound.ts';

const share = z.number();

export const marginSchema: z.ZodType<ShopMargin> = z.object({
  share,
  revenueMinor: share,
  from: z.object({ 'line-cost': share, 'catalogue-cost': share, category: share, default: share }),
  credibility: z
    .object({ priorMinor: z.number(), spread: z.number(), people: z.number().int() })
    .nullable()
    .exactOptional(),
});
