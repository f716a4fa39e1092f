/** What Lambda calls. */
import { onAws } from '../shared/onAws.ts';
import { importPlan } from './handler.ts';

export const handler = await onAws('importPlan', [], (runtime) => importPlan(runtime));
