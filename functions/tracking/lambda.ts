/** What Lambda calls. */
import { awsQueue } from '../shared/awsQueue.ts';
import { onAws } from '../shared/onAws.ts';
import { tracking } from './handler.ts';

export const handler = await onAws('tracking', [awsQueue], ({ container }) => tracking(container));
