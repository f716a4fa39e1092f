/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { eraseRecordFailure } from './handler.ts';

export const handler = await onAws('eraseRecordFailure', [], ({ container }) =>
  eraseRecordFailure(container),
);
