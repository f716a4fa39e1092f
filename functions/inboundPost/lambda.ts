/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { inboundPost } from './handler.ts';

export const handler = await onAws('inboundPost', [], ({ container }) => inboundPost(container));
