/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { awsQueue } from '../shared/awsQueue.ts';
import { onAws } from '../shared/onAws.ts';
import { tracking } from './handler.ts';

export const handler = await onAws('tracking', [awsBucket, awsQueue], ({ container }) => tracking(container));
