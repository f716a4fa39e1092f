/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { providerEvents } from './handler.ts';

export const handler = await onAws('providerEvents', [awsBucket], ({ container }) =>
  providerEvents(container),
);
