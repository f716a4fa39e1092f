/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { lifecycleRecordFailure } from './handler.ts';

export const handler = await onAws('lifecycleRecordFailure', [], ({ container }) =>
  lifecycleRecordFailure(container),
);
