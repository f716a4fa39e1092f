/** What is asked about campaigns. */
import * as z from 'zod';
import {
  campaignCloneBody,
  campaignNoteBody,
  campaignSourceBody,
} from '../../management/routes/campaigns.ts';
import { campaignReplayBody } from '../../management/routes/campaignReport.ts';
import { campaignTriggerBody } from '../../management/routes/campaignTrigger.ts';
import * as answers from '../answers/campaigns.ts';
import { type Operation, page } from './operation.ts';

const UNKNOWN = { 404: ['unknown-campaign'] } as const;
const NOT_NOW = { ...UNKNOWN, 409: ['campaign-state', 'campaign-busy'] } as const;

function move(summary: string, refusals: Operation['refusals'] = NOT_NOW): Operation {
  return { summary, body: campaignNoteBody, bodyIsOptional: true, answer: answers.campaign, refusals };
}

export const campaignOperations = {
  'GET /v1/campaigns': { summary: 'Campaigns, by id', query: z.object(page), answer: answers.campaignList },
  'POST /v1/campaigns': {
    summary: 'Keeps a draft; of one that was not launched yet its next revision',
    body: campaignSourceBody,
    answer: answers.campaignKept,
    refusals: { 409: ['campaign-state', 'campaign-busy'], 422: ['campaign-invalid'] },
  },
  'POST /v1/campaigns/validate': {
    summary: 'Checks a definition, and keeps nothing',
    body: campaignSourceBody,
    answer: answers.campaignCheck,
  },
  'POST /v1/campaigns/preview': {
    summary: 'How many a definition is for, and how many can be written to now; keeps nothing',
    body: campaignSourceBody,
    answer: answers.campaignPreview,
    refusals: { 422: ['campaign-invalid'] },
  },
  'POST /v1/campaigns/replay': {
    summary: 'The journey to replay a definition with, entered by its schedule',
    body: campaignReplayBody,
    answer: answers.campaignReplay,
    refusals: { 409: ['campaign-not-replayed', 'segment-not-replayed'], 422: ['campaign-invalid'] },
  },
  'GET /v1/campaigns/{id}': { summary: 'One campaign', answer: answers.campaign, refusals: UNKNOWN },
  'GET /v1/campaigns/{id}/report': {
    summary: 'What became of a campaign, and what it brought against its holdout',
    answer: answers.campaignReport,
    refusals: UNKNOWN,
  },
  'POST /v1/campaigns/{id}/submit': move('Counts the audience and settles the definition', {
    ...UNKNOWN,
    409: ['campaign-state', 'campaign-busy', 'unknown-segment'],
  }),
  'POST /v1/campaigns/{id}/approve': move('Approves it; not for whoever made, changed or submitted it', {
    ...NOT_NOW,
    403: ['approval-by-author'],
  }),
  'POST /v1/campaigns/{id}/launch': move('Launches it; a draft is submitted on the way', {
    ...UNKNOWN,
    409: ['campaign-state', 'campaign-busy', 'approval-needed', 'campaign-too-late', 'unknown-segment'],
  }),
  'POST /v1/campaigns/{id}/pause': move('Lets nobody in and sends nothing until it is resumed'),
  'POST /v1/campaigns/{id}/resume': move('Goes on where it was paused'),
  'POST /v1/campaigns/{id}/cancel': move('Ends it for good; what is pending is not sent'),
  'POST /v1/campaigns/{id}/clone': {
    summary: 'A draft of another id with the same definition',
    body: campaignCloneBody,
    answer: answers.campaign,
    refusals: { ...UNKNOWN, 409: ['campaign-exists'] },
  },
  'POST /v1/campaigns/{id}/trigger': {
    summary: 'Lets customers into a campaign that runs by call',
    body: campaignTriggerBody,
    answer: answers.campaignTrigger,
    refusals: { ...UNKNOWN, 409: ['campaign-state', 'campaign-not-called'] },
  },
} as const satisfies Readonly<Record<string, Operation>>;
