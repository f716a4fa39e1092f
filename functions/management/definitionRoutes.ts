/**
 * Routes that take documents people write, as YAML or JSON: journeys, settings, segments, campaigns, loyalty, offers, win-back. On AWS they are a function of their own, since
 * what reads and checks such documents is large and nothing else needs it.
 */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { previewCampaign, replayOfCampaign } from './routes/campaignReport.ts';
import { putCampaign, validateCampaign } from './routes/campaigns.ts';
import { publishJourney, validateJourney } from './routes/journeys.ts';
import { putLoyalty, simulateProgramme, validateLoyalty } from './routes/loyalty.ts';
import { putOffers, validateOffers } from './routes/offers.ts';
import { planJourneys } from './routes/plan.ts';
import { previewRoute } from './routes/segmentPreview.ts';
import { putSegments, validateSegments } from './routes/segments.ts';
import { putSettings, validateSettings } from './routes/settings.ts';
import { putWinBack, validateWinBack } from './routes/winBack.ts';

export function definitionRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'POST /v1/loyalty/simulations', route: simulateProgramme(container) },
    { name: 'POST /v1/campaigns', route: putCampaign(container) },
    { name: 'POST /v1/campaigns/validate', route: validateCampaign(container) },
    { name: 'POST /v1/campaigns/preview', route: previewCampaign(container) },
    { name: 'POST /v1/campaigns/replay', route: replayOfCampaign(container) },
    { name: 'PUT /v1/segments', route: putSegments(container) },
    { name: 'POST /v1/segments/validate', route: validateSegments(container) },
    { name: 'POST /v1/segments/preview', route: previewRoute(container) },
    { name: 'PUT /v1/offers', route: putOffers(container) },
    { name: 'POST /v1/offers/validate', route: validateOffers(container) },
    { name: 'PUT /v1/loyalty', route: putLoyalty(container) },
    { name: 'POST /v1/loyalty/validate', route: validateLoyalty(container) },
    { name: 'PUT /v1/win-back', route: putWinBack(container) },
    { name: 'POST /v1/win-back/validate', route: validateWinBack(container) },
    { name: 'POST /v1/journeys/validate', route: validateJourney(container) },
    { name: 'POST /v1/journeys/plan', route: planJourneys(container) },
    { name: 'POST /v1/journeys', route: publishJourney(container) },
    { name: 'PUT /v1/settings', route: putSettings(container) },
    { name: 'POST /v1/settings/validate', route: validateSettings(container) },
  ];
}
