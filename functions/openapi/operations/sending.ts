/** What is asked about messages, the ledger, and what holds them back. */
import * as z from 'zod';
import { guardResumeBody } from '../../management/routes/guard.ts';
import { stopBody } from '../../management/routes/sending.ts';
import { messageBody } from '../../management/routes/sends.ts';
import { suppressionBody, suppressionRemovalBody } from '../../management/routes/suppressions.ts';
import * as answers from '../answers/sending.ts';
import { instant, type Operation, page, text } from './operation.ts';

export const sendingOperations = {
  'POST /v1/messages': {
    summary:
      'Sends one message to one person at once; under one key once, for as long as the message is kept',
    body: messageBody,
    answer: answers.sentMessage,
    refusals: { 404: ['unknown-template', 'unknown-customer'], 409: ['key-in-use'] },
  },
  'GET /v1/sending': { summary: 'Whether sending is stopped, by whom and why', answer: answers.sendingState },
  'POST /v1/sending/stop': { summary: 'Stops sending', body: stopBody, answer: answers.sendingState },
  'POST /v1/sending/resume': { summary: 'Goes on sending', answer: answers.sendingState },
  'GET /v1/sending/guard': { summary: 'What the reputation guard measures', answer: answers.guardState },
  'POST /v1/sending/guard/resume': {
    summary: 'Goes on sending after the reputation guard paused it',
    body: guardResumeBody,
    answer: answers.guardState,
    refusals: { 409: ['not-paused'] },
  },
  'GET /v1/ledger/check': {
    summary: 'Every decision recounted: accepted is the sum of the outcomes, or not',
    answer: answers.ledgerCheck,
  },
  'GET /v1/ledger/decisions': {
    summary: 'Every decision, a page at a time; a page may hold fewer than asked for while next leads on',
    query: z.object({ ...page, since: instant, until: instant, journey: text, customer: text }),
    answer: answers.ledgerRows,
  },
  'GET /v1/suppressions': {
    summary: 'Addresses that are not to be written to',
    query: z.object(page),
    answer: answers.suppressionList,
  },
  'POST /v1/suppressions': {
    summary: 'Bars an address',
    body: suppressionBody,
    answer: answers.addedSuppression,
  },
  'POST /v1/suppressions/removals': {
    summary: 'Lifts the bar on an address',
    body: suppressionRemovalBody,
    answer: answers.removedSuppression,
    refusals: { 404: ['not-suppressed'], 409: ['risky-removal', 'erased-address'] },
  },
  'GET /v1/deliverability': {
    summary: 'What became of mails, by mailbox provider',
    query: z.object({ days: text.meta({ description: '1 to 90; default 30' }) }),
    answer: answers.deliverability,
  },
  'GET /v1/messages': {
    summary: 'The mailbox: what would have been sent',
    query: z.object({ ...page, journey: text, customer: text, channel: text, search: text }),
    answer: answers.mailbox,
  },
  'GET /v1/messages/{id}': {
    summary: 'One message as its reader would see it',
    answer: answers.mailboxMessage,
    refusals: { 404: ['unknown-message'] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
