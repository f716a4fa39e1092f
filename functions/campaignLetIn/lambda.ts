/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { campaignLetIn } from './handler.ts';

export const handler = await onAws('campaignLetIn', [], ({ container }) => campaignLetIn(container));
