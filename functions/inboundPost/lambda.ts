/** What Lambda calls. */
import { awsDelivery } from '../shared/awsDelivery.ts';
import { onAws } from '../shared/onAws.ts';
import { inboundPost } from './handler.ts';

export const handler = await onAws('inboundPost', [awsDelivery], ({ container }) => inboundPost(container));
