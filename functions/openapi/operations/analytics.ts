/** What is asked about the shop as a whole. */
import * as z from 'zod';
import { campaignHistoryAnswer } from '../../../core/campaign/historyAnswer.ts';
import {
  cohortAnswer,
  equityAnswer,
  lostAnswer,
  markovAnswer,
  rfmAnswer,
} from '../../../core/analytics/answers.ts';
import { sevenPAnswer } from '../../../core/analytics/sevenPAnswer.ts';
import { instant, type Operation, text } from './operation.ts';

export const analyticsOperations = {
  'GET /v1/analytics/{view}': {
    summary: 'An analytical view: markov, cohorts, rfm, seven-p, lost or equity',
    query: z.object({
      until: instant.meta({
        description: 'Orders before this day count; default the last evaluation, else today',
      }),
      rows: z.literal('true').optional().meta({ description: 'Of rfm: every customer with their scores' }),
      most: text.meta({ description: 'Of lost: how many to name, 1 to 1000; default 20' }),
    }),
    answer: z.discriminatedUnion('view', [
      markovAnswer,
      cohortAnswer,
      rfmAnswer,
      sevenPAnswer,
      lostAnswer,
      equityAnswer,
    ]),
    refusals: { 413: ['too-many-customers'] },
  },
  'GET /v1/campaigns/history': {
    summary: 'Campaigns that were imported: redemptions, and what spending did; none of it shows cause',
    query: z.object({ campaign: text.meta({ description: 'Only this one' }) }),
    answer: campaignHistoryAnswer,
    refusals: { 404: ['unknown-campaign'] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
