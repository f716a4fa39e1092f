/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { lifecycleFinish } from './handler.ts';

export const handler = await onAws('lifecycleFinish', [awsBucket], ({ container }) =>
  lifecycleFinish(container),
);
