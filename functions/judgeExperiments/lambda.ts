/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { judgeExperiments } from './handler.ts';

export const handler = await onAws('judgeExperiments', [], ({ container }) => judgeExperiments(container));
