/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { journeyWavePlan } from './handler.ts';

export const handler = await onAws('journeyWavePlan', [], ({ container }) => journeyWavePlan(container));
