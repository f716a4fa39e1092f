/** Routes marketers work with: segments and campaigns. On AWS they are a function of their own. */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { campaignReport } from './routes/campaignReport.ts';
import { triggerCampaign } from './routes/campaignTrigger.ts';
import { cloneOneCampaign, listAllCampaigns, moveCampaign, showCampaign } from './routes/campaigns.ts';
import { importCodes, showPool } from './routes/couponPools.ts';
import { changeMembers, listMembers, replaceMembers } from './routes/segmentMembers.ts';
import { listSegments, recomputeNow, showSegment } from './routes/segments.ts';

export function marketingRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'GET /v1/campaigns', route: listAllCampaigns(container) },
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
    { name: 'GET /v1/segments', route: listSegments(container) },
    { name: 'POST /v1/segments/recompute', route: recomputeNow(container) },
    { name: 'GET /v1/segments/{id}', route: showSegment(container) },
    { name: 'GET /v1/segments/{id}/members', route: listMembers(container) },
    { name: 'POST /v1/segments/{id}/members', route: changeMembers(container, 'add') },
    { name: 'PUT /v1/segments/{id}/members', route: replaceMembers(container) },
    { name: 'POST /v1/segments/{id}/members/removals', route: changeMembers(container, 'remove') },
    { name: 'GET /v1/coupon-pools/{id}', route: showPool(container) },
    { name: 'POST /v1/coupon-pools/{id}', route: importCodes(container) },
  ];
}
