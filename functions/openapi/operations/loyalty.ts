/** What is asked about the loyalty programme and about points. */
import * as z from 'zod';
import { reassessBody, simulationBody } from '../../management/routes/loyalty.ts';
import { pointsBody, redemptionBody, releaseBody } from '../../management/routes/points.ts';
import * as answers from '../answers/loyalty.ts';
import { type Operation, page } from './operation.ts';

const document = z.strictObject({ source: z.string().meta({ description: 'YAML or JSON' }) });
const NO_PROGRAMME = 'no-loyalty-programme';

export const loyaltyOperations = {
  'GET /v1/loyalty': { summary: 'The loyalty programme', answer: answers.loyalty },
  'PUT /v1/loyalty': {
    summary: 'Publishes the loyalty programme; who is in which tier changes with what next happens to them',
    body: document,
    answer: answers.loyaltyPut,
    refusals: { 422: ['loyalty-invalid'] },
  },
  'POST /v1/loyalty/validate': {
    summary: 'Whether a loyalty programme can be used',
    body: document,
    answer: answers.loyaltyCheck,
  },
  'GET /v1/loyalty/liability': {
    summary: 'What is owed to members in points and money, by tier and by the month it lapses',
    answer: answers.liability,
    refusals: { 409: [NO_PROGRAMME] },
  },
  'GET /v1/loyalty/check': {
    summary: 'Whether the books of points balance, every account counted anew from its entries',
    answer: answers.books,
  },
  'POST /v1/loyalty/simulations': {
    summary: 'What would be with other thresholds, or another document, over the orders there are',
    body: simulationBody,
    answer: answers.loyaltySimulation,
    refusals: { 409: [NO_PROGRAMME], 422: ['loyalty-invalid'] },
  },
  'POST /v1/loyalty/reassessments': {
    summary: 'Brings a page of accounts to now under the programme in force, and puts in orders of before',
    body: reassessBody,
    answer: answers.reassessed,
    refusals: { 409: [NO_PROGRAMME] },
  },
  'GET /v1/customers/{id}/points': {
    summary: 'The points of one customer: balance, lots, tier, and the entries that made them, newest first',
    query: z.object(page),
    answer: answers.customerPoints,
    refusals: { 404: ['unknown-customer'], 409: [NO_PROGRAMME] },
  },
  'POST /v1/customers/{id}/points': {
    summary: 'Gives points or takes some away; the idempotency key names the operation for ever',
    body: pointsBody,
    answer: answers.pointsPosted,
    refusals: { 404: ['unknown-customer'], 409: [NO_PROGRAMME, 'key-reused', 'points-busy'] },
  },
  'POST /v1/customers/{id}/points/redemptions': {
    summary: 'Redeems points, once for each idempotency key',
    body: redemptionBody,
    answer: answers.pointsPosted,
    refusals: {
      404: ['unknown-customer'],
      409: [
        NO_PROGRAMME,
        'points-insufficient',
        'points-below-minimum',
        'points-not-a-step',
        'points-released',
        'key-reused',
        'points-busy',
      ],
    },
  },
  'POST /v1/customers/{id}/points/redemptions/release': {
    summary: 'Gives back what a redemption took, with the days its points would have lapsed',
    body: releaseBody,
    answer: answers.pointsPosted,
    refusals: { 404: ['unknown-customer', 'points-not-redeemed'], 409: [NO_PROGRAMME] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
