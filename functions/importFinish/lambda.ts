/** What Lambda calls. */
import { awsBucket } from '../shared/awsBucket.ts';
import { onAws } from '../shared/onAws.ts';
import { importFinish } from './handler.ts';

export const handler = await onAws('importFinish', [awsBucket], (runtime) => importFinish(runtime));
