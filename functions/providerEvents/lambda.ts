/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { providerEvents } from './handler.ts';

export const handler = await onAws('providerEvents', [], ({ container }) => providerEvents(container));
