/** What is asked about journeys and templates. */
import * as z from 'zod';
import { entryBody } from '../../management/routes/entries.ts';
import { journeySourceBody, publicationBody } from '../../management/routes/journeys.ts';
import { migrationBody } from '../../management/routes/migrations.ts';
import { planBody } from '../../management/routes/plan.ts';
import { previewBody } from '../../management/routes/templates.ts';
import { testSendBody } from '../../management/routes/testSends.ts';
import { templateTexts } from '../../shared/templateTexts.ts';
import * as answers from '../answers/journeys.ts';
import { journeyLift } from '../answers/lift.ts';
import { instant, type Operation, text, version } from './operation.ts';

const UNKNOWN_JOURNEY = { 404: ['unknown-journey'] } as const;
const UNKNOWN_TEMPLATE = { 404: ['unknown-template'] } as const;

export const journeyOperations = {
  'GET /v1/journeys': {
    summary: 'Newest versions of all journeys, with who is inside',
    answer: answers.journeyList,
  },
  'GET /v1/journeys/{id}': {
    summary: 'One journey',
    query: z.object({ version }),
    answer: answers.journey,
    refusals: UNKNOWN_JOURNEY,
  },
  'GET /v1/journeys/{id}/lift': {
    summary: 'What a journey brought against its holdout, or the arms of an experiment with each other',
    query: z.object({
      node: text.meta({ description: 'A holdout or an experiment; default the holdout' }),
      metric: text.meta({ description: 'orders, revenue or goal' }),
      window: text.meta({ description: 'What counts after entering, such as 14d; default 30d' }),
      since: instant,
      cost: text.meta({ description: 'Of the treatment, in the shop’s currency, such as 499.50' }),
    }),
    answer: journeyLift,
    refusals: UNKNOWN_JOURNEY,
  },
  'POST /v1/journeys/validate': {
    summary: 'Checks a definition, and publishes nothing',
    body: journeySourceBody,
    answer: answers.journeyCheck,
  },
  'POST /v1/journeys/plan': {
    summary: 'What publishing definitions together would do, and nothing done',
    body: planBody,
    answer: answers.journeyPlan,
  },
  'POST /v1/journeys': {
    summary: 'Publishes the next version of a journey',
    body: publicationBody,
    answer: answers.publication,
    refusals: { 422: ['journey-invalid'] },
  },
  'POST /v1/journeys/{id}/migrations': {
    summary: 'Takes people in other versions over to one, a page at a time, or says what that would do',
    body: migrationBody,
    answer: answers.migration,
    refusals: UNKNOWN_JOURNEY,
  },
  'POST /v1/journeys/{id}/entries': {
    summary: 'Asks for one person to be let in; the idempotency key names the request for good',
    body: entryBody,
    answer: answers.entry,
    refusals: { 404: ['unknown-journey', 'unknown-customer'], 409: ['no-api-entry'] },
  },
  'GET /v1/templates': {
    summary: 'Newest versions of all templates, and of the blocks they share',
    answer: answers.templateList,
  },
  'GET /v1/templates/{id}': {
    summary: 'A template or block with its source',
    query: z.object({ version }),
    answer: answers.template,
    refusals: UNKNOWN_TEMPLATE,
  },
  'POST /v1/templates/{id}/preview': {
    summary: 'A template with the data of a customer',
    body: previewBody,
    answer: answers.preview,
    refusals: { 404: ['unknown-template', 'unknown-customer'] },
  },
  'POST /v1/templates/lint': {
    summary: 'Checks templates and blocks, and publishes nothing',
    body: templateTexts,
    answer: answers.templateLint,
  },
  'POST /v1/templates': {
    summary: 'Publishes templates and blocks: all, or none where one is not valid',
    body: templateTexts,
    answer: answers.templatePublication,
    refusals: { 422: ['templates-invalid'] },
  },
  'POST /v1/templates/shipped': {
    summary: 'Publishes the templates that ship and are not there yet',
    answer: answers.shippedTemplates,
  },
  'POST /v1/test-sends': {
    summary: 'Sends a template, or all of a journey, to colleagues, marked as a test',
    body: testSendBody,
    answer: answers.testSends,
    refusals: { 404: ['unknown-template', 'unknown-journey', 'unknown-customer'] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
