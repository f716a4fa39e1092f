/** What a training came to, as the API tells it. */
import * as z from 'zod';
import { NEIGHBOURS_BY } from '../../core/recommend/chooseBlend.ts';

export const TRAINING_FLAGS = [
  /** No order has a line: there is nothing to learn from. */
  'no-lines',
  /** The run looked at the past, and recommendations are of today; or the system keeps no documents. */
  'not-stored',
  /** Too few customers to say how good they are. */
  'not-judged',
] as const;
export type TrainingFlag = (typeof TRAINING_FLAGS)[number];

const count = z.int();
const share = z.number().min(0).max(1);

const quality = z.strictObject({
  users: count,
  recallAtK: share,
  ndcgAtK: share,
  hitRateAtK: share,
  coverageAtK: share,
});

export const trainingReport = z.strictObject({
  model: z.enum([...NEIGHBOURS_BY, 'none']),
  items: count,
  customers: count,
  /** Pairs of a customer and an item they bought. */
  interactions: count,
  seconds: z.number(),
  /** Of what is in force now; 0 where nothing was trained. */
  version: count,
  /** Ten best of each customer against what was hidden from the training; null where that was not judged. */
  quality: z.strictObject({ discover: quality, anything: quality }).nullable(),
  flags: z.array(z.enum(TRAINING_FLAGS)),
});
export type TrainingReport = z.output<typeof trainingReport>;
