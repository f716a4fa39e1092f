/** Routes marketers work with: segments, campaigns, loyalty, offers, win-back. On AWS they are a function of their own. */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { campaignReport, previewCampaign } from './routes/campaignReport.ts';
import {
  cloneOneCampaign,
  listAllCampaigns,
  moveCampaign,
  putCampaign,
  showCampaign,
  validateCampaign,
} from './routes/campaigns.ts';
import { triggerCampaign } from './routes/campaignTrigger.ts';
import {
  checkLoyalty,
  putLoyalty,
  reassessLoyalty,
  showLiability,
  showLoyalty,
  simulateProgramme,
  validateLoyalty,
} from './routes/loyalty.ts';
import { postCustomerPoints, redeemPoints, releasePoints, showPoints } from './routes/points.ts';
import {
  customerWinBack,
  putWinBack,
  showWinBack,
  validateWinBack,
  winBackLearned,
  winBackVerdicts,
} from './routes/winBack.ts';

export function marketingRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'GET /v1/loyalty', route: showLoyalty(container) },
    { name: 'PUT /v1/loyalty', route: putLoyalty(container) },
    { name: 'POST /v1/loyalty/validate', route: validateLoyalty(container) },
    { name: 'GET /v1/loyalty/liability', route: showLiability(container) },
    { name: 'GET /v1/loyalty/check', route: checkLoyalty(container) },
    { name: 'POST /v1/loyalty/simulations', route: simulateProgramme(container) },
    { name: 'POST /v1/loyalty/reassessments', route: reassessLoyalty(container) },
    { name: 'GET /v1/customers/{id}/points', route: showPoints(container) },
    { name: 'POST /v1/customers/{id}/points', route: postCustomerPoints(container) },
    { name: 'POST /v1/customers/{id}/points/redemptions', route: redeemPoints(container) },
    { name: 'POST /v1/customers/{id}/points/redemptions/release', route: releasePoints(container) },
    { name: 'GET /v1/campaigns', route: listAllCampaigns(container) },
    { name: 'POST /v1/campaigns', route: putCampaign(container) },
    { name: 'POST /v1/campaigns/validate', route: validateCampaign(container) },
    { name: 'POST /v1/campaigns/preview', route: previewCampaign(container) },
    { name: 'GET /v1/campaigns/{id}', route: showCampaign(container) },
    { name: 'GET /v1/campaigns/{id}/report', route: campaignReport(container) },
    { name: 'POST /v1/campaigns/{id}/submit', route: moveCampaign(container, 'submit') },
    { name: 'POST /v1/campaigns/{id}/approve', route: moveCampaign(container, 'approve') },
    { name: 'POST /v1/campaigns/{id}/launch', route: moveCampaign(container, 'launch') },
    { name: 'POST /v1/campaigns/{id}/pause', route: moveCampaign(container, 'pause') },
    { name: 'POST /v1/campaigns/{id}/resume', route: moveCampaign(container, 'resume') },
    { name: 'POST /v1/campaigns/{id}/cancel', route: moveCampaign(container, 'cancel') },
    { name: 'POST /v1/campaigns/{id}/clone', route: cloneOneCampaign(container) },
    { name: 'POST /v1/campaigns/{id}/trigger', route: triggerCampaign(container) },
    { name: 'GET /v1/win-back', route: showWinBack(container) },
    { name: 'PUT /v1/win-back', route: putWinBack(container) },
    { name: 'POST /v1/win-back/validate', route: validateWinBack(container) },
    { name: 'GET /v1/win-back/verdicts', route: winBackVerdicts(container) },
    { name: 'GET /v1/win-back/learned', route: winBackLearned(container) },
    { name: 'GET /v1/customers/{id}/win-back', route: customerWinBack(container) },
  ];
}
