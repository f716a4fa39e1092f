/**
 * The management API behind API Gateway v2: routes to one use case each, answers JSON, refuses with problem+json. The
 * caller's role is checked before it gets here (the authoriser on AWS, the loopback server on one machine).
 */
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Container } from '../shared/container.ts';
import { problemResponse } from '../shared/problem.ts';
import { answering, noRoute } from './routes/answering.ts';
import { why } from './routes/accounts.ts';
import { listCustomers, showCustomer } from './routes/customers.ts';
import { listFailedWebhooks, redriveWebhooks } from './routes/deadLetters.ts';
import { deliverability } from './routes/deliverability.ts';
import { enterJourney } from './routes/entries.ts';
import { resumeGuarded, showGuard } from './routes/guard.ts';
import { checkLedger, listDecisions } from './routes/ledger.ts';
import { listJourneys, publishJourney, showJourney, validateJourney } from './routes/journeys.ts';
import { migrateJourney } from './routes/migrations.ts';
import { listParked, redriveParked } from './routes/parked.ts';
import { erasePerson, exportPerson, showErasures } from './routes/personalData.ts';
import { planJourneys } from './routes/plan.ts';
import { listRejected } from './routes/rejected.ts';
import type { Route } from './routes/route.ts';
import { putSettings, showSettings, validateSettings } from './routes/settings.ts';
import { resumeSending, showSending, stopSending } from './routes/sending.ts';
import { sendMessage } from './routes/sends.ts';
import { finishTask, listTasks } from './routes/tasks.ts';
import { addSuppression, listSuppressions, removeSuppression } from './routes/suppressions.ts';
import { listTemplates, previewTemplate, showTemplate } from './routes/templates.ts';
import { testSend } from './routes/testSends.ts';

/** Method, path and use case of every route. */
export function managementRoutes(
  container: Container,
): { method: 'GET' | 'POST' | 'PUT'; path: string; route: Route }[] {
  return [
    { method: 'GET', path: '/v1/customers', route: listCustomers(container) },
    { method: 'GET', path: '/v1/customers/{id}', route: showCustomer(container) },
    { method: 'GET', path: '/v1/customers/{id}/export', route: exportPerson(container) },
    { method: 'POST', path: '/v1/customers/{id}/erasure', route: erasePerson(container) },
    { method: 'GET', path: '/v1/erasures', route: showErasures(container) },
    { method: 'GET', path: '/v1/journeys', route: listJourneys(container) },
    { method: 'GET', path: '/v1/journeys/{id}', route: showJourney(container) },
    { method: 'POST', path: '/v1/journeys/validate', route: validateJourney(container) },
    { method: 'POST', path: '/v1/journeys/plan', route: planJourneys(container) },
    { method: 'POST', path: '/v1/journeys', route: publishJourney(container) },
    { method: 'POST', path: '/v1/journeys/{id}/migrations', route: migrateJourney(container) },
    { method: 'POST', path: '/v1/journeys/{id}/entries', route: enterJourney(container) },
    { method: 'GET', path: '/v1/why/{id}', route: why(container) },
    { method: 'GET', path: '/v1/ledger/check', route: checkLedger(container) },
    { method: 'GET', path: '/v1/ledger/decisions', route: listDecisions(container) },
    { method: 'GET', path: '/v1/suppressions', route: listSuppressions(container) },
    { method: 'POST', path: '/v1/suppressions', route: addSuppression(container) },
    { method: 'POST', path: '/v1/suppressions/removals', route: removeSuppression(container) },
    { method: 'GET', path: '/v1/parked', route: listParked(container) },
    { method: 'POST', path: '/v1/parked/redrive', route: redriveParked(container) },
    { method: 'GET', path: '/v1/webhooks/failed', route: listFailedWebhooks(container) },
    { method: 'POST', path: '/v1/webhooks/redrive', route: redriveWebhooks(container) },
    { method: 'GET', path: '/v1/events/rejected', route: listRejected(container) },
    { method: 'GET', path: '/v1/templates', route: listTemplates(container) },
    { method: 'GET', path: '/v1/templates/{id}', route: showTemplate(container) },
    { method: 'POST', path: '/v1/templates/{id}/preview', route: previewTemplate(container) },
    { method: 'POST', path: '/v1/test-sends', route: testSend(container) },
    { method: 'POST', path: '/v1/messages', route: sendMessage(container) },
    { method: 'GET', path: '/v1/sending', route: showSending(container) },
    { method: 'POST', path: '/v1/sending/stop', route: stopSending(container) },
    { method: 'POST', path: '/v1/sending/resume', route: resumeSending(container) },
    { method: 'GET', path: '/v1/sending/guard', route: showGuard(container) },
    { method: 'POST', path: '/v1/sending/guard/resume', route: resumeGuarded(container) },
    { method: 'GET', path: '/v1/tasks', route: listTasks(container) },
    { method: 'POST', path: '/v1/tasks/{id}/done', route: finishTask(container) },
    { method: 'GET', path: '/v1/deliverability', route: deliverability(container) },
    { method: 'GET', path: '/v1/settings', route: showSettings(container) },
    { method: 'PUT', path: '/v1/settings', route: putSettings(container) },
    { method: 'POST', path: '/v1/settings/validate', route: validateSettings(container) },
  ];
}

export function management(container: Container) {
  const routes = managementRoutes(container).map(({ method, path, route }) => ({
    method,
    path,
    handler: answering(route),
  }));
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = problemResponse(request.error);
    })
    .handler(httpRouter({ routes, notFoundResponse: noRoute }));
}
