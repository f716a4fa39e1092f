/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { inboundPost } from './handler.ts';

export const handler = await onAws('inboundPost', [awsBucket], ({ container }) => inboundPost(container));
