/** What is asked about win-back. */
import * as z from 'zod';
import { publishQuery, verdictsQuery } from '../../management/routes/winBack.ts';
import * as answers from '../answers/winBack.ts';
import type { Operation } from './operation.ts';

const document = z.strictObject({ source: z.string().meta({ description: 'YAML or JSON' }) });
const simulation = z.object({
  from: z.string(),
  to: z.string(),
  seed: z.int().optional(),
  uplifts: z.array(z.number()).optional(),
});

export const winBackOperations = {
  'GET /v1/win-back': { summary: 'The win-back policy', answer: answers.policy },
  'PUT /v1/win-back': {
    summary: 'Publishes the win-back policy',
    query: publishQuery,
    body: document,
    answer: answers.policyPut,
    refusals: { 422: ['win-back-invalid'] },
  },
  'POST /v1/win-back/validate': {
    summary: 'Whether a win-back policy can be used',
    body: document,
    answer: answers.policyCheck,
  },
  'GET /v1/win-back/verdicts': {
    summary: 'The verdict on everyone in decline, and where most is to be won',
    query: verdictsQuery,
    answer: answers.verdicts,
    refusals: { 413: ['too-many-customers'] },
  },
  'GET /v1/win-back/learned': {
    summary: 'What closed cases taught, and what is believed of it',
    answer: answers.learned,
  },
  'GET /v1/customers/{id}/win-back': {
    summary: 'The whole sum of one customer, line by line, and their cases',
    answer: answers.customerWinBack,
    refusals: { 404: ['unknown-customer'] },
  },
  'POST /v1/win-back/simulations': {
    summary: 'Replays a period with the win-back policy, against an offer to everyone after 60 days',
    body: simulation,
    answer: answers.simulation,
  },
} as const satisfies Readonly<Record<string, Operation>>;
