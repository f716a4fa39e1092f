/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { importPlan } from './handler.ts';

export const handler = await onAws('importPlan', [awsBucket], (runtime) => importPlan(runtime));
