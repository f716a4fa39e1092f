/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { importRecordFailure } from './handler.ts';

export const handler = await onAws('importRecordFailure', [], ({ container }) =>
  importRecordFailure(container),
);
