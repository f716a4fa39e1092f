/** Routes marketers work with: segments and campaigns. On AWS they are a function of their own. */
import type { Container } from '../shared/container.ts';
import type { NamedRoute } from './routes/answering.ts';
import { campaignReport, previewCampaign, replayOfCampaign } from './routes/campaignReport.ts';
import {
  cloneOneCampaign,
  listAllCampaigns,
  moveCampaign,
  putCampaign,
  showCampaign,
  validateCampaign,
} from './routes/campaigns.ts';
import { triggerCampaign } from './routes/campaignTrigger.ts';
import { changeMembers, listMembers, replaceMembers } from './routes/segmentMembers.ts';
import { previewRoute } from './routes/segmentPreview.ts';
import { listSegments, putSegments, recomputeNow, showSegment, validateSegments } from './routes/segments.ts';

export function marketingRoutes(container: Container): NamedRoute[] {
  return [
    { name: 'GET /v1/campaigns', route: listAllCampaigns(container) },
    { name: 'POST /v1/campaigns', route: putCampaign(container) },
    { name: 'POST /v1/campaigns/validate', route: validateCampaign(container) },
    { name: 'POST /v1/campaigns/preview', route: previewCampaign(container) },
    { name: 'POST /v1/campaigns/replay', route: replayOfCampaign(container) },
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
    { name: 'PUT /v1/segments', route: putSegments(container) },
    { name: 'POST /v1/segments/validate', route: validateSegments(container) },
    { name: 'POST /v1/segments/preview', route: previewRoute(container) },
    { name: 'POST /v1/segments/recompute', route: recomputeNow(container) },
    { name: 'GET /v1/segments/{id}', route: showSegment(container) },
    { name: 'GET /v1/segments/{id}/members', route: listMembers(container) },
    { name: 'POST /v1/segments/{id}/members', route: changeMembers(container, 'add') },
    { name: 'PUT /v1/segments/{id}/members', route: replaceMembers(container) },
    { name: 'DELETE /v1/segments/{id}/members', route: changeMembers(container, 'remove') },
  ];
}
