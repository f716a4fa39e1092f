/** What is asked about offers and coupons. */
import * as z from 'zod';
import { poolBody } from '../../management/routes/couponPools.ts';
import {
  couponQuery,
  redeemBody,
  releaseBody,
  reserveBody,
  validateBody,
  voidBody,
} from '../../management/routes/coupons.ts';
import { grantBody, offerReportQuery } from '../../management/routes/offers.ts';
import * as answers from '../answers/offers.ts';
import type { Operation } from './operation.ts';

const document = z.strictObject({ source: z.string().meta({ description: 'YAML or JSON' }) });

const UNKNOWN = ['unknown-code'];
const DENIED = [
  'used',
  'reserved',
  'expired',
  'void',
  'other-customer',
  'unknown-customer',
  'not-granted',
  'order-too-small',
  'items-missing',
  'nothing-to-discount',
  'no-tier',
  'budget',
  'key-reused',
];
const GUESSED = ['too-many-guesses'];

export const offerOperations = {
  'GET /v1/offers': { summary: 'The offers, their rules and ladders', answer: answers.offers },
  'PUT /v1/offers': {
    summary: 'Publishes the offers as a whole',
    body: document,
    answer: answers.offersPut,
    refusals: { 422: ['offers-invalid'] },
  },
  'POST /v1/offers/validate': {
    summary: 'What is wrong with a document of offers',
    body: document,
    answer: answers.offersCheck,
  },
  'GET /v1/offers/report': {
    summary: 'By offer: granted, reserved, redeemed, spent, what budgets have left',
    query: offerReportQuery,
    answer: answers.report,
  },
  'GET /v1/customers/{id}/offers': {
    summary: 'What one customer was given, the newest first',
    answer: answers.customerOffers,
    refusals: { 404: ['unknown-customer'] },
  },
  'POST /v1/customers/{id}/offers': {
    summary: 'Gives one customer an offer; under one idempotency key once',
    body: grantBody,
    answer: answers.granted,
    refusals: {
      404: ['unknown-customer', 'unknown-offer'],
      409: ['not-eligible', 'limit', 'budget', 'pool-empty', 'not-yet', 'ended'],
    },
  },
  'GET /v1/coupons/{code}': {
    summary: 'Whose a code is, and what became of it',
    query: couponQuery,
    answer: answers.coupon,
    refusals: { 404: UNKNOWN, 429: GUESSED },
  },
  'POST /v1/coupons/{code}/validate': {
    summary: 'What a code would take off an order; a write key may ask',
    body: validateBody,
    answer: answers.validated,
    refusals: { 429: GUESSED },
  },
  'POST /v1/coupons/{code}/reservations': {
    summary: 'Holds a code for an order while it is paid; a write key may ask',
    body: reserveBody,
    answer: answers.used,
    refusals: { 404: UNKNOWN, 409: DENIED, 429: GUESSED },
  },
  'POST /v1/coupons/{code}/redemptions': {
    summary: 'Redeems a code with an order, reserved or not; a write key may ask',
    body: redeemBody,
    answer: answers.used,
    refusals: { 404: UNKNOWN, 409: [...DENIED, 'discount-too-high'], 429: GUESSED },
  },
  'POST /v1/coupons/{code}/release': {
    summary: 'Gives a reservation back; a write key may ask',
    body: releaseBody,
    answer: answers.released,
    refusals: { 404: UNKNOWN, 409: ['used', 'other-customer'], 429: GUESSED },
  },
  'POST /v1/coupons/{code}/void': {
    summary: 'Takes a code back from its customer',
    body: voidBody,
    answer: answers.voided,
    refusals: { 404: UNKNOWN },
  },
  'GET /v1/coupon-pools/{id}': {
    summary: 'How many codes of a pool are left',
    answer: answers.pool,
    refusals: { 404: ['unknown-pool'] },
  },
  'POST /v1/coupon-pools/{id}': {
    summary: 'Puts codes of a CSV or NDJSON text into a pool',
    body: poolBody,
    answer: answers.poolImport,
  },
} as const satisfies Readonly<Record<string, Operation>>;
