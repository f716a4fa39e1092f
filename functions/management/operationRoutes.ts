/** Every other route: what is kept and shown, and what runs the system. */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { why } from './routes/accounts.ts';
import { listCustomers, showCustomer } from './routes/customers.ts';
import { listFailedWebhooks, redriveWebhooks } from './routes/deadLetters.ts';
import { deliverability } from './routes/deliverability.ts';
import { enterJourney } from './routes/entries.ts';
import { resumeGuarded, showGuard } from './routes/guard.ts';
import { evaluate, importFile, lookAtJob, newUpload, trainNow } from './routes/jobs.ts';
import { listJourneys, showJourney } from './routes/journeys.ts';
import { addKey, keyList, removeKey } from './routes/keys.ts';
import { checkLedger, listDecisions } from './routes/ledger.ts';
import { migrateJourney } from './routes/migrations.ts';
import { listParked, redriveParked } from './routes/parked.ts';
import { erasePerson, exportPerson, showErasures } from './routes/personalData.ts';
import { listRejected } from './routes/rejected.ts';
import { resumeSending, showSending, stopSending } from './routes/sending.ts';
import { showSettings } from './routes/settings.ts';
import { addSuppression, listSuppressions, removeSuppression } from './routes/suppressions.ts';
import { finishTask, listTasks } from './routes/tasks.ts';
import { listTemplates, showTemplate } from './routes/templates.ts';
import { retireSecrets, rotateSecret, showSecrets } from './routes/webhookSecrets.ts';

export function operationRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'GET /v1/customers', route: listCustomers(container) },
    { name: 'GET /v1/customers/{id}', route: showCustomer(container) },
    { name: 'GET /v1/customers/{id}/export', route: exportPerson(container) },
    { name: 'POST /v1/customers/{id}/erasure', route: erasePerson(container) },
    { name: 'GET /v1/erasures', route: showErasures(container) },
    { name: 'GET /v1/journeys', route: listJourneys(container) },
    { name: 'GET /v1/journeys/{id}', route: showJourney(container) },
    { name: 'POST /v1/journeys/{id}/migrations', route: migrateJourney(container) },
    { name: 'POST /v1/journeys/{id}/entries', route: enterJourney(container) },
    { name: 'GET /v1/why/{id}', route: why(container) },
    { name: 'GET /v1/ledger/check', route: checkLedger(container) },
    { name: 'GET /v1/ledger/decisions', route: listDecisions(container) },
    { name: 'GET /v1/suppressions', route: listSuppressions(container) },
    { name: 'POST /v1/suppressions', route: addSuppression(container) },
    { name: 'POST /v1/suppressions/removals', route: removeSuppression(container) },
    { name: 'GET /v1/parked', route: listParked(container) },
    { name: 'POST /v1/parked/redrive', route: redriveParked(container) },
    { name: 'GET /v1/webhooks/failed', route: listFailedWebhooks(container) },
    { name: 'POST /v1/webhooks/redrive', route: redriveWebhooks(container) },
    { name: 'GET /v1/events/rejected', route: listRejected(container) },
    { name: 'GET /v1/templates', route: listTemplates(container) },
    { name: 'GET /v1/templates/{id}', route: showTemplate(container) },
    { name: 'GET /v1/sending', route: showSending(container) },
    { name: 'POST /v1/sending/stop', route: stopSending(container) },
    { name: 'POST /v1/sending/resume', route: resumeSending(container) },
    { name: 'GET /v1/sending/guard', route: showGuard(container) },
    { name: 'POST /v1/sending/guard/resume', route: resumeGuarded(container) },
    { name: 'GET /v1/tasks', route: listTasks(container) },
    { name: 'POST /v1/tasks/{id}/done', route: finishTask(container) },
    { name: 'GET /v1/deliverability', route: deliverability(container) },
    { name: 'GET /v1/settings', route: showSettings(container) },
    { name: 'GET /v1/webhooks/secrets', route: showSecrets(container) },
    { name: 'POST /v1/webhooks/secrets/rotate', route: rotateSecret(container) },
    { name: 'POST /v1/webhooks/secrets/retire', route: retireSecrets(container) },
    { name: 'GET /v1/keys', route: keyList(container) },
    { name: 'POST /v1/keys', route: addKey(container) },
    { name: 'DELETE /v1/keys/{name}', route: removeKey(container) },
    { name: 'POST /v1/uploads', route: newUpload(container) },
    { name: 'POST /v1/imports/orders', route: importFile(container, 'orders') },
    { name: 'POST /v1/imports/customers', route: importFile(container, 'customers') },
    { name: 'POST /v1/imports/consents', route: importFile(container, 'consents') },
    { name: 'POST /v1/imports/suppressions', route: importFile(container, 'suppressions') },
    { name: 'POST /v1/imports/events', route: importFile(container, 'events') },
    { name: 'POST /v1/recommendations/train', route: trainNow(container) },
    { name: 'POST /v1/evaluations', route: evaluate(container) },
    { name: 'GET /v1/jobs/{id}', route: lookAtJob(container) },
  ];
}
