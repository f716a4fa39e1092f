/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { fetchMail } from './fetchMail.ts';
import { inbound } from './handler.ts';

export const handler = await onAws('inbound', [awsBucket], ({ container, blobs, bucket }) =>
  inbound(container, { fetchMail: fetchMail(blobs, bucket) }),
);
