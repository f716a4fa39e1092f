/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { lifecyclePrepare } from './handler.ts';

export const handler = await onAws('lifecyclePrepare', [awsBucket], ({ container }) =>
  lifecyclePrepare(container),
);
