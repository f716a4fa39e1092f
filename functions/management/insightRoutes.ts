/**
 * Routes that reckon: views of the shop, lift, what to show whom. On AWS they are a function of their own, which keeps what it has
 * loaded to reckon with.
 */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { analytics } from './routes/analytics.ts';
import { changeItem, changeItems, putCatalogue, showCatalogue } from './routes/catalogue.ts';
import { journeyLift } from './routes/journeyLift.ts';
import { showPickReport } from './routes/pickReport.ts';
import { showRecommendations, showRules } from './routes/recommendations.ts';
import { showRelationship } from './routes/relationship.ts';
import { listSurveys } from './routes/surveys.ts';
import { winBackVerdicts } from './routes/winBack.ts';

export function insightRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'GET /v1/win-back/verdicts', route: winBackVerdicts(container) },
    { name: 'GET /v1/analytics/{view}', route: analytics(container) },
    { name: 'GET /v1/journeys/{id}/lift', route: journeyLift(container) },
    { name: 'GET /v1/customers/{id}/recommendations', route: showRecommendations(container) },
    { name: 'GET /v1/customers/{id}/relationship', route: showRelationship(container) },
    { name: 'GET /v1/recommendations/rules', route: showRules(container) },
    { name: 'GET /v1/surveys', route: listSurveys(container) },
    { name: 'GET /v1/recommendations/report', route: showPickReport(container) },
    { name: 'GET /v1/catalogue', route: showCatalogue(container) },
    { name: 'PUT /v1/catalogue', route: putCatalogue(container) },
    { name: 'POST /v1/catalogue/items', route: changeItems(container) },
    { name: 'PATCH /v1/catalogue/items/{id}', route: changeItem(container) },
  ];
}
