/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { campaignPlan } from './handler.ts';

export const handler = await onAws('campaignPlan', [], ({ container }) => campaignPlan(container));
