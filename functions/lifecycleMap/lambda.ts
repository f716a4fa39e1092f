/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { lifecycleMap } from './handler.ts';

export const handler = await onAws('lifecycleMap', [], ({ container }) => lifecycleMap(container));
