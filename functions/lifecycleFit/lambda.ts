/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { lifecycleFit } from './handler.ts';

export const handler = await onAws('lifecycleFit', [awsBucket], ({ container }) => lifecycleFit(container));
