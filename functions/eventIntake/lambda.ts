/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { eventIntake } from './handler.ts';

export const handler = await onAws('eventIntake', [], ({ container }) => eventIntake(container));
