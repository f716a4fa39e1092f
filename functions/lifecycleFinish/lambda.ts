/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { lifecycleFinish } from './handler.ts';

export const handler = await onAws('lifecycleFinish', [], ({ container }) => lifecycleFinish(container));
