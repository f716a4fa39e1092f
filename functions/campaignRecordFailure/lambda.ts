/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { campaignRecordFailure } from './handler.ts';

export const handler = await onAws('campaignRecordFailure', [], ({ container }) =>
  campaignRecordFailure(container),
);
