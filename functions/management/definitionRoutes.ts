/**
 * Routes that take documents people write: journeys and settings, as YAML or JSON. On AWS they are a function of their own, since
 * what reads and checks such documents is large and nothing else needs it.
 */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { publishJourney, validateJourney } from './routes/journeys.ts';
import { planJourneys } from './routes/plan.ts';
import { putSettings, validateSettings } from './routes/settings.ts';

export function definitionRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'POST /v1/journeys/validate', route: validateJourney(container) },
    { name: 'POST /v1/journeys/plan', route: planJourneys(container) },
    { name: 'POST /v1/journeys', route: publishJourney(container) },
    { name: 'PUT /v1/settings', route: putSettings(container) },
    { name: 'POST /v1/settings/validate', route: validateSettings(container) },
  ];
}
