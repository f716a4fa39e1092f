/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { lifecycleEnterStage } from './handler.ts';

export const handler = await onAws('lifecycleEnterStage', [awsBucket], ({ container }) =>
  lifecycleEnterStage(container),
);
