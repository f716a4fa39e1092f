/** What is asked about what the shop sells, and what of it to show whom. */
import { catalogueBody, itemFacts, itemsBody } from '../../management/routes/catalogue.ts';
import { recommendationsQuery, rulesQuery } from '../../management/routes/recommendations.ts';
import { surveysQuery } from '../../management/routes/surveys.ts';
import * as answers from '../answers/recommendations.ts';
import { surveys } from '../answers/surveys.ts';
import type { Operation } from './operation.ts';

export const recommendationOperations = {
  'GET /v1/customers/{id}/recommendations': {
    summary: 'What to show one customer next, best first, and why',
    query: recommendationsQuery,
    answer: answers.recommendations,
    refusals: { 404: ['unknown-customer', 'not-trained'] },
  },
  'GET /v1/customers/{id}/relationship': {
    summary: 'Which of five kinds of relationship suits a customer, and why',
    answer: answers.relationship,
    refusals: { 404: ['unknown-customer'] },
  },
  'GET /v1/recommendations/rules': {
    summary: 'What goes together in the shop’s orders: association rules, of most lift first',
    query: rulesQuery,
    answer: answers.rules,
    refusals: { 404: ['not-trained'] },
  },
  'GET /v1/recommendations/report': {
    summary: 'What came of what was recommended in messages, and what choosing brought over chance',
    answer: answers.pickReport,
    refusals: { 413: ['too-many-customers'] },
  },
  'GET /v1/surveys': {
    summary: 'What the surveys of the published journeys came to, each customer by their latest answer',
    query: surveysQuery,
    answer: surveys,
  },
  'POST /v1/recommendations/train': {
    summary: 'Trains recommendations on every order with lines up to now, as a refit does at night',
    answer: answers.training,
    isJob: true,
  },
  'GET /v1/catalogue': { summary: 'What the shop says of what it sells', answer: answers.catalogue },
  'PUT /v1/catalogue': {
    summary: 'Puts a catalogue in the place of the whole one there is',
    body: catalogueBody,
    answer: answers.cataloguePut,
  },
  'POST /v1/catalogue/items': {
    summary:
      'Tells some items anew: what is left out stays, null takes a fact away, an unknown item is added',
    body: itemsBody,
    answer: answers.cataloguePut,
  },
  'PATCH /v1/catalogue/items/{id}': {
    summary: 'Tells one item anew: what is left out stays, null takes a fact away',
    body: itemFacts,
    answer: answers.cataloguePut,
    refusals: { 404: ['unknown-item'] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
