/** What is asked about people, and for them. */
import * as z from 'zod';
import { taskDoneBody } from '../../management/routes/tasks.ts';
import { erasureBody } from '../../management/routes/personalData.ts';
import { evaluationBody } from '../../management/routes/jobs.ts';
import * as customers from '../answers/customers.ts';
import { careTask, careTasks } from '../answers/operations.ts';
import { type Operation, page, stage, text } from './operation.ts';

const UNKNOWN = { 404: ['unknown-customer'] } as const;

export const peopleOperations = {
  'GET /v1/customers': {
    summary: 'Customers with stage and value, by id',
    query: z.object({
      ...page,
      stage,
      search: text.meta({ description: 'Part of a name or id' }),
      profile: z.literal('true').optional().meta({ description: 'With contact, traits and consents' }),
    }),
    answer: customers.customerList,
  },
  'GET /v1/customers/{id}': {
    summary: 'Everything about one customer, by any of their ids',
    answer: customers.customerDetail,
    refusals: UNKNOWN,
  },
  'GET /v1/customers/{id}/export': {
    summary: 'Everything kept about one person, for them; by an id or an address that is theirs alone',
    answer: customers.personExport,
    refusals: { 404: ['unknown-customer', 'already-erased'], 409: ['several-people'] },
  },
  'POST /v1/customers/{id}/erasure': {
    summary: 'Erases one person',
    body: erasureBody,
    bodyIsOptional: true,
    answer: customers.erasure,
    isJob: true,
    refusals: { 404: ['unknown-customer', 'already-erased'], 409: ['several-people'] },
  },
  'GET /v1/erasures': { summary: 'Erasures, newest first; they name nobody', answer: customers.erasureList },
  'GET /v1/why/{id}': {
    summary: 'What was decided for a customer, when, and on what evidence; newest first',
    query: z.object({ journey: text }),
    answer: customers.whyAnswer,
    refusals: UNKNOWN,
  },
  'GET /v1/tasks': {
    summary: 'Care tasks, what is due first',
    query: z.object({ ...page, show: z.enum(['open', 'due', 'all']).optional() }),
    answer: careTasks,
  },
  'POST /v1/tasks/{id}/done': {
    summary: 'Closes a care task',
    body: taskDoneBody,
    bodyIsOptional: true,
    answer: careTask,
    refusals: { 404: ['unknown-task'], 409: ['task-conflict'] },
  },
  'POST /v1/evaluations': {
    summary: 'Evaluates every customer’s stage, grade and value as of a date',
    body: evaluationBody,
    answer: customers.evaluation,
    isJob: true,
  },
} as const satisfies Readonly<Record<string, Operation>>;
