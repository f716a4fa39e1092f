/** Addresses of colleagues that a message is tried on before customers see it, in named lists. */
import * as z from 'zod';
import { itemId } from './fields.ts';

/** More would be a mailing. */
const MOST_SEEDS = 50;

export const seedLists = z
  .record(
    itemId,
    z
      .array(z.string().trim().min(3).max(254))
      .min(1, 'name at least one address')
      .max(MOST_SEEDS, `at most ${MOST_SEEDS} addresses`),
  )
  .default({});
