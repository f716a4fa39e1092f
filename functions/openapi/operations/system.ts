/** What is asked about the system itself: what waits for somebody, settings, keys, jobs. */
import * as z from 'zod';
import { webhookRedriveBody } from '../../management/routes/deadLetters.ts';
import { importBodies } from '../../management/routes/jobs.ts';
import { newKeyBody } from '../../management/routes/keys.ts';
import { redriveBody } from '../../management/routes/parked.ts';
import * as answers from '../answers/operations.ts';
import { instant, type Operation, page, text } from './operation.ts';

const settingsDocument = z
  .looseObject({ source: z.string().optional() })
  .meta({ description: 'The whole document, or its text (YAML or JSON) as `source`' });

const importOf = (what: string, body: z.ZodType) => ({
  summary: `Imports ${what} from a file that was uploaded; on one machine from a \`file\` of it`,
  body,
  answer: answers.importReport,
  isJob: true as const,
});

const simulation = z.looseObject({ from: z.string(), to: z.string(), seed: z.int().optional() });

export const systemOperations = {
  'GET /v1/parked': {
    summary: 'What failed five times and waits for a person',
    query: z.object(page),
    answer: answers.parkedList,
  },
  'POST /v1/parked/redrive': {
    summary: 'Has parked records tried again; of all a page',
    body: redriveBody,
    answer: answers.redriven,
  },
  'GET /v1/webhooks/failed': {
    summary: 'Webhooks nobody took, the last ended first',
    query: z.object({ ...page, since: instant, journey: text }),
    answer: answers.failedWebhooks,
  },
  'POST /v1/webhooks/redrive': {
    summary: 'Has webhooks called again; of all a page',
    body: webhookRedriveBody,
    answer: answers.redrivenWebhooks,
  },
  'GET /v1/webhooks/secrets': {
    summary: 'What webhooks are signed with, newest first',
    answer: answers.secrets,
  },
  'POST /v1/webhooks/secrets/rotate': {
    summary: 'A new secret; those before it sign along for a day',
    answer: answers.secrets,
    refusals: { 409: ['too-many-secrets'] },
  },
  'POST /v1/webhooks/secrets/retire': { summary: 'The newest secret signs alone', answer: answers.secrets },
  'GET /v1/events/rejected': {
    summary: 'Events that could not be applied, or not whole; newest first',
    query: z.object(page),
    answer: answers.rejectedEvents,
  },
  'GET /v1/settings': { summary: 'The settings in force', answer: answers.settingsShown },
  'PUT /v1/settings': {
    summary: 'Puts a whole document into force; with `If-Match` only where that version still is',
    body: settingsDocument,
    answer: answers.settingsChanged,
    refusals: { 409: ['settings-moved'], 422: ['settings-invalid'] },
  },
  'POST /v1/settings/validate': {
    summary: 'Checks a document, and uses nothing of it',
    body: settingsDocument,
    answer: answers.settingsCheck,
  },
  'GET /v1/keys': { summary: 'The keys of the shop', answer: answers.keyList },
  'POST /v1/keys': {
    summary: 'Makes a key, which is shown this once',
    body: newKeyBody,
    answer: answers.newKey,
    refusals: { 409: ['key-exists', 'too-many-keys'] },
  },
  'DELETE /v1/keys/{name}': {
    summary: 'Revokes a key',
    answer: answers.revokedKey,
    refusals: { 404: ['unknown-key'] },
  },
  'POST /v1/uploads': {
    summary: 'A place for a file to import, and how it is put there',
    answer: answers.uploadOffer,
    refusals: { 404: ['not-here'] },
  },
  'POST /v1/imports/orders': importOf('orders', importBodies.orders),
  'POST /v1/imports/customers': importOf('customers', importBodies.customers),
  'POST /v1/imports/consents': importOf('consents', importBodies.consents),
  'POST /v1/imports/suppressions': importOf('a suppression list', importBodies.suppressions),
  'POST /v1/imports/events': importOf('what happened', importBodies.events),
  'GET /v1/jobs/{id}': {
    summary: 'How far a job is, and what came of it',
    answer: answers.jobState,
    refusals: { 404: ['unknown-job', 'not-here'] },
  },
  'POST /v1/simulations': {
    summary: 'Replays a period in virtual time',
    body: simulation,
    answer: answers.simulationReport,
  },
  'POST /v1/waves': { summary: 'Runs one wave now', answer: answers.waveTally },
  'GET /v1/domains/{domain}/check': {
    summary: 'Whether mail of a domain will be believed',
    query: z.object({ selector: text, 'return-path': text, provider: text }),
    answer: answers.domainCheck,
    refusals: { 503: ['dns-unavailable'] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
