/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { lifecycleMap } from './handler.ts';

export const handler = await onAws('lifecycleMap', [awsBucket], ({ container }) => lifecycleMap(container));
