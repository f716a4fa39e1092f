/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { lifecycleEnterStage } from './handler.ts';

export const handler = await onAws('lifecycleEnterStage', [], ({ container }) =>
  lifecycleEnterStage(container),
);
