/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { eventIntake } from './handler.ts';

export const handler = await onAws('eventIntake', [awsBucket], ({ container }) => eventIntake(container));
